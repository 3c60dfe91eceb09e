"""AU: a header with the length of the samples, or with all bits set for "unknown" (the format of Sun and NeXT)."""

from __future__ import annotations

from typing import Final

from .cut import cut, is_tag, next_mark, pieces

_MARK: Final = b".snd\0\0"
_UNKNOWN: Final = frozenset({0, 0xFFFFFFFF})


def links(data: bytes) -> list[bytes]:
    """Cut where the length says that a file ends and another begins."""
    at, starts = 0, []
    while data.startswith(_MARK, at):
        starts.append(at)
        offset, size = int.from_bytes(data[at + 4 : at + 8]), int.from_bytes(data[at + 8 : at + 12])
        at = next_mark(data, _MARK, at + max(offset, 12)) if size in _UNKNOWN else at + max(offset, 12) + size
        if at > len(data):
            raise cut("an AU file", f"its samples end at byte {at} of {len(data)}")
    if not is_tag(data, at):
        raise cut("an AU file", f"no file begins at byte {at} of {len(data)}")
    return pieces(data, starts)
