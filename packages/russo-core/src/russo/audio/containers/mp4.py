"""M4A: boxes, each with its length (ISO/IEC 14496-12, 4.2)."""

from __future__ import annotations

from .cut import cut, is_tag, pieces


def links(data: bytes) -> list[bytes]:
    """Cut before each box that says which kind of file begins."""
    at, starts, names = 0, [], list[bytes]()
    while at + 8 <= len(data):
        size, name, head = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8], 8
        if size == 1:
            size, head = int.from_bytes(data[at + 8 : at + 16]), 16
        if size == 0 and name == b"mdat":
            size = len(data) - at  # "to the end of the file"
        if size < head:
            break
        if name == b"ftyp":
            starts.append(at)
        names.append(name)
        at += size
        if at > len(data):
            raise cut("an M4A file", f"its box {name!r} ends at byte {at} of {len(data)}")
    if not is_tag(data, at):
        raise cut("an M4A file", f"no box begins at byte {at} of {len(data)}")
    if b"moov" not in names or names[-1] == b"moof":
        raise cut("an M4A file", "the sound or what describes it is missing")
    return pieces(data, starts)
