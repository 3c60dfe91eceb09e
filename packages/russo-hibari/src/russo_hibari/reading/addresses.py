"""E-mail and web addresses, read the way people read them out."""

from __future__ import annotations

import re
from typing import Final

from .rule import Rule, before_stop, spelled

_SIGNS: Final = {
    ".": "dot",
    "@": "at",
    "-": "dash",
    "_": "underscore",
    "/": "slash",
    ":": "colon",
    "?": "question mark",
    "=": "equals",
    "&": "and",
    "+": "plus",
    "#": "hash",
    "%": "percent",
    "~": "tilde",
}
# Two-letter endings that are said as a word; others are spelled.
_WORDS: Final = frozenset({"co", "me", "us", "to", "it", "in", "is", "be", "so", "my", "at", "no"})
_ENDS: Final = "com|org|net|edu|gov|io|co|uk|de|fr|info|biz|us|ca|au|tv|me|ly|ai|dev|app"
_ADDRESS: Final = re.compile(
    rf"""(?<![\w.@/-])(?:
      (?:https?|ftp)://[^\s<>()"]*[\w/]
    | www\.[^\s<>()"]*[\w/]
    | \w[\w.+-]*@\w[\w-]*(?:\.\w[\w-]*)+
    | (?:\w[\w-]*\.)+(?:{_ENDS})(?:/(?:[^\s<>()"]*[\w/])?)?(?![\w@.]*[\w@])
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_PART: Final = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")


def _said(match: re.Match[str]) -> str:
    parts = _PART.findall(match.group())
    said = " ".join(_part_said(part, after=parts[index - 1] if index else "") for index, part in enumerate(parts))
    return before_stop(said, match)


def _part_said(part: str, *, after: str) -> str:
    if part.lower() == "www":
        return spelled(part)
    if part.lower() in {"http", "https", "ftp"}:
        return part.upper()
    if after == "." and len(part) == 2 and part.isalpha() and part.lower() not in _WORDS:
        return spelled(part)
    return _SIGNS.get(part, part)


RULES: Final = (
    Rule(
        "the dots, dashes and underscores of an address are skipped",
        _ADDRESS,
        _said,
        "Write to jo_lee@mail.co.uk, or see www.example.com/help.",
        "Write to jo underscore lee at mail dot co dot U. K., or see W. W. W. dot example dot com slash help.",
    ),
)
