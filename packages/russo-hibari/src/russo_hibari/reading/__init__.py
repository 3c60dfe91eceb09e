"""What the model is given for a text: the text itself, with anything rewritten that it would misread.

The rules below are the table of all changes. What they make of a text is what goes into the key and into every list of
the cache, so a change to the table gives new keys to the texts whose sound it changes, and to no others.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from . import addresses, amounts, characters, codes, dates, numbers
from .rule import Rule

__all__ = ["BY_HAND", "RULES", "Rule", "spoken_text"]

RULES: Final = (
    *characters.RULES,
    *addresses.RULES,
    *dates.RULES,
    *codes.RULES,
    *numbers.RULES,
    *amounts.RULES,
)

_MOST_TURNS: Final = 10

# A pronunciation given by hand, which the model follows: a word in brackets, and its phonemes between slashes.
BY_HAND: Final = re.compile(r"(\[[^\]]+\]\(/[^)]*/\))")


# One utterance asks several times: for its key, and for what to say.
@lru_cache(maxsize=256)
def spoken_text(text: str) -> str:
    """Rewrite what the model would misread or skip.

    Args:
        text: What to say.

    Returns:
        What the model is given. Rewriting that again changes nothing.

    Example:
        >>> from russo_hibari.reading import spoken_text
        >>> spoken_text("Call 555-0142 from 10am.")
        'Call 5 5 5, 0 1 4 2 from 10 a.m.'
    """
    parts = BY_HAND.split(unicodedata.normalize("NFC", text))
    parts[::2] = map(_rewritten, parts[::2])
    return "".join(parts) or text


def _rewritten(text: str) -> str:
    # What one rule writes may match another, so they are applied until nothing changes.
    for _ in range(_MOST_TURNS):
        before = text
        for rule in RULES:
            text = rule.apply(text)
        if text == before:
            break
    return text
