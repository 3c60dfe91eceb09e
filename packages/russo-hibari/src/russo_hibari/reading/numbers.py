"""Numbers that name something, and are read digit by digit: telephones, cards, orders, codes that begin with 0."""

from __future__ import annotations

import re
from typing import Final

from .rule import Rule, grouped, spaced

_END: Final = r"(?![\w-]|[.:/,]\d)"
_THIN: Final = "\u00a0\u2009\u202f"  # spaces that do not end a line, as between thousands
_DATE: Final = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}-\d{1,2}-\d{4}")
_MONTH: Final = (
    "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    "|Nov(?:ember)?|Dec(?:ember)?)"
)
_TELEPHONE: Final = re.compile(
    rf"""(?<![\w.,:/-])(?:
      (?:\+?1[ .-])?(?:\(\d{{3}}\)[ ]?|\d{{3}}[ .-])\d{{3}}[ .-]\d{{4}}
    | \+(?=(?:[ {_THIN}.()-]*\d){{7}})\d{{1,3}}(?:[ {_THIN}.-]?\(?\d{{1,5}}\)?){{1,5}}(?<=\d)
    | \(?0\d{{2,4}}\)?(?:[ -]\d{{2,4}}){{1,4}}
    | \d{{3}}-\d{{4}}
    ){_END}""",
    re.VERBOSE,
)


def _telephone(match: re.Match[str]) -> str:
    said = grouped(match.group())
    return f"plus {said}" if match.group().startswith("+") else said


def _chain(match: re.Match[str]) -> str:
    number = match.group()
    groups = number.split("-")
    zeros = any(len(group) > 1 and group[0] == "0" for group in groups)
    is_name = len(groups) > 2 or zeros or [len(group) for group in groups] == [5, 4]
    return grouped(number) if is_name and not _DATE.fullmatch(number) else number


def _with_commas(match: re.Match[str]) -> str:
    return re.sub(f"[{_THIN}]", ",", match.group().replace(",", "."))


def _zeros(match: re.Match[str]) -> str:
    return match[1] or spaced(match[2])


def _digits(match: re.Match[str]) -> str:
    return spaced(match.group())


RULES: Final = (
    Rule(
        "thousands after a space that is not broken are read as another number",
        re.compile(
            rf"(?<![\w.,:/+-])(?<![\w.,:/+-][{_THIN}])\d{{1,3}}(?:[{_THIN}]\d{{3}})+(?:,\d\d?)?(?![\w{_THIN}]|,\d)"
        ),
        _with_commas,
        "12\u00a0500 people",
        "12,500 people",
    ),
    Rule(
        "a card number is read as four numbers, without their zeros",
        re.compile(rf"(?<![\w.,:/-])\d{{4}}(?: \d{{4}}){{2,3}}{_END}"),
        lambda match: grouped(match.group()),
        "4000 0012 3456 7899",
        "4 0 0 0, 0 0 1 2, 3 4 5 6, 7 8 9 9",
    ),
    Rule(
        "a telephone number is read as several numbers, without their zeros",
        _TELEPHONE,
        _telephone,
        "Call 555-0142, (415) 555-0199 or +44 20 7946 0958.",
        "Call 5 5 5, 0 1 4 2, 4 1 5, 5 5 5, 0 1 9 9 or plus 4 4, 2 0, 7 9 4 6, 0 9 5 8.",
    ),
    Rule(
        "numbers joined by dashes are run together, without their zeros",
        re.compile(rf"(?<![\w.,:/-])\d+(?:-\d+)+{_END}"),
        _chain,
        "123-45-6789",
        "1 2 3, 4 5, 6 7 8 9",
    ),
    Rule(
        "a number of ten or more digits is read in billions, or not at all",
        re.compile(r"(?<![\w.,:/-])(?:\d{10,}|\d{1,3}(?:,\d{3}){11,})(?![\w]|[.,]\d)"),
        _digits,
        "account 4242424242",
        "account 4 2 4 2 4 2 4 2 4 2",
    ),
    Rule(
        "leading zeros are skipped",
        # The leading zero of a day of the month means nothing.
        re.compile(
            rf"((?<![\w])0\d (?:of )?{_MONTH}\b|\b{_MONTH} 0\d\b)|(?<![\w:/.,'\u2019])(?<!\d-)(0\d+)(?![\w:/-]|[.,]\d)"
        ),
        _zeros,
        "order 0042 of 05 March",
        "order 0 0 4 2 of 05 March",
    ),
)
