"""CAF: chunks, each with its length; -1 for samples up to the end (Apple's Core Audio Format Specification 1.0)."""

from __future__ import annotations

from typing import Final

from .cut import cut, is_tag, next_mark, pieces

_MARK: Final = b"caff\0\1\0\0"
_UNKNOWN: Final = -1


def links(data: bytes) -> list[bytes]:
    """Cut before each header."""
    at, starts = 0, []
    while at + 12 <= len(data):
        if data.startswith(_MARK, at):
            starts.append(at)
            at += len(_MARK)
            continue
        size = int.from_bytes(data[at + 4 : at + 12], signed=True)
        at = next_mark(data, _MARK, at) if size == _UNKNOWN else at + 12 + max(size, 0)
        if at > len(data):
            raise cut("a CAF file", f"a chunk ends at byte {at} of {len(data)}")
    if not is_tag(data, at):
        raise cut("a CAF file", f"no chunk begins at byte {at} of {len(data)}")
    return pieces(data, starts)
