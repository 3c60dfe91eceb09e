"""Whether speech is as long as its text: a transcript says nothing about audio that was cut, or goes on and on."""

from __future__ import annotations

from typing import Final

from russo.transcripts.words import is_spaceless, words

# People read 2.5 words, or 5 characters of a script without spaces, in a second. Even when told to hurry or to take
# its time, a voice stays within these.
_FASTEST_WORDS: Final = 6.0
_FASTEST_CHARACTERS: Final = 14.0
_SLOWEST_WORDS: Final = 0.6
_SLOWEST_CHARACTERS: Final = 1.2

# Pauses before, behind and within, in seconds.
_PAUSES: Final = 5.0


def plausible_seconds(text: str, speed: float) -> tuple[float, float]:
    """The shortest and the longest time in seconds that a text may take.

    Args:
        text: What was to be said.
        speed: How much faster than usual.

    Returns:
        The two limits; the first is 0 for one word, which may be of any length.
    """
    spoken = words(text)
    characters = sum(is_spaceless(word[0]) for word in spoken)
    plain = len(spoken) - characters
    # Digits and signs are read as words; how many is not known, so they count only for the longest.
    signs = sum(not char.isalpha() and not char.isspace() for char in text)
    shortest = max(0, plain - 1) / _FASTEST_WORDS + max(0, characters - 2) / _FASTEST_CHARACTERS
    longest = (plain + signs * 2) / _SLOWEST_WORDS + characters / _SLOWEST_CHARACTERS + _PAUSES
    return shortest / speed, longest / speed
