"""Amounts: money, decimals, fractions, ranges, and signs between numbers."""

from __future__ import annotations

import re
from typing import Final

from .rule import Rule, spaced

_MONEY: Final = "$\u00a3\u20ac"
_DOLLARS: Final = {
    "US": "U.S.",
    "A": "Australian",
    "AU": "Australian",
    "C": "Canadian",
    "CA": "Canadian",
    "NZ": "New Zealand",
    "HK": "Hong Kong",
    "S": "Singapore",
}
_PARTS: Final = {
    "\u00bd": "a half",
    "\u00bc": "a quarter",
    "\u00be": "three quarters",
    "\u2153": "a third",
    "\u2154": "two thirds",
    "\u2155": "a fifth",
    "\u2156": "two fifths",
    "\u2157": "three fifths",
    "\u2158": "four fifths",
    "\u2159": "a sixth",
    "\u215a": "five sixths",
    "\u2150": "a seventh",
    "\u215b": "an eighth",
    "\u215c": "three eighths",
    "\u215d": "five eighths",
    "\u215e": "seven eighths",
    "\u2151": "a ninth",
    "\u2152": "a tenth",
}
_UNKNOWN_PARTS: Final = "\u2150-\u2152\u2155-\u215e"
_BIG: Final = {"mn": "million", "mln": "million", "bn": "billion", "tn": "trillion"}
_SCALE: Final = r"(?:%|[KkMm]\b| (?:m|b|tr)illion\b)"
# A range, and not the number of an order: 5-10, 10000-20000.
_BOUND: Final = r"(?:\d{1,4}|\d{3,7}00)"
_SIGNS: Final = {"\u2265": "at least", "\u2264": "at most", "\u2248": "about", "\u221a": "the square root of"}


def _points_for_commas(match: re.Match[str]) -> str:
    sign, whole, rest = match.groups()
    return f"{sign or ''}{whole.replace('.', ',')}.{rest}"


def _comma(match: re.Match[str]) -> str:
    sign, whole, rest = match.groups()
    return f"{sign}{whole}.{rest}" if sign else f"{whole}, {rest}"


def _decimal(match: re.Match[str]) -> str:
    sign, whole, rest = match.groups()
    return match.group() if sign else f"{whole} point {spaced(rest)}".lstrip()


def _comparison(match: re.Match[str]) -> str:
    gap = " " if match.string[match.start() - 1 : match.start()].isalnum() else ""
    return f"{gap}{_SIGNS[match[1]]} "


def _version(match: re.Match[str]) -> str:
    parts = match.group().split(".")
    return (" dot " if len(parts) == 4 else " point ").join(parts)


RULES: Final = (
    Rule(
        "the country of the dollar is run together with the number",
        re.compile(r"\b(US|AU?|CA?|NZ|HK|S)\$ ?(?=\d)"),
        lambda match: f"{_DOLLARS[match[1]]} $",
        "US$5",
        "U.S. $5",
    ),
    Rule(
        "a currency sign after its number is skipped",
        re.compile(rf"(?<![\w.,{_MONEY}])(\d+(?:[.,]\d+)*) ?([{_MONEY}])(?![\d\w])"),
        r"\2\1",
        "100 \u20ac",
        "\u20ac100",
    ),
    Rule(
        "the currency of an abbreviated number is skipped",
        re.compile(rf"([{_MONEY}] ?\d+(?:[.,]\d+)*) ?(mn|mln|bn|tn)\b", re.IGNORECASE),
        lambda match: f"{match[1]} {_BIG[match[2].lower()]}",
        "$3bn",
        "$3 billion",
    ),
    Rule(
        "points between thousands are read as a decimal point",
        re.compile(rf"(?<![\w.,])([{_MONEY}] ?)?(\d{{1,3}}(?:\.\d{{3}})+),(\d\d)(?![\w,])"),
        _points_for_commas,
        "\u20ac1.234,56",
        "\u20ac1,234.56",
    ),
    Rule(
        "a comma that does not separate thousands is skipped",
        re.compile(rf"(?<![\w.,])([{_MONEY}] ?)?(\d+),(\d\d?)(?![\w,])"),
        _comma,
        "\u20ac15,50 for pages 1,5",
        "\u20ac15.50 for pages 1, 5",
    ),
    Rule(
        "the dots of a version after its v are skipped",
        re.compile(r"(?<![\w.,])([vV])(\d+(?:\.\d+)+)(?!\w)"),
        lambda match: f"{match[1]} {match[2].replace('.', ' point ')}",
        "v1.2",
        "v 1 point 2",
    ),
    Rule(
        "the dots of a version or an IP address are skipped",
        re.compile(r"(?<![\w.,])\d+(?:\.\d+){2,}(?!\w)"),
        _version,
        "version 2.0.1 at 192.168.0.1",
        "version 2 point 0 point 1 at 192 dot 168 dot 0 dot 1",
    ),
    Rule(
        "trailing zeros of a decimal are skipped",
        re.compile(rf"(?<![\w.,])([{_MONEY}\u00a5] ?)?(\d[\d,]*|(?<!\d))\.(\d*0)(?![\w]|[.,]\d)"),
        _decimal,
        "Python 3.10 for $5.00",
        "Python 3 point 1 0 for $5.00",
    ),
    Rule(
        "a point before a decimal is skipped",
        re.compile(r'(?:(?<=[\w,;:=][ =])|(?<=[\["\u201c]))\.(\d+)(?!\w|[.,]\d)'),
        lambda match: f"point {spaced(match[1])}",
        "a .5 mile",
        "a point 5 mile",
    ),
    Rule(
        "a number and its fraction are run together",
        re.compile(r"(?<![\w./,])(\d+) (?=\d/\d{1,2}(?![\w/]))"),
        r"\1 and ",
        "2 1/2 cups",
        "2 and 1/2 cups",
    ),
    Rule(
        "a number and its fraction are run together",
        re.compile(f"(\\d) ?([{''.join(_PARTS)}])"),
        lambda match: f"{match[1]} and {_PARTS[match[2]]}",
        "1\u00bd cups",
        "1 and a half cups",
    ),
    Rule(
        "the fraction is skipped",
        re.compile(f"[{_UNKNOWN_PARTS}]"),
        lambda match: _PARTS[match.group()],
        "\u215c of it",
        "three eighths of it",
    ),
    Rule(
        "feet and inches are run together",
        re.compile("(?<![\\w.,])(\\d{1,2}) ?['\u2019\u2032] ?(\\d{1,2}) ?[\"\u201d\u2033]"),
        r"\1 feet \2 inches",
        "5'6\" tall",
        "5 feet 6 inches tall",
    ),
    Rule(
        "the slash before hundreds is skipped",
        re.compile(r"(?<![\w/.-])(\d{1,3})/(?=(?:\d{3}|1000)(?![\w/]))"),
        r"\1 over ",
        "3/100",
        "3 over 100",
    ),
    Rule(
        "the slash is read aloud",
        re.compile(r"(?<![\w/.])(24(?=/7)|50(?=/50))/(7|50)(?![\w/])"),
        r"\1 \2",
        "open 24/7",
        "open 24 7",
    ),
    Rule(
        "a fraction at the end of a sentence is read as two numbers",
        re.compile(r"(?<![\w/.])(\d{1,2}/\d{1,2})\.(?!\w)"),
        r"\1 .",
        "It is 1/2.",
        "It is 1/2 .",
    ),
    Rule(
        "the dash between two amounts is skipped",
        re.compile(rf"([{_MONEY}])(\d+(?:[.,]\d+)*) ?[-\u2013] ?[{_MONEY}]?(?=\d)"),
        r"\1\2 to \1",
        "$5\u2013$10 or $5-10",
        "$5 to $10 or $5 to $10",
    ),
    Rule(
        "the dash between two amounts is skipped",
        re.compile(rf"(\d{_SCALE})( ?)[-\u2013]\2(?=[{_MONEY}]?\d+(?:[.,]\d+)*{_SCALE})"),
        r"\1 to ",
        "5%-10% of 10k-20k",
        "5% to 10% of 10k to 20k",
    ),
    Rule(
        "the dash between two decimals is skipped",
        re.compile(
            r"(?<![\w.,:/-])(?=\d+\.\d+ ?[-\u2013]|\d+ ?[-\u2013] ?\d+\.\d)(\d+(?:\.\d+)?)( ?)[-\u2013]\2"
            r"(?=\d+(?:\.\d+)?(?![\w-]|[.:/,]\d| ?=))"
        ),
        r"\1 to ",
        "2.5-3.5 or 2-2.5",
        "2.5 to 3.5 or 2 to 2.5",
    ),
    Rule(
        "a negative decimal is skipped at the end of some sentences",
        re.compile(r"(?<=[^\s\d][ =])-(?=\d+\.\d+\s*(?:\n|\Z))"),
        "minus ",
        "It was -3.5",
        "It was minus 3.5",
    ),
    Rule(
        "minus is read as a range",
        re.compile(r"(?<=\d) [-\u2013] (?=\d+(?:\.\d+)? ?=)"),
        " minus ",
        "3 - 2 = 1",
        "3 minus 2 = 1",
    ),
    Rule(
        "two numbers are run together",
        re.compile(
            rf"(?<![\w.,:/-])({_BOUND}) ?[-\u2013] ?(?={_BOUND}(?:%| ?[ap]\.?m\b|(?![\w-]|[.:/,]\d)))", re.IGNORECASE
        ),
        r"\1 to ",
        "10-15% from 9-5.",
        "10 to 15% from 9 to 5.",
    ),
    Rule(
        "the multiplication sign is skipped",
        re.compile(r"(?<=\d) ?\* ?(?=\d)"),
        " times ",
        "2*3",
        "2 times 3",
    ),
    Rule(
        "the tilde is read by its name",
        re.compile(r"(?<!\S)~ ?(?=\d)"),
        "about ",
        "~5 minutes",
        "about 5 minutes",
    ),
    Rule(
        "signs of comparison and roots are skipped",
        re.compile(f"([{''.join(_SIGNS)}]) ?(?=\\d)"),
        _comparison,
        "\u22655 days",
        "at least 5 days",
    ),
    Rule(
        "a minus sign is skipped",
        re.compile("\u2212 ?(?=\\d)"),
        "-",
        "\u22125 degrees",
        "-5 degrees",
    ),
    Rule(
        "No. is read as the answer",
        re.compile(r"\b([Nn])o(s?)\. ?(?=\d)"),
        r"\1umber\2 ",
        "No. 5 and nos. 6, 7",
        "Number 5 and numbers 6, 7",
    ),
    Rule(
        "the sentence ends after the abbreviation",
        re.compile(r"\bp(p?)\. ?(?=\d)"),
        lambda match: "pages " if match[1] else "page ",
        "p. 5, pp. 6",
        "page 5, pages 6",
    ),
    Rule(
        "the sentence ends after the abbreviation",
        re.compile(r"\b([Ee])xt\. ?(?=\d)"),
        r"\1xtension ",
        "ext. 12",
        "extension 12",
    ),
)
