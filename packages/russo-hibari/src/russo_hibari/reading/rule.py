"""`Rule`: one thing that the model reads wrongly, and what it is given instead."""

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
        fault: What the model makes of it.
        pattern: Where it stands.
        put: What stands there instead, as ``re.sub`` takes it.
        example: A text that it changes.
        becomes: What it makes of that text.
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
    """The digits of a group, to be read one by one: ``"0142"`` becomes ``"0 1 4 2"``."""
    return " ".join(one for one in digits if one.isdigit())


def grouped(number: str) -> str:
    """The groups of a number, each read digit by digit, with a pause between them."""
    groups = "".join(one if one.isdigit() else " " for one in number).split()
    return ", ".join(map(spaced, groups))


def spelled(letters: str, *, pause: str = "") -> str:
    """Letters to be read by their names, as initials: between blanks alone, the model takes A for the article."""
    return f"{pause} ".join(f"{letter}." for letter in letters.upper())


def before_stop(said: str, match: re.Match[str]) -> str:
    """Let the full stop of what is said last be the one of the sentence, where both stand together."""
    return said[:-1] if said.endswith(".") and match.string.startswith(".", match.end()) else said
