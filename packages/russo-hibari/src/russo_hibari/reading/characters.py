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


def _folded(match: re.Match[str]) -> str:
    letter = match.group()
    if letter in _KNOWN:
        return letter
    plain = "".join(one for one in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(one))
    return plain if plain.isascii() else letter


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
