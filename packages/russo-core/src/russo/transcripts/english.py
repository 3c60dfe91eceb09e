"""How English is read: words, abbreviations and signs."""

# ruff: noqa: SIM905 - a list of words is easier to read as a text

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from . import figures
from .numbers import LARGE, ONES, TENS, cardinal, ordinal
from .reading import Reader, Reading
from .spans import is_span, spanned
from .spelling import american, folded
from .vocabulary import vocabulary
from .words import ADDRESS, NEGATIONS, begins_number, is_alone, is_minus, word_end

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_NUMBER_BEFORE: Final = re.compile(
    r"(?:\d|°|\^[23]|\b(?:half|quarters?|hundred|thousand|million|billion|per|square|sq\.?|cubic|"
    + "|".join([*ONES, *TENS[2:]])
    + r"))\s?-?$"
    r"|\b[a-z]{1,4}/$",
    re.IGNORECASE,
)
# A number with its unit: "9am", "100 km".
_QUANTITY: Final = re.compile(r"\d\s?[a-z°]{1,4}$", re.IGNORECASE)
_THOUSANDS: Final = re.compile(r"(?<!\d)\d{1,3}(?:,\d{3})*$")
_IN_TAG: Final = re.compile(r"<[^<>]*$")
_LETTERS: Final = re.compile(r"(?:[A-Za-z]\.){2,8}(?:s\b)?|[A-Za-z]\.[A-Za-z]\b")
_ABBREVIATED: Final = re.compile(r"[A-Za-z]+(?:\.[A-Za-z]+){0,8}(\.?)")
_NUMERAL: Final = re.compile(r"(?=[XVI])(X{0,3})(IX|IV|V?I{0,3})")
_PARTS: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_CONTRACTED: Final = re.compile(r"(.+?)('re|'ve|'ll|'d|'m|'s|n't)")
_ENDINGS: Final = {
    "'re": "are",
    "'ve": "have",
    "'ll": "will",
    "'d": "would|had",
    "'m": "am",
    "'s": "is|has",
    "n't": "not",
}
_TIMES: Final = {"twice": "two times", "thrice": "three times"}
_STEMS: Final = {"ca": "can", "wo": "will", "sha": "shall"}
# Contractions that are other words without their apostrophe.
_OTHERS: Final = frozenset(["were", "well", "hell", "shell", "ill", "id", "shed", "wed"])
# Contractions that are no other words without their apostrophe.
_BARE: Final = {
    word.replace("'", ""): word
    for word in (
        "don't doesn't didn't isn't aren't wasn't weren't haven't hasn't hadn't can't couldn't shouldn't wouldn't "
        "mustn't won't i'm i've you're you've they're they've we've that's there's what's he's she's it's"
    ).split()
}
_COUNTED: Final = frozenset({"hundred", "dozen", "half", "quarter", "third", "fourth", "fifth", "tenth", *LARGE})
_SIZES: Final = ("hundred", *LARGE)
_NUMBERED: Final = frozenset(
    (
        "act scene episode chapter part type phase level volume book section stage tier title article war class grade"
    ).split()
)
_NUMERALS: Final = frozenset({*ONES, *TENS[2:], *(ordinal(number) for number in (*range(1, 20), *range(20, 100, 10)))})
# Signs that are only read in an address.
_IN_ADDRESS: Final = {
    ".": "dot|point",
    "-": "dash|hyphen|minus",
    "_": "underscore",
    "/": "forward? slash",
    ":": "colon",
    "~": "tilde",
    "?": "question mark",
    "=": "equals",
    "&": "and|ampersand",
    "#": "hash|pound|hashtag",
    "%": "percent",
}


class English(Reader):
    """An English text.

    Args:
        text: The text.
        fold: Whether accents may be left out, as in ``café``. If the language is not known, they may not.
    """

    def __init__(self, text: str, *, fold: bool) -> None:
        super().__init__(text)
        self._fold = fold
        self._addresses = [found.span() for found in ADDRESS.finditer(self.text)]
        self._shouted = self.text.isupper()

    def spell(self, word: str) -> str:
        """The American spelling."""
        return american(folded(word) if self._fold else word)

    def readings(self, at: int) -> Iterator[Reading]:
        """The ways of reading what begins at this place."""
        text = self.text
        end = word_end(text, at)
        yield from figures.readings(text, at)
        if end == at:
            yield from self._sign(at)
        elif not text[at].isdigit():
            yield from self._word(at, end)

    # ------------------------------------------------------------ words

    def _word(self, at: int, end: int) -> Iterator[Reading]:
        raw = self.text[at:end]
        word = raw.casefold()
        joins = self._touches(at, end)
        bare = word.replace("'", "")
        if raw != "No" or not re.match(r"\.\s?\d", self.text[end : end + 3]):  # "No. 5"
            yield Reading(end, word if bare in _OTHERS else bare, joins=joins)
        yield from self._within_number(word, at, end)
        if word == "w" and self.text[end : end + 1] == "/":
            yield Reading(end + 1, "with")
            if self.text[end + 1 : end + 2] == "o":
                yield Reading(end + 2, "without")
        for form in self._short_for(word):
            yield Reading(end, form)
        if word in _TIMES and not self._is_unit(
            len(self.text[:at].rstrip(" ,;:.!?-"))
        ):  # "20, twice" is not "22 times"
            yield Reading(end, _TIMES[word])
        yield from self._abbreviation(at)
        if self._is_unit(at):
            yield from self._unit(word, end)
        if not self._shouted:
            yield from self._capitals(at, end, raw)

    def _short_for(self, word: str) -> Iterator[str]:
        text = vocabulary().contractions.get(word)
        if text is not None:
            yield text
        found = _CONTRACTED.fullmatch(_BARE.get(word, word))
        if found is not None:
            yield f"{_STEMS.get(found[1], found[1])} {_ENDINGS[found[2]]}"

    def _within_number(self, word: str, at: int, end: int) -> Iterator[Reading]:
        following = self.text[end : end + 30].replace("-", " ").lower().split(None, 2)[:2]
        if word == "a" and following and following[0].rstrip(".,;:!?") in _COUNTED:
            yield Reading(end, "one")
        # Nothing is lost with the "and" of "two hundred and five".
        following = [one.rstrip(".,;:!?") for one in following]
        goes_on = bool(following) and (following[0][:1].isdigit() or following[0] in _NUMERALS)
        behind = self.text[max(0, at - 12) : at].lower().rstrip()
        if word == "and" and goes_on and behind.endswith(_SIZES) and not {*following[1:]} & {*_SIZES}:
            yield Reading(end)

    def _abbreviation(self, at: int) -> Iterator[Reading]:
        text = self.text
        found = _ABBREVIATED.match(text, at)
        if found is not None:
            key = found[0].replace(".", "").lower()
            # "us" and "un" are words of their own; so is "no", but for "No. 5".
            if key not in {"us", "un"} or found[0].isupper():
                for form in vocabulary().abbreviations.get(key, ()):
                    yield Reading(found.end(), form)
            if "." in found[0] and (key not in {"no", "nos"} or re.match(r"\s?\d", text[found.end() :])):
                for form in vocabulary().dotted.get(key, ()):
                    yield Reading(found.end(), form)
        span = spanned(text, at)
        if span is not None:
            yield span
        letters = _LETTERS.match(text, at)
        if letters is not None:
            key = letters[0].replace(".", "").lower()
            yield Reading(letters.end(), key)
            yield Reading(letters.end(), " ".join(key), joins=True)

    def _capitals(self, at: int, end: int, raw: str) -> Iterator[Reading]:
        """What is read letter by letter, as a Roman numeral, or in two words: ``USB``, ``VIII``, ``YouTube``."""
        found = re.fullmatch(r"([A-Z]{2,6})('?s)?", raw)
        if found is not None and found[1].lower() not in NEGATIONS:
            yield Reading(end, " ".join(found[1].lower()) + ("s" if found[2] else ""), joins=True)
        elif re.search("[a-z][A-Z]|[A-Z]{2}[a-z]", raw):
            yield Reading(end, " ".join(_PARTS.findall(raw)).lower(), joins=True)
        numeral = _NUMERAL.fullmatch(raw)
        before = self.text[:at].rstrip().rsplit(" ", 1)[-1]
        counted = len(raw) > 1 or before.lower() in _NUMBERED
        if numeral is not None and (counted or before[:1].isupper()):
            value = 10 * len(numeral[1]) + {"IX": 9, "IV": 4}.get(
                numeral[2], 5 * numeral[2].count("V") + numeral[2].count("I")
            )
            yield Reading(end, f"the {ordinal(value)}")
            if counted:
                yield Reading(end, cardinal(value))

    def _is_unit(self, at: int) -> bool:
        return _NUMBER_BEFORE.search(self.text[max(0, at - 12) : at]) is not None

    def _unit(self, word: str, end: int) -> Iterator[Reading]:
        kinds = frozenset({"lb"}) if word in {"lb", "lbs"} else None
        power = {"^2": "square", "^3": "cubic"}.get(self.text[end : end + 2])
        for form in (*vocabulary().units.get(word, ()), *([word] if power else [])):
            if power:
                yield Reading(end + 2, f"{power} {form}")
                yield Reading(end + 2, f"{form} {'squared' if power == 'square' else 'cubed'}")
            else:
                yield Reading(end, form, kinds)

    def _touches(self, at: int, end: int) -> bool:
        """Whether a word may be written in one with its neighbour: ``e-mail``, ``B2B``, an address."""
        before, behind = self.text[at - 1 : at], self.text[end : end + 1]
        in_two = "-" in (before, behind) and (self.text[end + 1 : end + 2].isalpha() or before == "-")
        return (
            in_two or self._in_address(at) or (end - at == 1 and "." in (before, behind)) or self._is_spelled(at, end)
        )

    def _is_spelled(self, at: int, end: int) -> bool:
        """Whether this is one of several letters in a row: ``U S A``."""
        if end - at > 1 or not self.text[at].isupper():
            return False
        neighbours = self.text[max(0, at - 2) : at], self.text[end : end + 2]
        return any(re.fullmatch(r"[A-Z] | [A-Z]", one) for one in neighbours)

    # ------------------------------------------------------------ signs

    def _in_address(self, at: int) -> bool:
        return any(start <= at < end for start, end in self._addresses)

    def _sign(self, at: int) -> Iterator[Reading]:
        char, end = self.text[at], at + 1
        if self._in_address(at) and char in _IN_ADDRESS:
            yield Reading(end, _IN_ADDRESS[char])
            return
        spoken = _CONTEXT.get(char)
        if spoken is not None:
            before, behind = self.text[at - 1 : at] if at else "", self.text[end : end + 1]
            for words in spoken(before, behind, self.text[max(0, at - 40) : at], self.text[end : end + 10]):
                yield Reading(end, words)
            return
        forms = vocabulary().signs.get(char)
        for form in forms or ():
            yield Reading(end, form)
        if unicodedata.category(char) == "Sc" and char in vocabulary().currencies:
            # With an amount, the sign is read where it belongs: behind the number.
            if not re.match(r"\s?\d", self.text[end : end + 2]) and not self.text[:at].rstrip()[-1:].isdigit():
                yield Reading(end, vocabulary().currencies[char][0])
        elif forms is None:
            yield Reading(end)
            if self.text.startswith(("^2", "^3"), at):
                yield Reading(at + 2, "squared" if self.text[at + 1] == "2" else "cubed")


def _dot(before: str, behind: str, *_: str) -> Iterator[str]:
    if before.isalnum() and behind.isalnum():
        yield "dot|point"
        if not behind.isdigit() and (behind.isupper() or is_alone(behind)):
            yield ""  # the space behind a sentence was forgotten
    elif not behind.isdigit() or before == ".":
        yield ""


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
    elif is_span(text, following):
        yield "to|through|until|dash|hyphen"
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


def _star(before: str, behind: str, text: str, following: str) -> Iterator[str]:
    apart = before == behind == " "
    if (apart or before.isdigit()) and text.rstrip()[-1:].isdigit() and following.lstrip()[:1].isdigit():
        yield "times|star|asterisk"
    else:
        yield ""
        yield "star|asterisk"


def _less(_: str, behind: str, *__: str) -> Iterator[str]:
    yield "is? less than"
    if behind.isalpha() or behind == "/":  # a tag
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
_CONTEXT: Final[Mapping[str, Callable[[str, str, str, str], Iterator[str]]]] = {
    ".": _dot,
    ",": _comma,
    "-": _dash,
    ":": _colon,
    "/": _slash,
    "#": _hash,
    "*": _star,
    "<": _less,
    ">": _greater,
    "'": _foot,
    '"': _inch,
}
