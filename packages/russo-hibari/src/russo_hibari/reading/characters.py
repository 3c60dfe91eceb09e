"""Characters: what is written in more than one way, and what the model leaves out."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from .rule import Rule

# Letters after Latin-1 that the model knows by themselves. Of the others it would read nothing.
# https://github.com/MMWilliams/hibari/blob/main/src/hibari/assets/oov.json
_KNOWN: Final = frozenset("ĀāĂăąĆćČčĎďĐđĒēĕĖėęěĝĞğġģīĭİıķļĽľŁłńņňŋŌōŏőŒœŘřŚśŞşŠšţťūŭŮůŰųŵźŻżŽž")
# The longest word that it reads to its end has 24 letters. This leaves room for an ending.
_LONGEST_WORD: Final = 20

_INVISIBLE: Final = "[\u00ad\u200c-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"


def _folded(match: re.Match[str]) -> str:
    letter = match.group()
    if letter in _KNOWN:
        return letter
    plain = "".join(one for one in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(one))
    return plain if plain.isascii() else letter


RULES: Final = (
    Rule(
        "a soft hyphen, or another mark that nobody sees, cuts the word in two",
        re.compile(_INVISIBLE),
        "",
        "a re\u00adser\u00advation",
        "a reservation",
    ),
    Rule(
        "letters with rare marks are left out",
        re.compile("[\u0100-\u024f\u1e00-\u1eff]"),
        _folded,
        "Mr. Nguy\u1ec5n",
        "Mr. Nguyen",
    ),
    Rule(
        "a word of more than 24 letters loses its end",
        re.compile(rf"[^\W\d_]{{{_LONGEST_WORD}}}(?=[^\W\d_]{{5}})"),
        r"\g<0> ",
        "Donaudampfschifffahrtsgesellschaft",
        "Donaudampfschifffahr tsgesellschaft",
    ),
    Rule(
        "the address of a link in Markdown is left out",
        re.compile(r"\]\((?!/)"),
        "] (",
        "our [terms](of use)",
        "our [terms] (of use)",
    ),
)
