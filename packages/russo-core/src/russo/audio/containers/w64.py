"""W64: a WAV whose chunks have names of 16 bytes and lengths of 8 bytes (the format of Sonic Foundry)."""

from __future__ import annotations

from typing import Final

from .cut import cut, is_tag, next_mark, pieces

_MARK: Final = b"riff.\x91\xcf\x11\xa5\xd6(\xdb\x04\xc1\0\0"
_HEAD: Final = 24
_UNKNOWN_FROM: Final = 1 << 62  # what writers to a pipe put in


def links(data: bytes) -> list[bytes]:
    """Cut before each header."""
    at, starts, true = 0, [], bytearray(data)
    while at + _HEAD <= len(data):
        size = int.from_bytes(data[at + 16 : at + _HEAD], "little")
        if data.startswith(_MARK, at):
            starts.append(at)
            at += _HEAD + 16
            continue
        if size >= _UNKNOWN_FROM:
            size = next_mark(data, _MARK, at) - at
            true[at + 16 : at + _HEAD] = size.to_bytes(8, "little")
        if size < _HEAD:
            raise cut("a W64 file", f"a chunk at byte {at} has a length of {size}")
        at += size
        if at > len(data):
            raise cut("a W64 file", f"a chunk ends at byte {at} of {len(data)}")
        at += -size % 8
    if at < len(data) and not is_tag(data, at):
        raise cut("a W64 file", f"no chunk begins at byte {at} of {len(data)}")
    return pieces(bytes(true), starts)
