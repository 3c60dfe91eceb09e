"""Characters: those that can be written in more than one way, and those that the model skips."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from .rule import Rule

# Letters beyond Latin-1 that the model knows as they are. It would skip the others.
# https://github.com/MMWilliams/hibari/blob/main/src/hibari/assets/oov.json
_KNOWN: Final = frozenset("ĀāĂăąĆćČčĎďĐđĒēĕĖėęěĝĞğġģīĭİıķļĽľŁłńņňŋŌōŏőŒœŘřŚśŞşŠšţťūŭŮůŰųŵźŻżŽž")
# It reads words of up to 24 letters to the end. This leaves room for a suffix.
_LONGEST_WORD: Final = 20

_INVISIBLE: Final = "[\u00ad\u200c-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"

_RAISED: Final = "\u2070\u00b9\u00b2\u00b3\u2074-\u2079"
# It reads these well by themselves, and a single one behind a word is a footnote.
_READ_WELL: Final = frozenset("\u00b9\u00b2\u00b3")


def _power(match: re.Match[str]) -> str:
    raised = match.group()
    if raised in _READ_WELL:
        return raised
    return "^" + unicodedata.normalize("NFKC", raised).replace("\u2212", "-")


def _folded(match: re.Match[str]) -> str:
    letter = match.group()
    if letter in _KNOWN:
        return letter
    plain = "".join(one for one in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(one))
    return plain if plain.isascii() else "\u00df" if letter == "\u1e9e" else letter


RULES: Final = (
    Rule(
        "a soft hyphen or another invisible character cuts the word in two",
        re.compile(_INVISIBLE),
        "",
        "a re\u00adser\u00advation",
        "a reservation",
    ),
    Rule(
        "letters with rare accents are skipped",
        re.compile("[\u0100-\u024f\u1e00-\u1eff]"),
        _folded,
        "Mr. Nguy\u1ec5n",
        "Mr. Nguyen",
    ),
    Rule(
        "capitals and signs of full width are skipped",
        re.compile("[\uff01-\uff5d]+"),
        lambda match: unicodedata.normalize("NFKC", match.group()),
        "\uff21\uff22\uff23 for \uff04\uff15",
        "ABC for $5",
    ),
    Rule(
        "a power is read as the last digits of its number",
        re.compile(f"(?:(?<=\\d)|(?<=\\b[A-Za-z])|(?<=[A-Za-z])(?=\u207b))[\u207a\u207b]?[{_RAISED}]+"),
        _power,
        "10\u2075 m\u207b\u00b9",
        "10^5 m^-1",
    ),
    Rule(
        "a word of more than 24 letters loses its end",
        re.compile(rf"[^\W\d_]{{{_LONGEST_WORD}}}(?=[^\W\d_]{{5}})"),
        r"\g<0> ",
        "Donaudampfschifffahrtsgesellschaft",
        "Donaudampfschifffahr tsgesellschaft",
    ),
    Rule(
        "the address of a Markdown link is skipped",
        re.compile(r"\]\((?!/)"),
        "] (",
        "our [terms](of use)",
        "our [terms] (of use)",
    ),
)
