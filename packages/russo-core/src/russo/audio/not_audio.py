"""Recognizes bytes that are not audio: a web page, an error, a gateway's message, samples that were damaged in transit.

Bare samples have no header, so any bytes could be samples. But a voice has samples on both sides of zero, most of them
near zero, and no text in any encoding looks like that.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

_LOOKED_AT: Final = 65_536
_EDGE: Final = 32  # bytes: so many samples in a row are never all loud, above zero, and made of letters
# How JSON and markup begin and end, and the least that they have. Samples of 8 bits may be letters for a while, but do
# not form this.
_OPENING: Final = re.compile(rb"\{\s?\"|<[!?A-Za-z]")
_CLOSING: Final = (b"}", b">")
_SHORTEST: Final = 14
_LETTERS: Final = 8  # different ones, at least: samples that are all the same may be a letter by chance
_BLANKS: Final = b"\t\n\f\r"
_PRINTABLE: Final = bytes(range(0x20, 0x7F)) + _BLANKS
_NOT_CONTROL: Final = bytes(byte for byte in range(256) if byte >= 0x20 and byte != 0x7F) + _BLANKS
_ALL_ASCII: Final = bytes(range(128))
_BYTE_ORDER_MARKS: Final = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}

# U+FFFD in UTF-8, with which a proxy that decodes bytes as text replaces bytes that are not text.
_REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}".encode()


def is_ruined(data: bytes) -> bool:
    """Whether something in between has decoded the bytes as text, and so replaced many of them."""
    return data.count(_REPLACEMENT) > 3 + len(data) // 2000


def is_text(data: bytes) -> bool:
    """Whether bytes are text rather than samples, in any usual encoding."""
    head = data.lstrip(b"\0")[:_LOOKED_AT]
    if not head:
        return False
    mark = next((mark for mark in _BYTE_ORDER_MARKS if head.startswith(mark)), None)
    if mark is not None and _reads_as_words(head[len(mark) :], _BYTE_ORDER_MARKS[mark]):
        return True
    # In UTF-16 and UTF-32, Latin letters have zeros between them.
    letters = head.replace(b"\0", b"")
    is_plain = len(letters) * 5 > len(head) and len(letters.translate(None, _PRINTABLE)) * 10 <= len(letters)
    return is_plain or _reads_as_words(head, "utf-8")


def is_no_voice(pcm: bytes) -> bool:
    """Whether bytes that should be 16-bit samples cannot be a voice, because something has treated them as text."""
    head = pcm.lstrip(b"\0")[:_LOOKED_AT]
    if len(head) < 64:
        return False
    if not head.translate(None, _NOT_CONTROL):
        return True  # samples near zero have bytes that no encoding of text uses
    high = head.translate(None, _ALL_ASCII)
    if not high:
        return len(set(head)) > 16  # no sample below zero, but many above
    return _decodes(head, "utf-8") is not None


def begins_in_text(pcm: bytes) -> bool:
    """Whether words come before samples of 16 bits or more: headers, or a report, that belong to no audio."""
    return _is_words(pcm[:_EDGE])


def ends_in_text(pcm: bytes) -> bool:
    """Whether samples of 16 bits or more end in words: an error that was sent behind the first of them."""
    return _is_words(pcm[-_EDGE:])


def ends_in_failure(samples: bytes) -> bool:
    """Whether samples of any width end in JSON or markup."""
    tail = samples[-_LOOKED_AT:].rstrip()
    if not tail.endswith(_CLOSING):
        return False
    start = next((at for at in range(len(tail), 0, -1) if tail[at - 1] not in _PRINTABLE), 0)
    opening = _OPENING.search(tail, start)
    return opening is not None and len(tail) - opening.start() >= _SHORTEST


def _is_words(edge: bytes) -> bool:
    return len(edge) == _EDGE and not edge.translate(None, _PRINTABLE) and len(set(edge)) > _LETTERS


def _reads_as_words(data: bytes, encoding: str) -> bool:
    words = _decodes(data, encoding)
    if not words:
        return False
    strange = sum(not (char.isprintable() or char.isspace()) for char in words)
    return strange * 20 <= len(words)


def _decodes(data: bytes, encoding: str) -> str | None:
    """The text, or None if the bytes are not text. A character that is cut off at the end is ignored."""
    try:
        return codecs.getincrementaldecoder(encoding)().decode(data)
    except UnicodeDecodeError:
        return None
