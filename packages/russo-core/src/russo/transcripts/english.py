"""How English words, abbreviations and signs are read aloud."""

# ruff: noqa: SIM905 - a list of words is easier to read as a text

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from . import figures
from .numbers import LARGE, ONES, TENS, cardinal, ordinal
from .reading import Reader, Reading
from .signs import CONTEXT
from .spans import spanned
from .spelling import american, folded
from .vocabulary import vocabulary
from .words import ADDRESS, NEGATIONS, word_end

if TYPE_CHECKING:
    from collections.abc import Iterator

_NUMBER_BEFORE: Final = re.compile(
    r"(?:\d|°|\^[23]|\b(?:half|quarters?|hundred|thousand|million|billion|per|square|sq\.?|cubic|"
    + "|".join([*ONES, *TENS[2:]])
    + r"))\s?-?$"
    r"|(?:\b[a-z]{1,4}|\d)/$",
    re.IGNORECASE,
)
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
_ASKED: Final = frozenset({"how", "what", "when", "where", "who", "why"})
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
_TWO_NUMBERS: Final = re.compile(r"\b(?:between|both|either)\b[^.;!?]*$")
_NUMBERED: Final = frozenset(
    (
        "act scene episode chapter part type phase level volume book section stage tier title article war class grade"
    ).split()
)
_NUMERALS: Final = frozenset({*ONES, *TENS[2:], *(ordinal(number) for number in (*range(1, 20), *range(20, 100, 10)))})
# "Dr. Smith" is no street, and "Elm Dr." is nobody.
_BEFORE_NAME: Final = frozenset({"doctor", "saint"})
_BEHIND_NAME: Final = frozenset({"drive", "street"})
# With the full stop of a sentence, these are words of their own, unless a figure follows, or they have a capital.
_BEFORE_FIGURE: Final = frozenset({"fig", "no", "nos", "op"})
_WITH_CAPITAL: Final = frozenset({"col", "ft", "gen", "mar", "rep", "rev", "sat", "sun", "wed"})
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
            yield from self._unit(raw, end)
        if not self._shouted:
            yield from self._capitals(at, end, raw)

    def _short_for(self, word: str) -> Iterator[str]:
        text = vocabulary().contractions.get(word)
        if text is not None:
            yield text
        found = _CONTRACTED.fullmatch(_BARE.get(word, word))
        if found is not None:
            stem, ending = found.groups()
            # "couldn't've" is "couldn't have", too.
            for form in (stem.replace("'", ""), *self._short_for(stem)):
                yield f"{_STEMS.get(form, form)} {_ENDINGS[ending]}"
            if ending == "'d" and stem in _ASKED:
                yield f"{stem} did"

    def _within_number(self, word: str, at: int, end: int) -> Iterator[Reading]:
        following = self.text[end : end + 30].replace("-", " ").lower().split(None, 2)[:2]
        if word == "a" and following and following[0].rstrip(".,;:!?") in _COUNTED:
            yield Reading(end, "one")
        # Nothing is lost with the "and" of "two hundred and five".
        following = [one.rstrip(".,;:!?") for one in following]
        goes_on = bool(following) and (re.fullmatch(r"\d\d?", following[0]) or following[0] in _NUMERALS)
        before = self.text[max(0, at - 60) : at].lower().rstrip()
        if word == "and" and goes_on and before.endswith(_SIZES):
            # "One hundred and two thousand" is one number, and with "between" before it, two.
            size = following[1] if following[1:] and following[1] in _SIZES else None
            if size is None or (size in LARGE and before.endswith("hundred") and not _TWO_NUMBERS.search(before)):
                yield Reading(end)

    def _abbreviation(self, at: int) -> Iterator[Reading]:
        text = self.text
        found = _ABBREVIATED.match(text, at)
        if found is not None:
            key = found[0].replace(".", "").lower()
            # "us" and "un" are words of their own; so is "no", but for "No. 5".
            if key not in {"us", "un"} or found[0].isupper():
                for form in vocabulary().abbreviations.get(key, ()):
                    if self._is_in_place(form, at, found.end()):
                        yield Reading(found.end(), form)
            if "." in found[0] and _is_dotted(found[0], text[found.end() :]):
                for form in vocabulary().dotted.get(key, ()):
                    yield Reading(found.end(), form)
        span = spanned(text, at)
        if span is not None:
            yield span
        letters = None if self._in_address(at) else _LETTERS.match(text, at)  # each dot of an address is spoken
        if letters is not None:
            key = letters[0].replace(".", "").lower()
            yield Reading(letters.end(), key)
            yield Reading(letters.end(), " ".join(key), joins=True)

    def _is_in_place(self, form: str, at: int, end: int) -> bool:
        """Whether "doctor" and "saint" come before a name, "drive" and "street" behind one."""
        if form not in _BEFORE_NAME | _BEHIND_NAME or not self.text[at].isupper():
            return True
        if form in _BEFORE_NAME:
            return self.text[end:].lstrip(" \"'(")[:1].isupper()
        last = self.text[:at].rsplit(None, 1)[-1:]
        return bool(last) and (last[0][0].isupper() or last[0][0].isdigit())

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

    def _unit(self, raw: str, end: int) -> Iterator[Reading]:
        word, units = raw.casefold(), vocabulary().units
        kinds = frozenset({"lb"}) if word in {"lb", "lbs"} else None
        power = {"^2": "square", "^3": "cubic"}.get(self.text[end : end + 2])
        # "mW" is not "MW".
        for form in (*units.get(raw, units.get(word, ())), *([word] if power else [])):
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
        if char == "^":
            yield from self._power(at)
            return
        spoken = CONTEXT.get(char)
        if spoken is not None:
            before, behind = self.text[at - 1 : at] if at else "", self.text[end : end + 1]
            for words in spoken(before, behind, self.text[max(0, at - 40) : at], self.text[end : end + 40]):
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

    def _power(self, at: int) -> Iterator[Reading]:
        found = re.compile(r"\^(-?)(\d{1,9})?(?=(\w)?)").match(self.text, at)
        if found is None or not (found[2] or found[3]):
            yield Reading(at + 1)
            return
        yield Reading(at + 1, "caret")
        yield Reading(at + 1, "to the power? of?")
        if found[2]:
            minus = "minus|negative " if found[1] else ""
            yield Reading(found.end(), f"to the {minus}{ordinal(int(found[2]))} power?")
        if found[0] in {"^2", "^3"}:
            yield Reading(found.end(), "squared" if found[2] == "2" else "cubed")


def _is_dotted(abbreviation: str, behind: str) -> bool:
    """Whether a word with a full stop is an abbreviation, and not the end of a sentence."""
    key = abbreviation.replace(".", "").lower()
    if key in _BEFORE_FIGURE:
        return re.match(r"\s?\d", behind) is not None
    return key not in _WITH_CAPITAL or abbreviation[0].isupper()
