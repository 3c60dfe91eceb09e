"""Spelled words and codes, which are read letter by letter and digit by digit."""

from __future__ import annotations

import re
from typing import Final

from .rule import Rule, before_stop, spaced, spelled

# Two letters and a number (a flight), alternating letters and digits (a booking), or letters and a number that begins
# with 0. A longer word before a number is read as a word: "SAVE20".
_CODE: Final = re.compile(
    r"""(?<![\w.'-])(?:
      [A-Z]{2}\d+
    | [A-Z]{1,3}0\d+
    | (?=[A-Z]*\d+[A-Z]+\d|[A-Z]+\d+[A-Z])(?:[A-Z]{1,3}\d+)*(?:\d*[A-Z]{1,3}\d+)+(?:[A-Z]{1,3})?
    | [A-Z]{1,3}\d+[A-Z]{1,3}
    )(?![\w'])""",
    re.VERBOSE,
)


def _letters(match: re.Match[str]) -> str:
    # With pauses, as people spell: without them, a recognizer hears A N N A as "a and an a".
    return before_stop(spelled(re.sub(r"[\W_]", "", match.group()), pause=","), match)


def _code(match: re.Match[str]) -> str:
    parts = re.findall(r"[A-Z]+|\d+", match.group())
    return before_stop(" ".join(spaced(part) if part.isdigit() else spelled(part) for part in parts), match)


RULES: Final = (
    Rule(
        "single letters are run together, and A is read as the article",
        re.compile(r"(?<![\w.'-])(?:[A-Za-z](?:-[A-Za-z]){2,}|[A-Z](?:,? [A-Z]){2,})(?![\w'-])"),
        _letters,
        "Spell it: A-N-N-A, then B A D.",
        "Spell it: A., N., N., A., then B., A., D.",
    ),
    Rule(
        "a code is read as words and numbers, without its zeros",
        _CODE,
        _code,
        "Flight BA0123, booking AB12CD.",
        "Flight B. A. 0 1 2 3, booking A. B. 1 2 C. D.",
    ),
)
