"""Abbreviations and their long forms, the words that signs are read as, and the words that must never be lost."""

# ruff: noqa: SIM905 - a list of words is easier to read as a text

from __future__ import annotations

import re
from typing import Final

# With or without a full stop.
_ANYWHERE: Final = {
    "dr": ("doctor", "drive"),
    "mr": ("mister",),
    "mrs": ("missus", "misses"),
    "ms": ("miz", "miss"),
    "st": ("saint", "street"),
    "jr": ("junior",),
    "sr": ("senior",),
    "prof": ("professor",),
    "vs": ("versus",),
    "etc": ("etcetera", "andsoon"),
    "approx": ("approximately",),
    "dept": ("department",),
    "tv": ("television",),
    "ok": ("okay",),
    "okay": ("ok",),
    "www": ("doubleudoubleudoubleu", "tripledoubleu"),
}

# Without a full stop, these are words of their own.
_DOTTED: Final = {
    "eg": ("forexample", "forinstance"),
    "ie": ("thatis",),
    "no": ("number",),
    "ave": ("avenue",),
    "rd": ("road",),
    "blvd": ("boulevard",),
    "apt": ("apartment",),
    "fig": ("figure",),
    "vol": ("volume",),
    "ch": ("chapter",),
    "pp": ("pages",),
    "ed": ("edition", "editor"),
    "inc": ("incorporated",),
    "ltd": ("limited",),
    "co": ("company",),
    "corp": ("corporation",),
    "gov": ("governor", "government"),
    "sen": ("senator",),
    "rep": ("representative",),
    "gen": ("general",),
    "col": ("colonel",),
    "sgt": ("sergeant",),
    "lt": ("lieutenant",),
    "rev": ("reverend",),
    "jan": ("january",),
    "feb": ("february",),
    "mar": ("march",),
    "apr": ("april",),
    "aug": ("august",),
    "sep": ("september",),
    "sept": ("september",),
    "oct": ("october",),
    "nov": ("november",),
    "dec": ("december",),
    "mon": ("monday",),
    "tue": ("tuesday",),
    "wed": ("wednesday",),
    "thu": ("thursday",),
    "fri": ("friday",),
    "sat": ("saturday",),
    "sun": ("sunday",),
}

# Behind digits, or in a piece with signs: "10 km", "km/h", "20 °C".
_UNITS: Final = {
    "m": ("meters", "meter", "metres", "metre", "million", "minutes", "minute"),
    "km": ("kilometers", "kilometer", "kilometres", "kilometre"),
    "cm": ("centimeters", "centimeter", "centimetres", "centimetre"),
    "mm": ("millimeters", "millimeter", "millimetres", "millimetre"),
    "mi": ("miles", "mile"),
    "ft": ("feet", "foot"),
    "in": ("inches", "inch"),
    "kg": ("kilograms", "kilogram", "kilos", "kilo"),
    "g": ("grams", "gram"),
    "mg": ("milligrams", "milligram"),
    "lb": ("pounds", "pound"),
    "lbs": ("pounds",),
    "oz": ("ounces", "ounce"),
    "l": ("liters", "liter", "litres", "litre"),
    "ml": ("milliliters", "milliliter", "millilitres", "millilitre"),
    "h": ("hours", "hour"),
    "hr": ("hours", "hour"),
    "hrs": ("hours",),
    "min": ("minutes", "minute"),
    "mins": ("minutes",),
    "s": ("", "seconds", "second"),  # "1990s", "10 s"
    "sec": ("seconds", "second"),
    "ms": ("milliseconds", "millisecond"),
    "mph": ("milesperhour",),
    "kmh": ("kilometersperhour", "kilometresperhour"),
    "hz": ("hertz",),
    "khz": ("kilohertz",),
    "mhz": ("megahertz",),
    "ghz": ("gigahertz",),
    "kb": ("kilobytes", "kilobyte"),
    "mb": ("megabytes", "megabyte"),
    "gb": ("gigabytes", "gigabyte"),
    "tb": ("terabytes", "terabyte"),
    "kw": ("kilowatts", "kilowatt"),
    "w": ("watts", "watt", "with"),
    "v": ("volts", "volt", "version"),
    "c": ("celsius",),
    "f": ("fahrenheit",),
    "k": ("thousand",),
    "bn": ("billion",),
    "b": ("billion",),
    "usd": ("dollars", "usdollars"),
    "eur": ("euros", "euro"),
    "st": ("",),
    "nd": ("",),
    "rd": ("",),
    "th": ("",),
}

NEGATIONS: Final = frozenset(
    "not no never none nor nobody nothing neither without cannot cant dont doesnt didnt isnt arent wasnt werent wont "
    "wouldnt shouldnt couldnt hasnt havent hadnt mustnt nicht kein keine nie pas jamais non nunca jamas não nao niet "
    "geen inte ikke nem не ни нет".split()
)

# How signs are read in English. Behind a sign or a number of an English text, no other word is let in.
FILLERS: Final = frozenset(
    "and a an the of at to by per over through times plus minus equals equal dollar dollars cent cents euro euros "
    "pound pounds pence yen rupees percent percentage point dot dash hyphen slash backslash colon comma number hash "
    "hashtag star asterisk underscore tilde ampersand degree degrees oclock hundred squared less than greater more "
    "copyright registered trademark arrow bullet emoji".split()
)
_ENGLISH: Final = frozenset(
    "the and you your with this that have please they some our would of are at my is it was for to i".split()
)
_SURELY_ENGLISH: Final = frozenset("the and you your with this that have please they some our would".split())
_SMALL_WORDS: Final = frozenset({"of", "the", "and", "for"})


def long_forms(letters: str, raw: str, *, unit: bool) -> tuple[str, ...]:
    """What an abbreviation may be read as, written without spaces."""
    forms = _ANYWHERE.get(letters, ())
    if "." in raw:
        forms += _DOTTED.get(letters, ())
    if unit:
        forms += _UNITS.get(letters, ())
    return forms


def is_initialism(raw: str) -> bool:
    """Whether letters stand for words: ``USA``, ``U.S.``."""
    letters = raw.replace(".", "").rstrip("s'")
    return 2 <= len(letters) <= 6 and letters.isalpha() and letters.isupper() and letters.lower() not in NEGATIONS


def initials_end(letters: str, words: list[str], start: int) -> int | None:
    """The index behind the words whose first letters these are; small words may stand between them."""
    at = start
    for letter in letters:
        while at > start and at < len(words) and words[at] in _SMALL_WORDS and not words[at].startswith(letter):
            at += 1
        if at >= len(words) or not words[at].startswith(letter) or words[at] in NEGATIONS:
            return None
        at += 1
    return at


def is_english(words: set[str]) -> bool:
    """Whether the words are surely English, so that numbers and signs are known in it."""
    return bool(words & _SURELY_ENGLISH) or len(words & _ENGLISH) >= 2


def roman(raw: str) -> int | None:
    """The value of a Roman numeral of two letters or more."""
    if not re.fullmatch(r"(?=..)(X{0,3})(IX|IV|V?I{0,3})", raw):
        return None
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in raw]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
