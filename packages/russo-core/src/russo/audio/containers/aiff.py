"""AIFF: chunks, each with its length, as in a WAV but with the larger byte first (Apple's AIFF 1.3)."""

from __future__ import annotations

from .cut import cut, is_tag, pieces


def links(data: bytes) -> list[bytes]:
    """Cut before each header."""
    at, starts = 0, []
    while at + 8 <= len(data):
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8])
        if name == b"FORM":
            starts.append(at)
            at += 12
            continue
        at += 8 + size
        if at > len(data):
            raise cut("an AIFF file", f"its chunk {name!r} ends at byte {at} of {len(data)}")
        at += size % 2
    if at < len(data) and not is_tag(data, at):
        raise cut("an AIFF file", f"no chunk begins at byte {at} of {len(data)}")
    return pieces(data, starts)
