"""Ogg: cut short if a page of a stream is missing, such as the one marked as its last (RFC 3533)."""

from __future__ import annotations

from typing import Final

from .cut import cut, is_tag, pieces

_HEADER: Final = 27
_FIRST, _LAST = 2, 4  # flags of a page


def links(data: bytes) -> list[bytes]:
    """Cut where a stream begins after another has ended: files in a row are one "chained" file."""
    at, starts, following = 0, [], dict[bytes, int]()
    while at < len(data):
        if data[at : at + 4] != b"OggS":
            if not is_tag(data, at):
                raise cut("an Ogg file", f"no page begins at byte {at} of {len(data)}")
            break
        end = at + _HEADER + data[at + 26] if at + _HEADER <= len(data) else len(data) + 1
        end += sum(data[at + _HEADER : end])
        if end > len(data):
            raise cut("an Ogg file", f"its last page ends behind byte {len(data)}")
        flags, serial, number = data[at + 5], data[at + 14 : at + 18], int.from_bytes(data[at + 18 : at + 22], "little")
        if flags & _FIRST:
            if not following:
                starts.append(at)
        elif following.get(serial, number) != number:
            raise cut("an Ogg file", f"page {following[serial]} is missing")
        following[serial] = number + 1
        if flags & _LAST:
            del following[serial]
        at = end
    if following:
        raise cut("an Ogg file", "its last page is missing")
    return pieces(data, starts)
