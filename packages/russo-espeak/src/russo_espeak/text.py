"""What the engine is given for a text: all of it, literally, in pieces that it does not truncate.

The engine has fixed buffers for a word and for a clause, and silently drops what does not fit
(https://github.com/espeak-ng/espeak-ng/blob/1.52.0/src/libespeak-ng/translate.h). The limits here are below the
measured ones; ordinary sentences are far from them and stay as they are.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# A NUL would end the text, and U+0001 begins a command to the engine (``\x01300S`` sets the rate). The others have
# no sound.
_WITHOUT_CONTROLS: Final = {code: " " for code in range(0x20) if chr(code) not in "\t\n\r"}

# A run of digits, letters or symbols too long for one word. The engine counts bytes, and other scripts need more.
_LONG_WORD: Final = re.compile(
    r"""\d{20}(?=\d)
    | (?:(?![a-z])[^\W\d_]){50}(?=[^\W\d_])
    | [^\W\d_]{100}(?=[^\W\d_])
    | [^\w\s!-~]{20}(?=[^\w\s!-~])""",
    re.VERBOSE | re.IGNORECASE,
)

# The full stops, commas and so on of Chinese and Japanese, which are not followed by a space.
_WIDE_STOPS: Final = "\u3001\u3002\uff01\uff0c\uff1a\uff1b\uff1f"
_PIECE: Final = re.compile(rf"[^\s{_WIDE_STOPS}]*[\s{_WIDE_STOPS}]+|[^\s{_WIDE_STOPS}]+")
_ENDS_CLAUSE: Final = re.compile(rf"[.,;:!?\u2026]\W*$|[{_WIDE_STOPS}]|\n\s*\n")
_MAX_CLAUSE: Final = 800

# By general category: a letter or its mark is a sound or two, a digit is a word, an emoji several.
_WEIGHTS: Final = {"L": 2, "M": 2, "Z": 2, "C": 2, "P": 4, "N": 8, "S": 16}


def prepare(text: str) -> bytes:
    """Turn a text into what the engine speaks in full.

    Args:
        text: What to say.

    Returns:
        The same in UTF-8, composed, with a space for each control character, a space inside words that are too long,
        and a comma inside clauses that are.
    """
    # The engine does not know decomposed letters: it reads an o with a separate diaeresis as an o.
    composed = unicodedata.normalize("NFC", text)
    return _break_clauses(_LONG_WORD.sub(r"\g<0> ", composed.translate(_WITHOUT_CONTROLS))).encode()


def _break_clauses(text: str) -> str:
    pieces: list[str] = []
    size = 0
    for match in _PIECE.finditer(text):
        piece = match.group()
        more = sum(map(_weight, piece))
        if size + more > _MAX_CLAUSE and size:
            pieces.append(", ")
            size = 0
        pieces.append(piece)
        size = 0 if _ENDS_CLAUSE.search(piece) else size + more
    return "".join(pieces)


def _weight(character: str) -> int:
    """The most that a character takes of a clause, when read by a voice of its language."""
    if character.isascii() and character.isalpha():
        return 1
    return _WEIGHTS[unicodedata.category(character)[0]]
