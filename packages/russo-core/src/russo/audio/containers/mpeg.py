"""MP3: finds out that a file was cut short, by its last frame or by the number of frames in its Xing or Info header.

https://www.rfc-editor.org/rfc/rfc3119 describes the frames, http://gabriel.mp3-tech.org/mp3infotag.html the count.
"""

from __future__ import annotations

from typing import Final

from ...errors import AudioError
from ..sniff import id3_length, mpeg_frame
from .cut import cut, is_tag, pieces

# Where the count is in its frame: after the header and the side information, whose length these determine.
_SIDE: Final = {(True, True): 32, (True, False): 17, (False, True): 17, (False, False): 9}
_SEARCHED: Final = 4096
_FRAMES, _BYTES = 1, 2  # flags of a Xing header: which of the two it has


def links(data: bytes) -> list[bytes]:
    """Cut before each frame that holds a count: decoders take that of the first file for all."""
    at, starts = _first_frame(data), [0]
    link = _Link(data, at)
    while at < len(data):
        if tag := id3_length(data, at):
            link.check(at)
            starts.append(at)
            at += tag
            link = _Link(data, at)
            continue
        frame = mpeg_frame(data, at)
        if frame is None:
            if not is_tag(data, at):
                raise cut("an mp3", f"no frame begins at byte {at} of {len(data)}")
            break
        if at != link.start and _count(data, at, frame[2]) is not None:
            link.check(at)
            starts.append(at)
            link = _Link(data, at)
        link.frames += 1
        at += frame[0]
        if at > len(data):
            raise cut("an mp3", f"its last frame ends at byte {at} of {len(data)}")
    link.check(at)
    return pieces(data[:at], starts)


def _first_frame(data: bytes) -> int:
    """Where the first frame begins: after tags, and after bytes that some writers leave behind them."""
    at = 0
    while tag := id3_length(data, at):
        at += tag
    for place in range(at, min(at + _SEARCHED, len(data))):
        frame = mpeg_frame(data, place)
        if frame and (place == at or place + frame[0] == len(data) or mpeg_frame(data, place + frame[0])):
            return place
    raise AudioError("an mp3 without a frame of MPEG layer III")


class _Link:
    """One file: what its header states, and what it contains."""

    def __init__(self, data: bytes, start: int) -> None:
        frame = mpeg_frame(data, start)
        self.start = start
        self.frames = 0
        self.count = _count(data, start, frame[2]) if frame else None

    def check(self, stop: int) -> None:
        """Compare the count with the frames that were found, without the frame that holds the count."""
        if self.count is None:
            return
        frames, size = self.count
        there = self.frames - 1
        # Some writers include the frame of the count. The bytes distinguish that from a file without its last frame.
        counts_itself = frames == self.frames and (not size or size <= stop - self.start)
        if frames > there and not counts_itself:
            raise cut("an mp3", f"it says {frames} frames and {there} are there")


def _count(data: bytes, at: int, channels: int) -> tuple[int, int] | None:
    """Frames and bytes that a frame says the whole file has, if it is a frame that says so; 0 for unknown."""
    side = at + 4 + _SIDE[data[at + 1] & 8 != 0, channels == 2]
    if data[side : side + 4] in {b"Xing", b"Info"}:
        flags, first, second = (int.from_bytes(data[side + place : side + place + 4]) for place in (4, 8, 12))
        if not flags & _FRAMES:
            return 0, first if flags & _BYTES else 0
        return first, second if flags & _BYTES else 0
    if data[at + 36 : at + 40] == b"VBRI":
        return int.from_bytes(data[at + 50 : at + 54]), int.from_bytes(data[at + 46 : at + 50])
    return None
