"""CAF: chunks, each with its length; -1 for samples up to the end (Apple's Core Audio Format Specification 1.0)."""

from __future__ import annotations

from typing import Final

from .cut import cut, is_tag, pieces

_HEADER: Final = 8
_UNKNOWN: Final = -1


def links(data: bytes) -> list[bytes]:
    """Cut before each header."""
    at, starts = 0, []
    while at + 12 <= len(data):
        if data.startswith(b"caff", at):
            starts.append(at)
            at += _HEADER
            continue
        size = int.from_bytes(data[at + 4 : at + 12], signed=True)
        if size == _UNKNOWN:
            return pieces(data, starts)
        at += 12 + max(size, 0)
        if at > len(data):
            raise cut("a CAF file", f"a chunk ends at byte {at} of {len(data)}")
    if not is_tag(data, at):
        raise cut("a CAF file", f"no chunk begins at byte {at} of {len(data)}")
    return pieces(data, starts)
