"""Numbers in English words."""

# ruff: noqa: SIM905 - a list of words is easier to read as a text

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

ONES: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
TENS: Final = ["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
LARGE: Final = ("thousand", "million", "billion", "trillion")
_ORDINALS: Final = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
# The words for a zero between other figures.
NOUGHT: Final = "zero|oh|o"
# A longer number is read digit by digit.
LONGEST: Final = 15


def cardinal(number: int) -> str:
    """A number in words, as `Graph.add` takes them: ``205`` is "two hundred ~five"."""
    if number < 20:
        return ONES[number]
    if number < 100:
        return TENS[number // 10] + (f" ~{ONES[number % 10]}" if number % 10 else "")
    for power in range(len(LARGE), -1, -1):
        size, name = (1000**power, LARGE[power - 1]) if power else (100, "hundred")
        if number >= size:
            rest = f" {_within(cardinal(number % size))}" if number % size else ""
            return f"{cardinal(number // size)} {name}{rest}"
    raise AssertionError  # pragma: no cover - a number of at least 100 has hundreds


def in_a_row(*numbers: int) -> Iterator[str]:
    """Numbers, one after the other, unless two of them sound like one: "twenty five" is not how ``20-5`` is said."""
    for one, other in pairwise(numbers):
        if _plain(one + other) == f"{_plain(one)} {_plain(other)}":
            return
    yield " ".join(map(_plain, numbers))


def cardinals(number: int) -> Iterator[str]:
    """The ways of saying how many."""
    yield cardinal(number)
    if 1000 < number < 10_000 and number // 100 % 10:
        rest = f" {_within(cardinal(number % 100))}" if number % 100 else ""
        yield f"{cardinal(number // 100)} hundred{rest}"
    for power in (2, 3, 4):
        size = 1000**power
        if size < number < 1000 * size and number % size and not number % (size // 100):
            point = str(number % size * 100 // size).zfill(2).rstrip("0")
            yield f"{cardinal(number // size)} point {spelled(point)} {LARGE[power - 1]}"
            if point == "5":
                yield f"{cardinal(number // size)} and a|one half {LARGE[power - 1]}"


def ordinal(number: int) -> str:
    """Which one of a row: ``21`` is "twenty ~first"."""
    *others, last = cardinal(number).split()
    mark, word = ("~", last[1:]) if last[0] == "~" else ("", last)
    ending = f"{word[:-1]}ieth" if word.endswith("y") else f"{word.removesuffix('t')}th"
    return " ".join([*others, mark + _ORDINALS.get(word, ending)])


def spelled(digits: str) -> str:
    """Figures, one by one."""
    return " ".join(NOUGHT if digit == "0" else ONES[int(digit)] for digit in digits)


def year(digits: str) -> Iterator[str]:
    """The ways of saying a year."""
    yield from cardinals(int(digits))
    if len(digits) == 4 and digits[0] != "0":
        front, back = cardinal(int(digits[:2])), int(digits[2:])
        if back >= 10:
            yield f"{front} {cardinal(back)}"
        elif back:
            yield f"{front} oh|o|zero {ONES[back]}"


def fraction(top: int, bottom: int) -> Iterator[str]:
    """The ways of saying a part of something."""
    several = top != 1
    names = {2: ["halves" if several else "half"], 4: ["quarter", "fourth"]}.get(bottom) or [
        ordinal(bottom).removeprefix("one ")
    ]
    for name in names:
        part = f"{name}s" if several and bottom != 2 else name
        yield f"{cardinal(top)} {part}"
        if not several:
            yield f"a|an {part}"
    if (top, bottom) == (1, 2):
        yield "half a|an?"
    yield f"{cardinal(top)} over|slash {cardinal(bottom)}"
    yield f"{cardinal(top)} divided by {cardinal(bottom)}"


def _plain(number: int) -> str:
    return cardinal(number).replace("~", "")


def _within(words: str) -> str:
    return " ".join(word if word[0] == "~" else f"~{word}" for word in words.split())
