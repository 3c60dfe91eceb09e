"""Estimates how long a text takes to say, to notice missing words, or noise after the speech."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# People read 2.5 words a second, or 5 characters of a script without spaces. Even a voice that was told to hurry, or to
# take its time, stays within these limits.
_FASTEST_WORDS: Final = 6.0
_FASTEST_CHARACTERS: Final = 14.0
_SLOWEST_WORDS: Final = 0.6
_SLOWEST_CHARACTERS: Final = 1.2

# Pauses before, after and within the speech, in seconds.
_PAUSES: Final = 5.0

# What is not spoken: SSML, and tags such as [laughs].
_MARKUP: Final = re.compile(r"<[^<>]*>|\[[^\[\]]*\]")
_RUN: Final = re.compile(r"[^\W\d_]+|\d+")


def plausible_seconds(text: str, speed: float = 1.0) -> tuple[float, float]:
    """The shortest and the longest time in seconds that a text may take.

    Args:
        text: The text.
        speed: How much faster than usual it is spoken.

    Returns:
        The two limits. The first is 0 for a single word, which may have any length.

    Example:
        >>> from russo.providers import plausible_seconds
        >>> plausible_seconds("one two three four five six seven", speed=2.0)[0]
        0.5
    """
    words, characters = _count(_MARKUP.sub(" ", text))
    shortest = max(0, words - 1) / _FASTEST_WORDS + max(0, characters - 2) / _FASTEST_CHARACTERS
    words, characters = _count(text)
    # Digits and signs are read as an unknown number of words, so they only count for the longest time.
    signs = sum(not char.isalpha() and not char.isspace() for char in text)
    longest = (words + signs * 2) / _SLOWEST_WORDS + characters / _SLOWEST_CHARACTERS + _PAUSES
    return shortest / speed, longest / speed


def is_spaceless(char: str) -> bool:
    """Whether a letter is Chinese, Japanese, Thai, Lao, Khmer or Burmese, which have no spaces between words.

    Args:
        char: One letter.

    Returns:
        Whether it is.

    Example:
        >>> from russo.providers import is_spaceless
        >>> is_spaceless("\N{CJK UNIFIED IDEOGRAPH-4ECA}"), is_spaceless("a")
        (True, False)
    """
    code = ord(char)
    return (
        0x0E00 <= code <= 0x0EFF
        or 0x1000 <= code <= 0x109F
        or 0x1780 <= code <= 0x17FF
        or 0x3040 <= code <= 0x30FF
        or 0x3400 <= code <= 0x9FFF
        or 0x20000 <= code <= 0x3FFFF
    )


def _count(text: str) -> tuple[int, int]:
    """Words, and characters of scripts without spaces."""
    # Accents and vowel signs are part of the letter before them.
    letters = (char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char)[0] != "M")
    words = characters = 0
    for run in _RUN.findall("".join(letters).replace("'", "").replace("\N{RIGHT SINGLE QUOTATION MARK}", "")):
        spaceless = sum(map(is_spaceless, run))
        characters += spaceless
        words += spaceless < len(run)
    return words, characters
