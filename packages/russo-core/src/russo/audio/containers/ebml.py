"""WebM and Matroska: elements, each with its length, or with one that means "unknown" (RFC 8794 and RFC 9559)."""

from __future__ import annotations

from typing import Final

from .cut import cut, is_tag, pieces

_START: Final = 0x1A45DFA3
# Those whose content is read: the others are passed over.
_OPENED: Final = frozenset({0x18538067, 0x1F43B675})  # Segment, Cluster


def links(data: bytes) -> list[bytes]:
    """Cut before each header."""
    at, starts = 0, []
    while at < len(data):
        name, body = _number(data, at, keep_marker=True)
        size, body = _number(data, body)
        if name == 0 or body > len(data):
            if at and is_tag(data, at):
                break
            raise cut("a WebM file", f"no element begins at byte {at} of {len(data)}")
        if name == _START:
            starts.append(at)
        if size is not None and body + size > len(data):
            raise cut("a WebM file", f"an element ends at byte {body + size} of {len(data)}")
        at = body if name in _OPENED or size is None else body + size
    return pieces(data, starts)


def _number(data: bytes, at: int, *, keep_marker: bool = False) -> tuple[int | None, int]:
    """A number of variable length, None for "unknown", and where it ends; (0, ...) where none is."""
    first = data[at] if at < len(data) else 0
    length = 9 - first.bit_length()
    if length > 8:
        return 0, at + 1
    number = int.from_bytes(data[at : at + length])
    if keep_marker:
        return number, at + length
    number &= (1 << 7 * length) - 1
    return None if number == (1 << 7 * length) - 1 else number, at + length
