"""Which scripts the model reads: Latin only. It would skip letters of others, or make something up."""

from __future__ import annotations

import unicodedata
from typing import Final

from russo.providers import TextError

from .reading import BY_HAND

# These count as letters, appear in English texts, and are read: ª º µ.
_READ: Final = frozenset("\u00aa\u00ba\u00b5")


def check_script(text: str) -> None:
    """Refuse a text with letters that the model cannot read. A word followed by its phonemes may be in any script.

    Args:
        text: What to say.

    Raises:
        TextError: It holds a letter that is not Latin; the message names a provider that can speak it.
    """
    for letter in BY_HAND.sub("", text):
        if not letter.isascii() and letter.isalpha() and letter not in _READ:
            name = unicodedata.name(letter, "a letter without a name")
            if "LATIN" not in name:
                msg = (
                    f"hibari reads English only, and {text!r:.100} holds {letter!r} ({name}). espeak speaks a hundred "
                    "languages: pip install russo-espeak, and name the provider 'espeak' with a voice of that language"
                )
                raise TextError(msg)
