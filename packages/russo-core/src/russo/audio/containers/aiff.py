"""AIFF: chunks, each with its length, as in a WAV but big-endian (Apple's AIFF 1.3)."""

from __future__ import annotations

from typing import Final

from .cut import cut, is_tag, next_mark, pieces

_MARK: Final = b"FORM"
_HEAD: Final = 8
_UNKNOWN_FROM: Final = 0x7F000000  # what writers to a pipe put in, if not 0


def links(data: bytes) -> list[bytes]:
    """Cut before each header, and replace the lengths of a stream by true ones: FFmpeg reads nothing else."""
    at, starts, true = 0, [], bytearray(data)
    while at + _HEAD <= len(data):
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8])
        if name == _MARK:
            starts.append(at)
            end = next_mark(data, _MARK, at + 4)
            if not size or size >= _UNKNOWN_FROM:
                true[at + 4 : at + 8] = (end - at - _HEAD).to_bytes(4)
            at += 12
            continue
        if name == b"SSND" and (not size or size >= _UNKNOWN_FROM):
            size = next_mark(data, _MARK, at) - at - _HEAD
            true[at + 4 : at + 8] = size.to_bytes(4)
        at += _HEAD + size
        if at > len(data):
            raise cut("an AIFF file", f"its chunk {name!r} ends at byte {at} of {len(data)}")
        at += size % 2
    if at < len(data) and not is_tag(data, at):
        raise cut("an AIFF file", f"no chunk begins at byte {at} of {len(data)}")
    return pieces(bytes(true), starts)
