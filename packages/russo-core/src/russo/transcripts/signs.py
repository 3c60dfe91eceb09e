"""How a sign that depends on what stands around it is read aloud: ``-`` in "9-5", "-5" and "e-mail"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from .numbers import ONES, TENS
from .spans import is_span
from .words import begins_number, is_alone, is_minus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

# A number with its unit: "9am", "100 km".
_QUANTITY: Final = re.compile(r"\d\s?[a-z°]{1,4}$", re.IGNORECASE)
_THOUSANDS: Final = re.compile(r"(?<!\d)\d{1,3}(?:,\d{3})*$")
_TENS_BEFORE: Final = re.compile(rf"\b(?:{'|'.join(TENS[2:])})$", re.IGNORECASE)
_ONES_BEHIND: Final = re.compile(rf"(?:{'|'.join(ONES[1:10])})\b", re.IGNORECASE)
_IN_TAG: Final = re.compile(r"<[^<>]*$")


def _dot(before: str, behind: str, *_: str) -> Iterator[str]:
    if before.isalnum() and behind.isalnum():
        yield "dot|point"
        if not behind.isdigit() and (behind.isupper() or is_alone(behind)):
            yield ""  # the space behind a sentence was forgotten
    elif not behind.isdigit() or before == ".":
        yield ""
        if behind.isalpha() and not before.strip(" "):  # ".NET"
            yield "dot"


def _comma(before: str, _: str, text: str, following: str) -> Iterator[str]:
    # The comma of "1,234" is a part of the number.
    if not (before.isdigit() and _THOUSANDS.search(text) and re.match(r"\d{3}(?!\d)", following)):
        yield ""


def _dash(before: str, behind: str, text: str, following: str) -> Iterator[str]:
    if before.isdigit() and behind.isdigit():
        yield "to|through|dash|hyphen|minus"
    elif is_minus(text, following):
        yield "minus|negative"
    elif begins_number(following):
        yield "to|through|dash|hyphen"
        if not _QUANTITY.search(text):  # "F-16", and not "9am-5pm"
            yield ""
    elif behind == before == " " and text.rstrip()[-1:].isdigit() and following.lstrip()[:1].isdigit():
        yield "minus|to|through|dash"
    elif _TENS_BEFORE.search(text) and _ONES_BEHIND.match(following):
        yield ""  # "forty-eight" is not "40-8"
    elif is_span(text, following):
        yield "to|through|until|dash|hyphen"
    elif re.search(r"\b[A-D]$", text) and not behind.isalnum():  # a grade
        yield "minus|dash|hyphen"
    else:
        yield ""
        yield "dash|hyphen"


def _colon(before: str, behind: str, *_: str) -> Iterator[str]:
    if not (before.isdigit() and behind.isdigit()):
        yield ""
    yield "colon"


def _slash(before: str, behind: str, text: str, following: str) -> Iterator[str]:
    if (before.isdigit() or _QUANTITY.search(text)) and behind.isalpha():
        yield "per|an|a|slash"  # "km/h", "$20/hour"
        return
    yield "slash"
    if text.rstrip()[-1:].isdigit() and following.lstrip()[:1].isdigit():
        yield "or|over"
        yield "divided by"
        return
    joined = re.search(r"\b(?:and|or)$", text, re.IGNORECASE) or re.match(r"(?:and|or)\b", following, re.IGNORECASE)
    if not joined:
        yield "or|and|per"
    if before.isalpha() and behind.isalpha():
        yield ""


def _hash(before: str, behind: str, *_: str) -> Iterator[str]:
    yield "number|hashtag|hash|pound"
    if before.isalpha():
        yield "sharp"
    elif not behind.isdigit():
        yield ""


def _tilde(_: str, behind: str, *__: str) -> Iterator[str]:
    yield ""
    if behind.isdigit():
        yield "about|approximately|around|roughly"


def _star(before: str, behind: str, text: str, following: str) -> Iterator[str]:
    apart = before == behind == " "
    if (apart or before.isdigit()) and text.rstrip()[-1:].isdigit() and following.lstrip()[:1].isdigit():
        yield "times|star|asterisk"
    else:
        yield ""
        yield "star|asterisk"


def _less(_: str, __: str, ___: str, following: str) -> Iterator[str]:
    yield "is? less than"
    if re.match(r"/?[a-z][^<>]*>", following, re.IGNORECASE):  # a tag
        yield ""


def _greater(before: str, behind: str, text: str, __: str) -> Iterator[str]:
    yield "is? greater|more than"
    is_quotation = not text.strip() and not behind.isdigit()
    if is_quotation or before == "-" or _IN_TAG.search(text):
        yield ""


def _foot(before: str, _: str, text: str, __: str) -> Iterator[str]:
    if before.isdigit():
        yield "foot|feet"
    if not before.isdigit() or text.count("'") % 2:
        yield ""


def _inch(before: str, _: str, text: str, __: str) -> Iterator[str]:
    if before.isdigit():
        yield "inch|inches"
    if not before.isdigit() or text.count('"') % 2:
        yield ""


# What depends on what stands around it: the character before, the one behind, the text before, and the text behind.
CONTEXT: Final[Mapping[str, Callable[[str, str, str, str], Iterator[str]]]] = {
    ".": _dot,
    ",": _comma,
    "-": _dash,
    ":": _colon,
    "/": _slash,
    "#": _hash,
    "~": _tilde,
    "*": _star,
    "<": _less,
    ">": _greater,
    "'": _foot,
    '"': _inch,
}
