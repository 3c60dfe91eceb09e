"""Recognizes formats by their bytes. A label, such as a mime type, only decides if the bytes do not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from .label import Label

_ID3_HEADER: Final = 10

# How files of each format begin, and what they have at byte 8.
_MARKS: Final = (
    (b"RIFF", b"WAVE", "wav"),
    (b"RF64", b"WAVE", "wav"),
    (b"BW64", b"WAVE", "wav"),
    (b"fLaC", b"", "flac"),
    (b"OggS", b"", "ogg"),
    (b"FORM", b"AIFF", "aiff"),
    (b"FORM", b"AIFC", "aiff"),
    (b"caff", b"", "caf"),
    (b".snd", b"", "au"),
    (b"riff.\x91\xcf\x11", b"", "w64"),
    (b"\x1a\x45\xdf\xa3", b"", "webm"),
    (b"#!AMR", b"", "amr"),
)

# What the first box of an MP4 or QuickTime file is, or of a piece of one.
_BOXES: Final = frozenset({b"ftyp", b"styp", b"moov", b"moof", b"mdat", b"wide", b"free", b"skip", b"sidx", b"pnot"})


def by_mark(data: bytes, label: Label) -> str | None:
    """The format of bytes by their first bytes; None if those are not the mark of any format."""
    data = data[id3_length(data) :] or data
    if data[4:8] in _BOXES:
        return "m4a"
    for mark, second, kind in _MARKS:
        if data.startswith(mark) and data[8 : 8 + len(second)] == second:
            return kind
    # Eleven set bits also occur in silence with a little noise, so a single frame proves nothing.
    if is_mpeg_frame(data, 0) and (label.format == "mp3" or two_mpeg_frames(data)):
        return "mp3"
    if is_adts_frame(data, 0) and (label.format in {"aac", "mp3"} or two_adts_frames(data)):
        return "aac"
    return "mp3" if data.startswith(b"ID3") else None


def id3_length(data: bytes, at: int = 0) -> int:
    """The length in bytes of the ID3v2 tag that begins here, 0 without one (https://id3.org/id3v2.4.0-structure)."""
    if data[at : at + 3] != b"ID3" or len(data) < at + _ID3_HEADER:
        return 0
    size = 0
    for byte in data[at + 6 : at + 10]:
        size = size << 7 | byte & 0x7F
    has_footer = data[at + 5] & 0x10
    return _ID3_HEADER + size + (_ID3_HEADER if has_footer else 0)


# https://www.rfc-editor.org/rfc/rfc3551 (kbit/s of MPEG-1 layer III, then of MPEG-2 and 2.5)
_BITRATES_1: Final = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_BITRATES_2: Final = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATES_1: Final = (44100, 48000, 32000)


def is_mpeg_frame(data: bytes, at: int) -> bool:
    """Whether a frame of MPEG layer III begins here."""
    return mpeg_frame(data, at) is not None


def mpeg_frame(data: bytes, at: int) -> tuple[int, int, int] | None:
    """Length in bytes, sample rate in Hz and channels of the layer III frame that begins here, if one does."""
    if len(data) < at + 4 or data[at] != 0xFF or data[at + 1] & 0xE0 != 0xE0:
        return None
    version, layer = data[at + 1] >> 3 & 3, data[at + 1] >> 1 & 3
    bitrate_index, rate_index, padding = data[at + 2] >> 4, data[at + 2] >> 2 & 3, data[at + 2] >> 1 & 1
    if version == 1 or layer != 1 or bitrate_index in {0, 15} or rate_index == 3:
        return None
    first = version == 3
    bitrate = (_BITRATES_1 if first else _BITRATES_2)[bitrate_index] * 1000
    rate = _RATES_1[rate_index] // (1 if first else 2 if version == 2 else 4)
    channels = 1 if data[at + 3] >> 6 == 3 else 2
    return (144 if first else 72) * bitrate // rate + padding, rate, channels


def two_mpeg_frames(data: bytes) -> bool:
    """Whether two frames of one kind follow each other from the start."""
    first = mpeg_frame(data, 0)
    second = mpeg_frame(data, first[0]) if first else None
    return first is not None and second is not None and first[1:] == second[1:]


def is_adts_frame(data: bytes, at: int) -> bool:
    """Whether a frame of AAC in its ADTS wrapping begins here."""
    return len(data) >= at + 7 and data[at] == 0xFF and data[at + 1] & 0xF6 == 0xF0


def adts_length(data: bytes, at: int) -> int:
    """The length in bytes of the ADTS frame that begins here (ISO/IEC 13818-7, 6.2)."""
    return max((data[at + 3] & 3) << 11 | data[at + 4] << 3 | data[at + 5] >> 5, 7)


def two_adts_frames(data: bytes) -> bool:
    """Whether two frames of one kind follow each other from the start."""
    if not is_adts_frame(data, 0):
        return False
    second = adts_length(data, 0)
    return is_adts_frame(data, second) and data[1:3] == data[second + 1 : second + 3]
