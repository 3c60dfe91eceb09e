"""Languages other than English: guesses the language of a text, and knows how figures and signs are said in it.

The words for numbers come from num2words. Without it, figures only match the same figures.
"""

# ruff: noqa: SIM905 - a list of words is easier to read as a text

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from itertools import product
from typing import TYPE_CHECKING, Final

from .figures import MONTHS
from .numbers import ONES, TENS
from .reading import UNKNOWN, Reader, Reading
from .tags import usual_tag
from .vocabulary import vocabulary
from .words import ADDRESS, is_alone, is_minus, word_end, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_ENGLISH: Final = frozenset(
    (
        "the and you your with this that have has had please they them their some our would of are at my is it "
        "its was were for to i in on a an we us can could he she his her him me be been not no yes do does did "
        "will from by but or if so as what who when where how why which there here all one two more most very "
        "much many than then into over after before visit dot slash colon dash hyphen underscore out up down off "
        "about only just also want need get got go going come know like make take see say said good time day "
        "people room call press costs cost open please today tomorrow now new old first last"
    ).split()
)
# Number words of other languages that are also English words: "11" must not match "once" in a text of unknown language.
_ENGLISH_TOO: Final = frozenset(
    ("once elf set sex fem do on to ten tri due once sette nove otto die been nil six").split()
)
_ENGLISH_ENDINGS: Final = ("n't", "'re", "'ll", "'ve", "'m", "'s")
_NUMBER: Final = re.compile(r"(?P<whole>\d{1,3}(?:[., ]\d{3})+(?!\d)|\d+)(?:[.,](?P<part>\d+))?")
_MONEY: Final = re.compile(rf"(?P<sign>[€$£¥₹₩₽₺]|R\$)\s?{_NUMBER.pattern}")
_PRICE: Final = re.compile(
    r"(?P<whole>\d{1,3}(?:\.\d{3})+|\d{1,9})[.,](?P<part>\d\d)\s?(?P<sign>[€$£¥₽₺]|[^\W\d_]{2,})", re.IGNORECASE
)
_TIME: Final = re.compile(
    r"(?P<hour>[01]?\d|2[0-4])(?::|\s?h\s?|\.(?=\d\d\s?(?:uhr|uur|h)\b))(?P<minute>[0-5]\d)(?![\d.,])"
    r"(?:\s?(?:uhr|uur)\b)?",
    re.IGNORECASE,
)
_ORDINAL: Final = re.compile(r"(?P<number>\d{1,9})(?:\.(?=\s)|er\b|ère\b|e\b|ème\b|\.?[oa]\b)")
# Languages that write "1º" and "1ª", of which normal() has made "1o" and "1a".
_RAISED_ENDINGS: Final = frozenset({"es", "it", "pt"})
_DATE: Final = re.compile(r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>\d{4})(?!\d)")
_CURRENCIES: Final = frozenset("€ $ £ ¥ ₹ ₩ ₽ ₺ R$ eur usd kr zł kč".split())
# What may stand between euros and cents.
_AND: Final = "und|et|y|con|e|en|och|og|i|a?"
_SHORT: Final = re.compile(r"(?:\w\.\s?){2,}|\w+\.")
# Figures: a longer number is read figure by figure.
_LONGEST: Final = 12


@dataclass(frozen=True)
class _Language:
    words: str = ""
    point: str = ""
    percent: str = ""  # where it is said before the number
    also: Sequence[str] = ()
    changed: Sequence[Sequence[str]] = ()
    ordinal_endings: Sequence[Sequence[str]] = ()
    times: Sequence[str] = ()
    hours: Sequence[str] = ()
    halves: Sequence[str] = ()
    quarters: Sequence[str] = ()
    dates: Sequence[str] = ()
    months: str = ""
    signs: Mapping[str, Sequence[str]] = field(default_factory=dict)
    units: Mapping[str, Sequence[str]] = field(default_factory=dict)
    short: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @cached_property
    def known_by(self) -> frozenset[str]:
        """Words that distinguish this language from others."""
        said = " ".join(form for forms in (*self.signs.values(), *self.units.values()) for form in forms)
        return frozenset(f"{self.words} {self.months} {said.replace('|', ' ')}".split())


def candidates(text: str, transcript: str, language: str | None) -> list[str]:
    """The languages that a text and its transcript may be in.

    Args:
        text: The text.
        transcript: The transcript.
        language: The language as a BCP 47 tag, if it is known.

    Returns:
        The known language; otherwise English, and those whose most common words occur in the texts.
    """
    tag = usual_tag(language) if language else None
    if tag is not None:
        return [re.split("[-_]", tag)[0].lower()]
    spoken = {*words(ADDRESS.sub(" ", text)), *words(ADDRESS.sub(" ", transcript))}
    english = spoken & _english() or {word for word in spoken if word.endswith(_ENGLISH_ENDINGS)}
    scores = {"en": len(english), **{name: len(spoken & one.known_by) for name, one in _languages().items()}}
    best = max(scores.values())
    if best:
        also = [UNKNOWN] if 0 < scores["en"] < best else []
        return [name for name, score in scores.items() if score == best] + also
    # Another language only matters for figures that the other text has in words.
    same_figures = re.findall(r"\d", text) == re.findall(r"\d", transcript)
    return [UNKNOWN] if same_figures or spoken & _ENGLISH_TOO else [UNKNOWN, *scores]


class Other(Reader):
    """A text in a language other than English."""

    def __init__(self, text: str, language: str) -> None:
        super().__init__(text)
        self._name = language
        self._addresses = [found.span() for found in ADDRESS.finditer(self.text)]
        self._language = _languages().get(language, _Language())

    def readings(self, at: int) -> Iterator[Reading]:
        """The ways of reading what begins at this place."""
        end = word_end(self.text, at)
        money = _MONEY.match(self.text, at)
        if money is not None:
            for said in self._money(money):
                yield Reading(money.end(), said, joins=True)
        if end == at:
            yield from self._sign(at)
        elif self.text[at].isdigit():
            yield Reading(end, self.text[at:end])
            yield from self._figures(at)
        else:
            yield from self._word(at, end)

    # ------------------------------------------------------------ words

    def _word(self, at: int, end: int) -> Iterator[Reading]:
        word = self.text[at:end].casefold()
        hyphens = "-" in (self.text[at - 1 : at], self.text[end : end + 1])
        yield Reading(end, word, joins=hyphens)
        if "'" in word:
            yield Reading(end, word.replace("'", " "), joins=True)
        if self._name == "de" and re.search("[äöü]", word):
            yield Reading(end, word.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue"), joins=hyphens)
        found = _SHORT.match(self.text, at)
        if found is not None:
            for form in self._language.short.get(re.sub(r"[.\s]", "", found[0]).casefold(), ()):
                yield Reading(found.end(), form)
        if self.text[max(0, at - 2) : at].rstrip()[-1:].isdigit() or self.text[at - 1 : at] == "°":
            for form in self._language.units.get(word, ()):
                yield Reading(end, form, joins=word == "x")
        raw = self.text[at:end]
        if raw.isupper() and 2 <= len(raw) <= 6:
            yield Reading(end, " ".join(word), joins=True)

    # ------------------------------------------------------------ figures

    def _figures(self, at: int) -> Iterator[Reading]:
        number = _NUMBER.match(self.text, at)
        raised = self._name in _RAISED_ENDINGS and re.match(r"\d+\.?[oa]\b", self.text[at : at + 12])
        if number is not None and not raised:  # "1ª" is not "una"
            for said in self._numbers(number["whole"], number["part"]):
                yield Reading(number.end(), said, joins=True)
                yield from self._percentage(number.end(), said)
            whole = number["whole"]
            if len(whole) == 2 and whole[0] == "0" and self.text[at - 1 : at] not in {".", ",", ":"}:
                for said in self._numbers(whole[1], None):
                    yield Reading(number.end("whole"), said, joins=True)
            if number["part"] and re.fullmatch(r"\d+", number["whole"]):
                for said in self._numbers(number["whole"], None):
                    yield Reading(number.end("whole"), said, joins=True)
        for pattern, rule in (
            (_PRICE, self._price),
            (_TIME, self._time),
            (_ORDINAL, self._ordinal),
            (_DATE, self._date),
        ):
            found = pattern.match(self.text, at)
            if found is not None:
                for said in rule(found):
                    yield Reading(found.end(), said, joins=True)

    def _percentage(self, end: int, said: str) -> Iterator[Reading]:
        if self._language.percent and self.text.startswith("%", end):
            yield Reading(end + 1, f"{self._language.percent} {said}", joins=True)

    def _numbers(self, whole: str, part: str | None) -> Iterator[str]:
        whole = re.sub(r"\D", "", whole)
        if part is None:
            yield whole
            if len(whole) > 2 or whole[0] == "0":
                yield self._spelled(whole)
        else:
            yield f"{whole} . {part}"
        if len(whole) > _LONGEST or (whole[0] == "0" and len(whole) > 1):
            return
        for said in _say(int(whole), self._name, "cardinal"):
            if part is None:
                yield said
            elif self._language.point:
                yield f"{said} {self._language.point} {self._spelled(part)}"
                if part[0] != "0":
                    for fraction in _say(int(part), self._name, "cardinal"):
                        yield f"{said} {self._language.point} {fraction}"
        if part is None and 1000 < int(whole) < 2100:
            yield from _say(int(whole), self._name, "year")

    def _spelled(self, digits: str) -> str:
        said = [next(iter(_say(int(digit), self._name, "cardinal")), digit) for digit in digits]
        return " ".join(said)

    def _money(self, found: re.Match[str]) -> Iterator[str]:
        units = [found["sign"], *self._language.units.get(found["sign"], ())[:1]]
        for said, unit in product(self._numbers(found["whole"], found["part"]), units):
            yield f"{said} {unit}"
        if len(found["part"] or "") == 2:
            yield from self._price(found)

    def _price(self, found: re.Match[str]) -> Iterator[str]:
        sign = found["sign"] if found["sign"] in _CURRENCIES else found["sign"].lower()
        money = {name: forms for name, forms in self._language.units.items() if name in _CURRENCIES}
        named = (forms for forms in money.values() if sign in forms[0].split("|"))
        unit, small = (*(money.get(sign) or next(named, ())), "", "")[:2]
        if not unit:
            return
        cents = found["part"].lstrip("0")
        for whole in _say(int(re.sub(r"\D", "", found["whole"])), self._name, "cardinal"):
            for part in _say(int(cents), self._name, "cardinal") if cents else [""]:
                yield f"{whole} {unit} {_AND if part else ''} {part}"
                if small and part:
                    yield f"{whole} {unit} {_AND} {part} {small}"

    def _time(self, found: re.Match[str]) -> Iterator[str]:
        language, hour, minute = self._language, int(found["hour"]), int(found["minute"])
        patterns = [*(language.times if minute else language.hours)]
        patterns += language.halves if minute == 30 else language.quarters if minute == 15 else []
        said_clock = found[0].lower().endswith(("uhr", "uur"))
        for pattern in patterns:
            if said_clock and pattern == "{h} {m}":
                continue  # without its word
            plain = pattern in language.times or pattern in language.hours
            now = hour if plain else hour % 12 or 12
            parts = [
                _say(now, self._name, "cardinal"),
                _say(now % 12 + 1, self._name, "cardinal"),
                _say(minute, self._name, "cardinal"),
            ]
            for h, n, m in product(*(part or [""] for part in parts)):
                if h:
                    yield pattern.format(h=h, n=n, m=m)

    def _ordinal(self, found: re.Match[str]) -> Iterator[str]:
        if found[0][-1] in "oa" and self._name not in _RAISED_ENDINGS:
            return
        for said in _say(int(found["number"]), self._name, "ordinal"):
            yield said
            for pattern, ending in self._language.ordinal_endings:
                yield re.sub(pattern, ending, said)

    def _date(self, found: re.Match[str]) -> Iterator[str]:
        months, month, day = self._language.months.split(), int(found["month"]), int(found["day"])
        if not 1 <= month <= len(months):
            return
        which = [*_say(day, self._name, "ordinal")]
        which += [re.sub(pattern, ending, said) for said in which for pattern, ending in self._language.ordinal_endings]
        years = [*_say(int(found["year"]), self._name, "year"), *_say(int(found["year"]), self._name, "cardinal")]
        for pattern in self._language.dates:
            if "{y}" in pattern:
                for d, dth, y in product(_say(day, self._name, "cardinal"), which, years):
                    yield pattern.format(d=d, dth=dth, month=months[month - 1], y=y)

    # ------------------------------------------------------------ signs

    def _sign(self, at: int) -> Iterator[Reading]:
        if any(start <= at < end for start, end in self._addresses):
            for form in (self.text[at], *self._language.signs.get(self.text[at], ())):
                yield Reading(at + 1, form)
            return
        char, before, behind = self.text[at], self.text[at - 1 : at] if at else "", self.text[at + 1 : at + 2]
        spoken = [*self._language.signs.get(char, ()), *self._language.units.get(char, ())[:1]]
        between_figures = before.isdigit() and behind.isdigit()
        meant = char not in ".-/," or between_figures or (char == "-" and is_minus(self.text[:at], self.text[at + 1 :]))
        inside = char == "." and before.isalnum() and behind.isalnum() and not is_alone(behind)
        if meant or inside or char == "/":
            for form in spoken:
                yield Reading(at + 1, form)
        if (
            (spoken and (meant or inside))
            or (between_figures and char in ".,:/-")
            or unicodedata.category(char) in {"Sc", "Sm"}
            or char in "%&@+^"
        ):
            yield Reading(at + 1, char)
        else:
            yield Reading(at + 1)


@cache
def _english() -> frozenset[str]:
    listed = vocabulary()
    forms = " ".join(
        form for part in (listed.abbreviations, listed.units, listed.signs) for one in part.values() for form in one
    )
    known = {word for word in forms.replace("|", " ").replace("?", "").split() if len(word) > 1}
    return _ENGLISH.union(known, ONES, TENS, MONTHS)


@cache
def _languages() -> dict[str, _Language]:
    fields = tomllib.loads(files(__package__).joinpath("languages.toml").read_text(encoding="utf-8"))
    return {name: _Language(**one) for name, one in fields.items()}


@lru_cache(maxsize=4096)
def _say(number: int, language: str, kind: str) -> tuple[str, ...]:
    """The ways of saying a number; none if num2words is not installed, or does not know the language."""
    found: dict[str, None] = {}
    one = _languages().get(language, _Language())
    for name in (language, *one.also):
        for said in _chinese(number) if name == "zh" else _num2words(number, name, kind):
            found[said] = None
            for pattern, form in one.changed:
                found[re.sub(pattern, form, said)] = None
    return tuple(" ~".join(words(said)) for said in found)


def _num2words(number: int, language: str, kind: str) -> Iterator[str]:
    try:
        from num2words import num2words

        yield str(num2words(number, lang=language, to=kind))
    except (
        ImportError,
        NotImplementedError,
        OverflowError,
        ValueError,
        TypeError,
        AttributeError,
        KeyError,
        IndexError,
    ):
        return


def _chinese(number: int) -> Iterator[str]:
    """num2words does not know Chinese."""
    figures = "零一二三四五六七八九"

    def said(value: int) -> str:
        if value < 10:
            return figures[value]
        for size, name in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
            if value >= size:
                rest = value % size
                gap = "零" if 0 < rest < size // 10 else ""
                return said(value // size) + name + (gap + said(rest) if rest else "")
        raise AssertionError  # pragma: no cover - a number of at least ten has tens

    yield said(number)
    if 10 <= number < 20:
        yield said(number)[1:]
