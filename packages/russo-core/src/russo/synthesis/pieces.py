"""Splits a text that is too long for one call at the ends of its sentences.

They are found by the rules of Unicode (https://www.unicode.org/reports/tr29/#Sentence_Boundaries), with cautious
exceptions: no sentence ends within a word, as in ``example.com``, after a short capitalized word, as in ``Dr.``, or
before a lower-case letter. The rules are written down here because the pieces are in the keys: if they came from a
library, a new version could change them, and everything would be paid for again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def split(text: str, longest: int) -> tuple[str, ...]:
    """Split a text so that a provider can speak each piece.

    Args:
        text: The text.
        longest: The most characters that a piece may have.

    Returns:
        Pieces that end with a sentence, each as long as possible. A sentence that is too long is split after a clause,
        or else between words, or else anywhere.

    Example:
        >>> from russo.synthesis.pieces import split
        >>> split("Dr. Smith is in. He waits for you. Come!", 24)
        ('Dr. Smith is in.', 'He waits for you. Come!')
    """
    pieces = _packed(_cut(text, _sentence_ends(text)), longest, (_CLAUSE, _WORD))
    return tuple(piece.strip() for piece in pieces if not piece.isspace())


def _packed(parts: list[str], longest: int, finer: tuple[re.Pattern[str], ...]) -> Iterator[str]:
    """Combine as many parts as fit into a piece, and split any part that does not fit into one."""
    piece = ""
    for part in parts:
        if len((piece + part).strip()) <= longest:
            piece += part
            continue
        if piece:
            yield piece
        piece = part
        if len(part.strip()) > longest:
            *whole, piece = _taken_apart(part, longest, finer)
            yield from whole
    if piece:
        yield piece


def _taken_apart(part: str, longest: int, finer: tuple[re.Pattern[str], ...]) -> list[str]:
    if not finer:
        return [part[at : at + longest] for at in range(0, len(part), longest)]
    between, *others = finer
    return list(_packed(_cut(part, [found.end() for found in between.finditer(part)]), longest, tuple(others)))


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
