"""`Rule`: one thing that the model misreads, and what it is given instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Rule:
    """One rewriting of a text.

    Args:
        fault: What the model would make of it.
        pattern: What to look for.
        put: What to put in its place, as ``re.sub`` takes it.
        example: A text that it changes.
        becomes: What that text becomes.
    """

    fault: str
    pattern: re.Pattern[str]
    put: str | Callable[[re.Match[str]], str]
    example: str
    becomes: str

    def apply(self, text: str) -> str:
        """The text, rewritten wherever the pattern is found."""
        return self.pattern.sub(self.put, text)


def spaced(digits: str) -> str:
    """Separate the digits of a group, so that they are read one by one: ``"0142"`` becomes ``"0 1 4 2"``."""
    return " ".join(one for one in digits if one.isdigit())


def grouped(number: str) -> str:
    """Separate the digits of each group of a number, with a pause between groups."""
    groups = "".join(one if one.isdigit() else " " for one in number).split()
    return ", ".join(map(spaced, groups))


def spelled(letters: str, *, pause: str = "") -> str:
    """Write letters as initials, so that they are read by name: with only spaces, the model takes A for the article."""
    return f"{pause} ".join(f"{letter}." for letter in letters.upper())


def before_stop(said: str, match: re.Match[str]) -> str:
    """Drop a final full stop if the sentence goes on with one of its own."""
    return said[:-1] if said.endswith(".") and match.string.startswith(".", match.end()) else said
