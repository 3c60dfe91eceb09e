"""FLAC: where each stream begins, and how many samples it should have (https://www.rfc-editor.org/rfc/rfc9639)."""

from __future__ import annotations

import re
from typing import Final

from .cut import pieces

# A stream begins with its mark and a STREAMINFO of 34 bytes, which may be the only block of its kind.
_START: Final = re.compile(rb"fLaC[\x00\x80]\x00\x00\x22")


def links(data: bytes) -> list[bytes]:
    """Cut where a stream begins."""
    return pieces(data, [match.start() for match in _START.finditer(data)])


def stated_frames(data: bytes) -> int:
    """How many frames the header says there are, 0 where it does not say."""
    match = _START.search(data)
    return int.from_bytes(data[match.start() + 21 : match.start() + 26]) & 0xF_FFFF_FFFF if match else 0
