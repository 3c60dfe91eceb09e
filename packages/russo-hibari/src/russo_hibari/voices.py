"""The voices of hibari: one inside its package, and four that are fetched when they first speak."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Final

from russo.providers import OptionError, Voice, refused

DEFAULT: Final = "heart"

# A copy of the library's registry, so that a cache hit does not need the library.
# https://github.com/MMWilliams/hibari/blob/main/src/hibari/assets/voices.json
_VOICES: Final = {
    "heart": ("en-US", "female", "American, inside the package"),
    "emma": ("en-GB", "female", "British, 7.9 MB from huggingface.co when first used"),
    "fenrir": ("en-US", "male", "American, 8.0 MB from huggingface.co when first used"),
    "fable": ("en-GB", "male", "British, 7.9 MB from huggingface.co when first used"),
    "kore": ("en-US", "female", "American, 7.9 MB from huggingface.co when first used"),
}

_LANGUAGE: Final = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]+)*", re.IGNORECASE)
_LANGUAGES: Final = frozenset(
    (
        *("arabic", "cantonese", "chinese", "czech", "danish", "dutch", "finnish", "french", "german", "greek"),
        *("hebrew", "hindi", "italian", "japanese", "korean", "mandarin", "norwegian", "polish", "portuguese"),
        *("russian", "spanish", "swedish", "thai", "turkish", "ukrainian", "vietnamese"),
    )
)


def list_voices() -> tuple[Voice, ...]:
    """All voices, the default first, each with what it takes to use it.

    Returns:
        Voices whose ``id`` is what `HibariSynthesizer` takes as ``voice``.

    Example:
        >>> from russo_hibari import list_voices
        >>> [voice.id for voice in list_voices()]
        ['heart', 'emma', 'fenrir', 'fable', 'kore']
        >>> list_voices()[0].description
        'American, inside the package'
    """
    return tuple(
        Voice(name, name.capitalize(), languages=(language,), gender=gender, description=description)
        for name, (language, gender, description) in _VOICES.items()
    )


def resolve(voice: str) -> str:
    """The name of a voice, in lower case.

    Args:
        voice: A name, in any case.

    Raises:
        OptionError: There is no such voice. If it is a language, the message says which provider speaks it.
    """
    if not isinstance(voice, str):
        raise refused("voice", voice, "a str such as 'heart'")
    name = voice.strip().casefold()
    if name not in _VOICES:
        raise OptionError(_unknown(voice, name))
    return name


def _unknown(voice: str, name: str) -> str:
    language = _LANGUAGE.fullmatch(name)
    if name in _LANGUAGES or (language and language[1] not in {"en", "eng"} and len(language[1]) < 4):
        return (
            f"hibari speaks English only, and voice={voice!r} is not one of {', '.join(map(repr, _VOICES))}. "
            "espeak speaks a hundred languages: pip install russo-espeak, and name the provider 'espeak' with that "
            "voice"
        )
    near = get_close_matches(name, _VOICES, n=1)
    hint = f": did you mean {near[0]!r}?" if near else f": it has {', '.join(map(repr, _VOICES))}."
    return f"hibari has no voice {voice!r}{hint} List them all with: russo voices hibari"
