"""AMR: frames whose first byte tells their length (https://www.rfc-editor.org/rfc/rfc4867#section-5)."""

from __future__ import annotations

from typing import Final

from .cut import cut, pieces

_SIZES: Final = {
    b"#!AMR\n": (13, 14, 16, 18, 20, 21, 27, 32, 6, 1, 1, 1, 1, 1, 1, 1),
    b"#!AMR-WB\n": (18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 1, 1, 1, 1, 1, 1),
}


def links(data: bytes) -> list[bytes]:
    """Cut before each header."""
    at, starts, sizes = 0, [], _SIZES[b"#!AMR\n"]
    while at < len(data):
        header = next((header for header in _SIZES if data.startswith(header, at)), None)
        if header is not None:
            starts.append(at)
            sizes = _SIZES[header]
            at += len(header)
            continue
        at += sizes[data[at] >> 3 & 15]
        if at > len(data):
            raise cut("an AMR file", f"its last frame ends at byte {at} of {len(data)}")
    return pieces(data, starts)
