"""Dates, times and days that the model does not recognize."""

from __future__ import annotations

import re
from typing import Final

from .rule import Rule, before_stop

_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_DAYS: Final = {
    "mo": "Monday",
    "tu": "Tuesday",
    "we": "Wednesday",
    "th": "Thursday",
    "fr": "Friday",
    "sa": "Saturday",
    "su": "Sunday",
}
_DAY: Final = r"(Mon|Tues?|Wed|Thu(?:rs)?|Fri|Sat|Sun)"
_HALF: Final = r"\s?[ap]\.?m\b\.?"
_HOUR: Final = rf"(?:\d{{1,2}}:\d\d(?:{_HALF})?|\d{{1,2}}{_HALF}|noon|midnight)"


def _day_first(match: re.Match[str]) -> str:
    day, month, year = match.groups()
    return f"{int(day)} {_MONTHS[int(month) - 1]} {year}" if 0 < int(month) <= 12 else match.group()


def _year_last(match: re.Match[str]) -> str:
    one, other, year = match.groups()
    is_date = _is_date(year, one, other) or _is_date(year, other, one)
    return f"{one}/{other}/{year}" if is_date else match.group()


def _year_first(match: re.Match[str]) -> str:
    year, sign, month, day = match.groups()
    is_number = sign == "-" and not _is_date(year, month, day)
    return match.group() if is_number else f"{year}-{int(month):02}-{int(day):02}"


def _is_date(year: str, month: str, day: str) -> bool:
    """Whether it may be a date, and not the number of an order or an account."""
    return 1500 <= int(year) < 2100 and 1 <= int(month) <= 12 and 1 <= int(day) <= 31


def _half_of_day(match: re.Match[str]) -> str:
    return before_stop(f"{match[1]} {match[2].lower()}.m.", match)


def _days(match: re.Match[str]) -> str:
    return f"{_DAYS[match[1][:2].lower()]} to {_DAYS[match[2][:2].lower()]}"


RULES: Final = (
    Rule(
        "the day, the month and the year are read as three numbers",
        re.compile(r"(?<![\w.])(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\w|\.\d)"),
        _day_first,
        "on 25.11.2026",
        "on 25 November 2026",
    ),
    Rule(
        "the year, the month and the day are read as three numbers",
        re.compile(r"(?<![\w/-])(\d{4})([/-])(\d{1,2})\2(\d{1,2})(?![\w/-])"),
        _year_first,
        "on 2026/11/5",
        "on 2026-11-05",
    ),
    Rule(
        "a date with dashes and the year last is run together",
        re.compile(r"(?<![\w.,:/-])(\d{1,2})-(\d{1,2})-(\d{4})(?![\w-]|[.:/,]\d)"),
        _year_last,
        "on 01-05-2026",
        "on 01/05/2026",
    ),
    Rule(
        "the sentence ends after the month",
        re.compile(r"\b(Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\. (?=\d)"),
        r"\1 ",
        "on Jan. 5, 2026",
        "on Jan 5, 2026",
    ),
    Rule(
        "the zero of the year is skipped",
        re.compile(r"(?<!\w)['\u2019]0(\d)(?=\b)"),
        r"oh \1",
        "the summer of '05",
        "the summer of oh 5",
    ),
    Rule(
        "the dot of a time is read as a decimal point",
        re.compile(r"(?<![\w.$\u00a3\u20ac])(\d{1,2})\.(\d\d)(?=\s?[AaPp]\.?[Mm]\b)"),
        r"\1:\2",
        "at 10.30 am",
        "at 10:30 am",
    ),
    Rule(
        "two times are run together",
        re.compile(rf"\b({_HOUR})\s?[-\u2013]\s?(?={_HOUR})", re.IGNORECASE),
        r"\1 to ",
        "7:30-8:30 pm, or noon-1pm",
        "7:30 to 8:30 pm, or noon to 1 p.m.",
    ),
    Rule(
        "a time and an hour are run together",
        re.compile(
            # Between spaces, the dash separates a date or a room from a time.
            r"(?<![\w.,:/-])(\d{1,2}:\d\d(?=[-\u2013]\d{1,2}(?![\w:-]|[.,/]\d))|\d{1,2}(?=[-\u2013]\d{1,2}:\d\d(?![\w:-])))"
            r"[-\u2013]"
        ),
        r"\1 to ",
        "10:30-11 or 7-7:30",
        "10:30 to 11 or 7 to 7:30",
    ),
    Rule(
        "am is read as the verb",
        re.compile(r"(?<![\w:.])(\d{1,2}) ?([AaPp])[Mm]\b"),
        _half_of_day,
        "from 10am to 11 AM.",
        "from 10 a.m. to 11 a.m.",
    ),
    Rule(
        "two days are run together",
        re.compile(rf"\b{_DAY}\.? ?[-\u2013] ?{_DAY}\b", re.IGNORECASE),
        _days,
        "Mon-Fri",
        "Monday to Friday",
    ),
)
