"""How a range of days or months is read aloud in English: ``Mon-Fri``, ``Monday-Friday``, ``Jan-Mar``."""

# ruff: noqa: SIM905 - a list of words is easier to read as a text

from __future__ import annotations

import re
from typing import Final

from .figures import MONTHS
from .reading import Reading

_DAYS: Final = "monday tuesday wednesday thursday friday saturday sunday".split()


def _written(names: list[str]) -> str:
    """A pattern for full names and for their first three to five letters."""
    return "|".join(rf"{name[:3]}(?:{name[3:]}|{name[3:4]}|{name[3:5]})?" for name in names)


# Each kind of name, with a pattern for a range. "Sun" and "Mar" are ordinary words, unless they are in a range.
_KINDS: Final = tuple((names, rf"(?:{_written(names)})\b\.?") for names in (_DAYS, MONTHS))
_BEFORE: Final = tuple(re.compile(rf"\b{name}\s?$", re.IGNORECASE) for _, name in _KINDS)
_BEHIND: Final = tuple(re.compile(rf"\s?{name}", re.IGNORECASE) for _, name in _KINDS)
_SHORT: Final = re.compile(r"[A-Za-z]{3,5}\b\.?")


def is_span(before: str, behind: str) -> bool:
    """Whether a dash is between two days, or between two months."""
    return any(one.search(before) and other.match(behind) for one, other in zip(_BEFORE, _BEHIND, strict=True))


def spanned(text: str, at: int) -> Reading | None:
    """The reading of an abbreviated day or month that begins or ends a range; None for anything else."""
    found = _SHORT.match(text, at)
    if found is None:
        return None
    end = found.end()
    begins = text[end : end + 2].lstrip()[:1] == "-" and is_span(found[0], text[end:].lstrip()[1:])
    ends = text[:at].rstrip()[-1:] == "-" and is_span(text[max(0, at - 12) : at].rstrip()[:-1], found[0])
    if not (begins or ends):
        return None
    start = found[0].lower().rstrip(".")
    return next(
        (Reading(end, name) for names, _ in _KINDS for name in names if name.startswith(start)),
        None,
    )
