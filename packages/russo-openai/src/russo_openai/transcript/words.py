"""Taking texts apart: the words of a transcript, and the pieces of a text that may be read in more than one way."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from russo.audio.pace import is_spaceless

if TYPE_CHECKING:
    from collections.abc import Iterator

_APOSTROPHES: Final = str.maketrans("’ʼ＇‘`´", "''''''")  # noqa: RUF001 - these are what is looked for
_DIGITS: Final = re.compile(r"\d+(?:[^\w\s]+\d+)*")
_SPLITS: Final = re.compile(r"[\u2013\u2014\u2026,;:!?\"()\[\]{}«»“”„_-]+|\.{2,}")
# The currency is spoken behind both: "$1.5 million".
_AMOUNT: Final = re.compile(r"([$€£¥]\S*\d)\s+(?=(?:thousand|million|billion|trillion)\b)")
_AROUND: Final = ".,;:!?…\"'()[]{}«»“”„_*、。！？"  # noqa: RUF001 - marks of other scripts
# Punctuation, as Unicode sees it, that is spoken.
_SPOKEN: Final = frozenset("%&@#/\\")


@dataclass(frozen=True, slots=True)
class Letters:
    """A run of letters of a text."""

    raw: str

    @property
    def plain(self) -> str:
        """What is compared: no case, no punctuation."""
        return "".join(words(self.raw))


@dataclass(frozen=True, slots=True)
class Digits:
    """Digits of a text, with what separates them: ``1,234.56``."""

    raw: str


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands between two spaces of a text, taken apart.

    Args:
        raw: As it was written.
        atoms: Its letters and digits, in order.
        symbols: How many signs it has that may be read as words.
        after_digits: Whether digits stand before it, so that it may be their unit.
    """

    raw: str
    atoms: tuple[Letters | Digits, ...]
    symbols: int = 0
    after_digits: bool = False

    @property
    def core(self) -> str:
        """As it was written, without case and the punctuation around it."""
        return self.raw.casefold().strip(_AROUND)


def words(text: str) -> list[str]:
    """The words of a text without case and punctuation; each character is one where a script has no spaces."""
    found: list[str] = []
    last = ""
    for char in unicodedata.normalize("NFKC", text.translate(_APOSTROPHES)).casefold():
        kind = _kind(char)
        if kind == "apostrophe" and last:
            continue
        if kind in {"letter", "digit"} and kind == last:
            found[-1] += char
        elif kind == "mark" and last:
            found[-1] += char
            continue
        elif kind != "other":
            found.append(char)
        last = kind if kind in {"letter", "digit", "character"} else ""
    return found


def pieces(text: str) -> Iterator[Piece]:
    """The pieces of a text, in order."""
    after_digits = False
    normal = unicodedata.normalize("NFKC", text.translate(_APOSTROPHES))
    for chunk in _AMOUNT.sub(r"\1", normal).split():
        has_digits = any(char.isdigit() for char in chunk)
        symbols = sum(map(_is_symbol, chunk))
        parts = [chunk] if has_digits or symbols else [part for part in _SPLITS.split(chunk) if part]
        for part in parts:
            atoms = tuple(_atoms(part))
            if atoms or symbols:
                yield Piece(part, atoms, symbols + len(_DIGITS.findall(part)), after_digits=after_digits)
        after_digits = has_digits


def _atoms(chunk: str) -> Iterator[Letters | Digits]:
    end = 0
    for digits in _DIGITS.finditer(chunk):
        yield from _letters(chunk[end : digits.start()])
        yield Digits(digits.group())
        end = digits.end()
    yield from _letters(chunk[end:])


def _letters(chunk: str) -> Iterator[Letters]:
    for run in re.split(r"[^\w.'\u0300-\u036f\u0900-\u0d7f\u0e00-\u0eff]+|_+|(?<=\w{2})\.(?=\w)", chunk):
        if words(run):
            yield Letters(run)


def _kind(char: str) -> str:
    category = unicodedata.category(char)
    if char == "'":
        return "apostrophe"
    if category[0] == "M":
        return "mark"
    if category[0] == "N":
        return "digit"
    if category[0] != "L":
        return "other"
    return "character" if is_spaceless(char) else "letter"


def _is_symbol(char: str) -> bool:
    return char in _SPOKEN or unicodedata.category(char) in {"Sc", "Sm", "So"}
