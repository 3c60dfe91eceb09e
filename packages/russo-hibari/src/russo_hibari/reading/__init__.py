"""What the model is given for a text: the same, but for what it would read wrongly.

The rules below are the table of all changes. What they make of a text is what stands in the key, and in every list of
the cache, so that a change of the table makes new keys for the texts whose sound it changes, and for no others.
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

# A pronunciation by hand, which the model obeys: a word in brackets, and its phonemes between slashes.
BY_HAND: Final = re.compile(r"(\[[^\]]+\]\(/[^)]*/\))")


# One utterance asks several times: for its key, and for what is said.
@lru_cache(maxsize=256)
def spoken_text(text: str) -> str:
    """Rewrite what the model would read wrongly, or would leave out.

    Args:
        text: What to say.

    Returns:
        What the model is given. What it makes of that is that again.

    Example:
        >>> from russo_hibari.reading import spoken_text
        >>> spoken_text("Call 555-0142 from 10am.")
        'Call 5 5 5, 0 1 4 2 from 10 a.m.'
    """
    parts = BY_HAND.split(unicodedata.normalize("NFC", text))
    parts[::2] = map(_rewritten, parts[::2])
    return "".join(parts) or text


def _rewritten(text: str) -> str:
    # What one rule has written may be for another one: again, until nothing changes.
    for _ in range(_MOST_TURNS):
        before = text
        for rule in RULES:
            text = rule.apply(text)
        if text == before:
            break
    return text
