"""Splits a text that is too long for one call at the ends of its sentences.

They are found by the rules of Unicode (https://www.unicode.org/reports/tr29/#Sentence_Boundaries), with cautious
exceptions: no sentence ends within a word, as in ``example.com``, after a short capitalized word, as in ``Dr.``, or
before a lower-case letter. The rules are written down here because the pieces are in the keys: if they came from a
library, a new version could change them, and everything would be paid for again.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    # Finds where a part ends, in a text.
    Ends: TypeAlias = Callable[[str], list[int]]

# Unicode's classes STerm and ATerm.
_ENDS: Final = "!?‼⁇⁈⁉‽։؝؞؟۔।॥၊။።፧፨។៕᙮᠃᠉。﹖﹗！？｡"  # noqa: RUF001 - the signs of many scripts
_STOPS: Final = ".․﹒．"  # noqa: RUF001
_CLOSES: Final = "\"')\\]}»›”’」』）】》〉"  # noqa: RUF001
_CONTINUES: Final = ",-:;–—、，：；"  # noqa: RUF001
_NEW_LINE: Final = "\n\r\x85\u2028\u2029"
_END: Final = re.compile(
    rf"[{_ENDS}{_STOPS}]+[{_CLOSES}]*[^\S{_NEW_LINE}]*[{_NEW_LINE}]*|[{_NEW_LINE}]+",
)
_ABBREVIATED: Final = re.compile(rf"(?:^|\W)(?:\w|[^\W\d_a-z]\w{{0,3}})[{_STOPS}]$")
# A sentence that is too long is split after a clause, or else between two words.
_CLAUSE: Final = re.compile(rf"(?<=[{_CONTINUES}])\s+|(?<=[、，：；])")  # noqa: RUF001
_WORD: Final = re.compile(r"\s+")
_JOINER: Final = "\u200d"
_SKIN_TONES: Final = frozenset(map(chr, range(0x1F3FB, 0x1F400)))


def split(text: str, longest: int, size: Callable[[str], int] = len) -> tuple[str, ...]:
    """Split a text so that a provider can speak each piece.

    Args:
        text: The text.
        longest: The largest size that a piece may have.
        size: Counts what the provider counts: the characters, by default.

    Returns:
        Pieces that end with a sentence, each as long as possible. A sentence that is too long is split after a clause,
        or else between words, or else between letters, which keep their accents.

    Example:
        >>> from russo.synthesis.pieces import split
        >>> split("Dr. Smith is in. He waits for you. Come!", 24)
        ('Dr. Smith is in.', 'He waits for you. Come!')
    """
    pieces = _packed(text, longest, size, (_sentence_ends, _clause_ends, _word_ends, _letter_ends, _character_ends))
    return tuple(piece.strip() for piece in pieces if not piece.isspace())


def _packed(text: str, longest: int, size: Callable[[str], int], ends: tuple[Ends, ...]) -> Iterator[str]:
    """Combine as many parts as fit into a piece, and split any part that does not fit into one."""
    find, *finer = ends
    piece = ""
    for part in _cut(text, find(text)):
        if size((piece + part).strip()) <= longest:
            piece += part
            continue
        if piece:
            yield piece
        piece = part
        if finer and size(part.strip()) > longest:
            *whole, piece = _packed(part, longest, size, tuple(finer))
            yield from whole
    if piece:
        yield piece


def _clause_ends(text: str) -> list[int]:
    return [found.end() for found in _CLAUSE.finditer(text)]


def _word_ends(text: str) -> list[int]:
    return [found.end() for found in _WORD.finditer(text)]


def _letter_ends(text: str) -> list[int]:
    """The ends of letters with their marks, and of emoji with what is joined to them."""
    return [
        at
        for at, (before, behind) in enumerate(pairwise(text), 1)
        if _JOINER not in (before, behind) and behind not in _SKIN_TONES and unicodedata.category(behind)[0] != "M"
    ]


def _character_ends(text: str) -> list[int]:
    return [*range(1, len(text))]


def _cut(text: str, ends: list[int]) -> list[str]:
    return [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True) if end > start]


def _sentence_ends(text: str) -> list[int]:
    return [found.end() for found in _END.finditer(text) if _is_end(text, found)]


def _is_end(text: str, found: re.Match[str]) -> bool:
    if found[0][-1] in _NEW_LINE:
        return True
    following = text[found.end() : found.end() + 20]
    letter = next((char for char in following if char.isalpha()), "")
    if (following and following[0] in _CONTINUES) or letter.islower():
        return False
    if found[0][0] not in _STOPS or not following:
        return True
    if not found[0][-1].isspace():
        return False
    return len(found[0].rstrip()) > 1 or not _ABBREVIATED.search(text[max(0, found.start() - 6) : found.start() + 1])
