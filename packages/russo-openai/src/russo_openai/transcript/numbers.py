"""Numbers in English words, and whether they are the digits of a text."""

# ruff: noqa: SIM905 - a list of words is easier to read as a text

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_UNITS: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_ORDINALS: Final = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_MONTHS: Final = ("january february march april may june july august september october november december").split()

_SMALL: Final = {
    **{word: value for value, word in enumerate(_UNITS)},
    **{word: value for value, word in enumerate(_ORDINALS)},
    **{f"{word}s": value for value, word in enumerate(_ORDINALS) if value > 2},
    **{word: value * 10 for value, word in enumerate(_TENS, 2)},
    **{f"{word[:-1]}ieth": value * 10 for value, word in enumerate(_TENS, 2)},
    **{f"{word[:-1]}ies": value * 10 for value, word in enumerate(_TENS, 2)},
    "oh": 0,
    "o": 0,
    "half": 2,
    "halves": 2,
    "quarter": 4,
    "quarters": 4,
}
_LARGE: Final = {
    name + ending: value
    for name, value in (("thousand", 10**3), ("million", 10**6), ("billion", 10**9), ("trillion", 10**12))
    for ending in ("", "s", "th")
}
_HUNDRED: Final = frozenset({"hundred", "hundreds", "hundredth"})
_FRACTIONS: Final = frozenset({"half", "third", "quarter", "fourth", "fifth", "eighth", "tenth"})
_DATE: Final = re.compile(r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}")
_LONGEST: Final = 10


def is_number(word: str) -> bool:
    """Whether a word says a number."""
    return word.isdigit() or word in _SMALL or word in _LARGE or word in _HUNDRED


class _Number:
    """A number that is read word by word."""

    def __init__(self) -> None:
        self.total = 0
        self.group = 0  # what is below a thousand, or below the next "million"
        self.fresh = True  # nothing of this group was said yet

    def take(self, word: str) -> bool:
        """Take the next word; False where no number goes on like that."""
        if word in _HUNDRED:
            if self.group >= 100:
                return False
            self.group, self.fresh = (self.group or 1) * 100, False
            return True
        if word in _LARGE:
            if self.total % (_LARGE[word] * 1000):
                return False
            self.total, self.group, self.fresh = self.total + (self.group or 1) * _LARGE[word], 0, True
            return True
        value = int(word) if word.isdecimal() and self.fresh else _SMALL.get(word)
        if value is None or not self._fits(value):
            return False
        self.group, self.fresh = self.group + value, False
        return True

    def _fits(self, value: int) -> bool:
        if self.fresh:
            return value > 0 or not self.total
        if self.group % 100 == 0:
            return 0 < value < 100 and self.group > 0
        return self.group % 10 == 0 and self.group % 100 >= 20 and 0 < value < 10


def cardinal(words: Sequence[str]) -> str | None:
    """The digits of one number in words: ``["twenty", "five"]`` is ``"25"``, ``["2", "million"]`` is ``"2000000"``."""
    if len(words) == 1 and words[0].isdecimal():
        return _ascii(words[0])
    number = _Number()
    for position, word in enumerate(words):
        if not (_joins(words, position) if word in {"a", "and"} else number.take(word)):
            return None
    return str(number.total + number.group)


def _joins(words: Sequence[str], position: int) -> bool:
    """Whether an "a" or an "and" belongs to a number: "a hundred and five"."""
    large = {*_HUNDRED, *_LARGE}
    if words[position] == "a":
        return position == 0 and len(words) > 1 and words[1] in large
    return 0 < position < len(words) - 1 and words[position - 1] in large


def readings(digits: str) -> set[str]:
    """The digits that may be heard: nobody says the zeros of ``5:00``, ``$5.00``, ``05`` or ``0.5``."""
    groups = re.findall(r"\d+", digits)
    heard = {"".join(groups), "".join(group.lstrip("0") for group in groups) or "0"}
    if len(groups) > 1 and re.search(r"[:.,]\d+$", digits):
        kept = groups[-1].rstrip("0")
        heard |= {"".join(groups[:-1]) + kept, "".join(group.lstrip("0") for group in groups[:-1]) + kept}
    return {_ascii(reading) for reading in heard if reading}


def ends(words: Sequence[str], start: int, digits: str, fillers: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Where the words from `start` on have said these digits: indices behind the last word, and fillers used."""
    todo = [(start, digits, 0)]
    while todo:
        at, rest, used = todo.pop()
        if not rest:
            yield at, used
            continue
        if at > start and at < len(words) and words[at] in fillers:
            todo.append((at + 1, rest, used + 1))
        if (
            rest.startswith("1")
            and list(words[at : at + 1]) == ["a"]
            and _FRACTIONS.intersection(words[at + 1 : at + 2])
        ):
            todo.append((at + 1, rest[1:], used))
        for length in range(1, min(_LONGEST, len(words) - at) + 1):
            said = cardinal(words[at : at + length])
            if said is not None and rest.startswith(said):
                todo.append((at + length, rest[len(said) :], used))


def date_ends(words: Sequence[str], start: int, digits: str) -> Iterator[int]:
    """Where the words from `start` on have said a date, in whatever order: indices behind the last word."""
    if not _DATE.fullmatch(digits):
        return
    wanted = sorted("".join(group.lstrip("0") for group in re.findall(r"\d+", digits)))
    for stop in range(start + 2, min(start + 9, len(words)) + 1):
        said = _date(words[start:stop])
        if said is not None and sorted(said) == wanted:
            yield stop


def _date(words: Sequence[str]) -> str | None:
    """The digits of a date in words, its month among them."""
    said, at = "", 0
    while at < len(words):
        if words[at] in {"the", "of"}:
            at += 1
        elif words[at] in _MONTHS:
            said, at = said + str(_MONTHS.index(words[at]) + 1), at + 1
        else:
            sizes = (size for size in (4, 3, 2, 1) if at + size <= len(words))
            found = next(((digits, size) for size in sizes if (digits := cardinal(words[at : at + size]))), None)
            if found is None:
                return None
            said, at = said + found[0], at + found[1]
    return said


def _ascii(digits: str) -> str:
    return "".join(str(int(char)) for char in digits)
