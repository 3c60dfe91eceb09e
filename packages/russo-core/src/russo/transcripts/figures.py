"""How numbers, amounts, times, dates and telephone numbers are read aloud in English."""

# ruff: noqa: SIM905 - a list of words is easier to read as a text

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from .measures import MEASURE, measure
from .numbers import LONGEST, NOUGHT, cardinal, cardinals, fraction, in_a_row, ordinal, spelled, year
from .reading import Reading
from .vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from .vocabulary import Words

MONTHS: Final = ("january february march april may june july august september october november december").split()
_MONTH: Final = rf"(?P<month>{'|'.join(f'{month[:3]}(?:{month[3:]})?' for month in MONTHS)}|sept)\b\.?"
_DAY: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\b(?![:.,/]\d)"
_YEAR: Final = r"(?:,?\s(?P<year>\d{4})\b)?"
_NUMBER: Final = r"(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<part>\d+))?"
_SIZE: Final = r"(?:\s?(?P<size>k|m|mn|bn|b|thousand|million|billion|trillion)\b)?"
_SIZES: Final = {"k": "thousand", "m": "million", "mn": "million", "bn": "billion", "b": "billion"}

# The fewest and the most figures of a telephone number, a credit card or an ISBN that is written in groups.
_LEAST: Final = 7
_MOST: Final = 19

# What a reading without the sign may be equal to, besides words.
_FIGURES: Final = frozenset({"figures"})
_TIME: Final = frozenset({"figures", "time"})


def readings(text: str, at: int) -> Iterator[Reading]:
    """The ways of reading the figures, or the sign before them, that stand at a place of a text."""
    if not (
        text[at].isdigit()
        or text[at : at + 4].strip("'+(.")[:1].isdigit()
        or text[at].isalpha()
        or text[at] in vocabulary().signs_of_currency
    ):
        return
    has_the = text[max(0, at - 4) : at].lower() == "the "
    for pattern, rule in _RULES:
        found = pattern.match(text, at)
        if found is None or (has_the and found[0][:4].lower() == "the "):  # a repeated word is not left out
            continue
        for words in rule(found):
            reading = Reading(0, words) if isinstance(words, str) else words
            if has_the:
                reading = reading._replace(words=reading.words.removeprefix("the? "))
            yield reading._replace(end=found.end())


def _tagged(words: str, *kinds: str) -> Reading:
    return Reading(0, words, frozenset(kinds))


def _grouped(figures: str, kinds: frozenset[str]) -> Reading:
    return Reading(0, figures=figures, kinds=kinds)


def _whole(found: re.Match[str]) -> Words:
    figures, text, start, end = found[0], found.string, found.start(), found.end()
    before, behind = text[start - 1 : start] if start else "", text[end : end + 1]
    if len(figures) > 1 and figures[0] == "0":
        yield spelled(figures)
        if len(figures) == 2 and figures != "00" and before not in {".", ",", ":"}:
            yield cardinal(int(figures))
        if re.fullmatch("0[1-9]00", figures):
            yield f"zero|oh|o {cardinal(int(figures[1]))} hundred"
    elif len(figures) <= LONGEST:
        yield from cardinals(int(figures))
    if len(figures) > 2 or before.isalpha() or before in {"*", "#"} or behind.isalpha():
        yield _grouped(figures, _FIGURES)


def _thousands(found: re.Match[str]) -> Words:
    figures = re.sub(r"\D", "", found[0])
    if len(figures) <= LONGEST and figures[0] != "0":
        yield from cardinals(int(figures))


def _decimal(found: re.Match[str]) -> Words:
    whole, part = found["whole"].replace(",", ""), found["part"]
    yield from _numbers(whole, part)
    if len(part) == 2 and part[0] != "0" and whole != "0" and len(whole) <= LONGEST:
        for said in in_a_row(int(whole), int(part)):
            yield _tagged(said, ".", "time")


def _numbers(whole: str, part: str | None) -> Iterator[str]:
    """The ways of saying a number."""
    wholes = list(cardinals(int(whole))) if len(whole) <= LONGEST else [spelled(whole)]
    if part is None:
        yield from wholes
        return
    if whole == "0":
        wholes = ["zero|oh|nought?"]
    for front in wholes:
        yield f"{front} point|dot {spelled(part)}"
        if len(part) == 2 and part[0] != "0":
            yield f"{front} point {cardinal(int(part))}"
        tail = {"5": "and a|one half", "25": "and a|one quarter", "75": "and three quarters"}.get(part)
        if tail and whole != "0":
            yield f"{front} {tail}"


def _bare_decimal(found: re.Match[str]) -> Words:
    yield from _numbers("0", found["part"])


def _version(found: re.Match[str]) -> Words:
    parts = found[0].split(".")
    for said in in_a_row(*map(int, parts)):
        yield _tagged(said.replace("zero", NOUGHT), ".")
    yield " point|dot ".join(spelled(part) for part in parts)


def _money(found: re.Match[str]) -> Words:
    unit, small = vocabulary().currencies[found["sign"].upper()]
    # "USD 3.50" is "$3.50", but "A$3.50" is not "C$3.50".
    kinds = (unit, unit.rpartition("? ")[2])
    whole, part = found["whole"].replace(",", ""), found["part"]
    size = (found["size"] or "").lower()
    if size or part is None or len(part) != 2:
        scale = f" {_SIZES.get(size, size)}" if size else ""
        for number in _numbers(whole, part):
            yield _tagged(f"{number}{scale} {unit}", *kinds)
            if whole == "1" and not part:
                yield _tagged(f"a{scale} {unit}", *kinds)
        return
    cents = int(part)
    for number in (*_numbers(whole, None), *(["a"] if whole == "1" and cents else [])):
        if cents:
            yield _tagged(f"{number} {unit} and? {cardinal(cents)} {small}", *kinds)
            yield _tagged(f"{number} {unit} {cardinal(cents).replace('~', '')}", *kinds)
        else:
            yield _tagged(f"{number} {unit}", *kinds)
    if cents and len(whole) <= LONGEST:
        for said in _price(int(whole), cents):
            yield _tagged(said, *kinds)
    for number in _numbers(whole, part):
        yield _tagged(f"{number} {unit}", *kinds)
    if whole == "0" and cents:
        yield _tagged(f"{cardinal(cents)} {small}", *kinds)


def _price(whole: int, cents: int) -> Iterator[str]:
    """An amount without its unit: "three fifty"."""
    if cents < 10:
        yield f"{cardinal(whole)} oh|o {cardinal(cents)}"
    else:
        yield from in_a_row(whole, cents)


def _time(found: re.Match[str]) -> Words:
    hour, minute = int(found["hour"]), int(found["minute"])
    clock = hour % 12 or 12
    if found["second"]:
        yield _grouped(re.sub(r"\D", "", found[0]), frozenset({":"}))
        if int(found["second"]):
            return  # the seconds are not lost
    yield from _spoken_time(hour, minute)
    if hour > 12 or hour == 0:
        half = "p m|pm" if hour else "a m|am"
        for words in _spoken_time(clock, minute):
            for spelling in half.split("|"):
                yield f"{words.words if isinstance(words, Reading) else words} {spelling}"
    for words in _past(clock, minute):
        yield _tagged(words, "24 h" if clock != hour else "12 h")


def _spoken_time(hour: int, minute: int) -> Words:
    said = cardinal(hour) if hour else "zero|oh"
    if not minute:
        yield _tagged(said, "time")
        yield f"{said} oclock"
        yield f"{said} hundred hours?"
        yield f"{said} zero|oh zero|oh"
    elif minute < 10:
        yield _tagged(f"{said} oh|o|zero {cardinal(minute)}", *_TIME)
    else:
        yield _tagged(f"{said} {cardinal(minute)}", *_TIME)


def _past(hour: int, minute: int) -> Iterator[str]:
    here, following = cardinal(hour), cardinal(hour % 12 + 1)
    if minute == 30:
        yield f"half past {here}"
    elif minute == 15:
        yield f"a? quarter past|after {here}"
    elif minute == 45:
        yield f"a? quarter to|of|till {following}"
    if 0 < minute <= 30:
        yield f"{_minutes(minute)} past|after {here}"
    elif minute > 30:
        yield f"{_minutes(60 - minute)} to|of|till {following}"


def _minutes(number: int) -> str:
    return "one minute?" if number == 1 else f"{cardinal(number)} minutes?"


def _ratio(found: re.Match[str]) -> Words:
    parts = found[0].split(":")
    if any(part[0] == "0" for part in parts):
        return
    first, second = (cardinal(int(part)) for part in parts)
    if len(parts[1]) != 2 or int(parts[0]) > 24 or int(parts[1]) > 59:  # no time
        yield f"{first} to {second}"


def _date_iso(found: re.Match[str]) -> Words:
    yield from _date(int(found["month"]), int(found["day"]), found["year"])


def _date_numeric(found: re.Match[str]) -> Words:
    first, second, last = int(found["first"]), int(found["second"]), found["year"]
    for order, month, day in (("md", first, second), ("dm", second, first)):
        for words in _date(month, day, last):
            yield _tagged(words, order)


def _date_named(found: re.Match[str]) -> Words:
    name = found["month"].lower()
    month = next(index for index, month in enumerate(MONTHS, 1) if month.startswith(name[:3]))
    yield from _date(month, int(found["day"]), found["year"])


def _date(month: int, day: int, of_year: str | None) -> Iterator[str]:
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return
    name, which, how_many = MONTHS[month - 1], ordinal(day), cardinal(day)
    if of_year is None:
        years = [""]
    elif len(of_year) == 2:
        years = [" " + spelled(of_year), " " + cardinal(int(of_year)), *(f" {said}" for said in year(f"20{of_year}"))]
    else:
        years = [f" {said}" for said in year(of_year)]
    for behind in years:
        yield f"{name} the? {which}{behind}"
        yield f"{name} {how_many}{behind}"
        yield f"the? {which} of? {name}{behind}"
        yield f"{how_many} {name}{behind}"


def _fraction(found: re.Match[str]) -> Words:
    top, bottom = int(found["top"]), int(found["bottom"])
    before = found.string[max(0, found.start() - 2) : found.start()]
    if not bottom or (not found["front"] and before[:1].isdigit()):
        return  # with a number before it, the two are read together
    front = f"{cardinal(int(found['front']))} and " if found["front"] else ""
    for part in fraction(top, bottom):
        if not (front and part.startswith("half")):
            yield front + part
    if front:
        return
    yield f"{cardinal(top)} out of {cardinal(bottom)}"
    if 100 < top < 1000 and top % 100 > 9:  # "one twenty over eighty"
        yield f"{cardinal(top // 100)} {cardinal(top % 100)} over {cardinal(bottom)}"
    for said in in_a_row(top, bottom):
        yield _tagged(said, "/")
    for order, month, day in (("md", top, bottom), ("dm", bottom, top)):
        for words in _date(month, day, None):
            yield _tagged(words, order)


def _ordinal(found: re.Match[str]) -> Words:
    said = ordinal(int(found["number"].replace(",", "")))
    yield said
    first, *others = said.split()
    if first == "one" and len(others) == 1:
        yield others[0]  # "the hundredth"


def _decade(found: re.Match[str]) -> Words:
    figures = found["decade"]
    if len(figures) == 4 and figures[2:] == "00":
        yield f"{cardinal(int(figures[:2]))} hundreds"
    if figures[1:] == "000":
        yield f"{cardinal(int(figures[0]))} thousands"
    tens = int(figures[-2:])
    if tens:
        several = "tens" if tens == 10 else f"{cardinal(tens)[:-1]}ies"
        yield f"{cardinal(int(figures[:-2])) if figures[:-2] else ''} {several}"


def _range(found: re.Match[str]) -> Words:
    first, second = map(int, found.groups())
    ranges = found.string[max(0, found.start() - 5) : found.start()].lower() == "from "
    if first >= second and not ranges:  # a score: of "5-10", the "to" is spoken
        for said in in_a_row(first, second):
            yield _tagged(said, "-")


def _code(found: re.Match[str]) -> Words:
    groups = found[0].split("-")
    if max(map(len, groups)) > 1 and sum(map(len, groups)) < _LEAST:
        return
    yield _grouped(found[0].replace("-", ""), _FIGURES)


def _height(found: re.Match[str]) -> Words:
    yield f"{cardinal(int(found[1]))} foot|feet and? {cardinal(int(found[2]))} inch|inches?".replace(
        "inch|inches?", "inches?"
    )


def _telephone(found: re.Match[str]) -> Words:
    groups = re.findall(r"\d+", found[0])
    figures = "".join(groups)
    years = len(groups) == 2 and all(re.fullmatch(r"1\d{3}|20\d\d", group) for group in groups)
    if years or not _LEAST <= len(figures) <= _MOST:
        return
    yield _grouped(figures, _FIGURES)
    plus = "plus? " if found[0][0] == "+" else ""
    yield _tagged(plus + " ,".join(map(_hundreds, groups)), "figures")
    yield _tagged(plus + spelled(figures), "figures")


def _lettered(found: re.Match[str]) -> Words:
    """The beginning of a telephone number that ends in a word: ``1-800-FLOWERS``."""
    yield f"one {spelled(found['area'])}"
    yield f"one {_hundreds(found['area'])}"


def _prices(found: re.Match[str]) -> Words:
    first, second = (cardinal(int(found[name].replace(",", ""))) for name in ("first", "second"))
    unit = vocabulary().currencies[found["sign"]][0]
    yield _tagged(f"{first} to {second} {unit}", unit)


def _hundreds(figures: str) -> str:
    """Figures, one by one, but ``800`` as "eight hundred"."""
    found = re.fullmatch(r"(0*)(\d00)", figures)
    return f"{spelled(found[1])} {cardinal(int(found[2]))}".strip() if found else spelled(figures)


def _currency(signs: Iterable[str]) -> str:
    return "|".join(re.escape(sign) for sign in sorted(signs, key=len, reverse=True))


# The most parts of a version or a code. A longer row of figures would be read anew, to its end, at each of them.
_PARTS: Final = 15


def _compiled() -> Iterator[tuple[re.Pattern[str], Callable[[re.Match[str]], Words]]]:
    sign = rf"(?P<sign>{_currency(vocabulary().currencies)})"
    rules: tuple[tuple[str, Callable[[re.Match[str]], Words]], ...] = (
        (r"\d+", _whole),
        (r"\d{1,3}(?:,\d{3})+(?![\d,])", _thousands),
        (r"(?<!\d)(?<!\d\s)\d{1,3}(?:\s\d{3})*\s000(?!\s?\d)", _thousands),  # "5 200" may be two numbers
        (rf"(?<![\d.]){_NUMBER}(?!\.?\d)", lambda found: _decimal(found) if found["part"] else ()),
        (r"(?<!\d)\.(?P<part>\d+)", _bare_decimal),
        (rf"\d{{1,9}}(?:\.\d{{1,9}}){{2,{_PARTS}}}(?!\d)", _version),
        (rf"{sign}\s?{_NUMBER}{_SIZE}", _money),
        (rf"{_NUMBER}{_SIZE}\s?{sign}(?!\w)", _money),
        (r"(?P<sign>[$€£])(?P<first>\d[\d,]{0,11})\s?-\s?(?P=sign)?(?P<second>\d[\d,]{0,11})(?!\d)(?![.\d])", _prices),
        (r"(?P<hour>[01]?\d|2[0-4])[:h](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?!\d)", _time),
        (r"(?P<hour>[01]?\d|2[0-4])\.(?P<minute>[0-5]\d)(?P<second>)(?=\s?[ap]\.?m\b|\s?o'clock)", _time),
        (r"(?P<hour>1?\d)(?=\s?[ap]\.?m\b)", lambda found: [f"{cardinal(int(found['hour']))} oclock"]),
        (r"\d{1,4}:\d{1,4}(?![:\d])", _ratio),
        (r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?!\d)", _date_iso),
        (r"(?P<first>\d{1,2})([-/.])(?P<second>\d{1,2})\2(?P<year>\d{4}|\d\d)(?!\d)", _date_numeric),
        (rf"{_MONTH}\s(?:the\s)?{_DAY}{_YEAR}", _date_named),
        (rf"(?:the\s)?{_DAY}\s(?:of\s)?{_MONTH}{_YEAR}", _date_named),
        (r"(?:(?P<front>\d{1,9})\s)?(?P<top>\d{1,9})/(?P<bottom>\d{1,9})(?![\d/])", _fraction),
        (MEASURE, measure),
        (r"(?P<number>\d[\d,]{0,11})(?:st|nd|rd|th)\b", _ordinal),
        (r"'?(?P<decade>\d\d(?:\d\d)?)'?s\b", lambda found: _decade(found) if found["decade"][-1] == "0" else ()),
        (r"(0|[1-9]\d{0,8})-(0|[1-9]\d{0,8})(?![-\d])", _range),
        (rf"\d{{1,9}}(?:-\d{{1,9}}){{2,{_PARTS}}}(?![-\d])", _code),
        (r"(\d{1,4})'\s?(\d{1,4})(?:\"|'')?(?!\d)", _height),
        (r"1-(?P<area>8\d\d|900)(?=-[a-z]{3})", _lettered),
        (r"\+?\(?\d{1,5}\)?(?:[ .-]?\(?\d{2,4}\)?){1,6}(?!\d)", _telephone),
    )
    for pattern, rule in rules:
        yield re.compile(pattern, re.IGNORECASE), rule


_RULES: Final = tuple(_compiled())
