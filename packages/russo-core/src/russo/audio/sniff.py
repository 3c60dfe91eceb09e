"""What bytes are, told by the bytes themselves. A label, such as a mime type, only decides where they cannot."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_ID3_HEADER: Final = 10
_MARKS: Final = ((b"RIFF", "wav"), (b"fLaC", "flac"), (b"OggS", "ogg"), (b"ID3", "mp3"))

# Names of mime types and codecs, as providers write them, to the formats of `Audio`.
_FORMATS_BY_LABEL: Final = {
    "wav": "wav",
    "x-wav": "wav",
    "wave": "wav",
    "vnd.wave": "wav",
    "mpeg": "mp3",
    "mp3": "mp3",
    "mpeg3": "mp3",
    "x-mpeg-3": "mp3",
    "flac": "flac",
    "x-flac": "flac",
    "ogg": "ogg",
    "opus": "ogg",
    "ogg_opus": "ogg",
    "aac": "aac",
    "aacp": "aac",
    "l16": "pcm",
    "pcm": "pcm",
    "raw": "pcm",
    "pcm16": "pcm",
    "basic": "ulaw",
    "pcmu": "ulaw",
    "mulaw": "ulaw",
    "ulaw": "ulaw",
    "pcma": "alaw",
    "alaw": "alaw",
}

# https://www.rfc-editor.org/rfc/rfc3551 (kbit/s of MPEG-1 layer III, then of MPEG-2 and 2.5)
_BITRATES_1: Final = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_BITRATES_2: Final = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATES_1: Final = (44100, 48000, 32000)


@dataclass(frozen=True, slots=True)
class Label:
    """A mime type such as ``audio/L16;codec=pcm;rate=24000``, taken apart."""

    type: str
    format: str | None
    sample_rate: int | None
    channels: int | None

    @property
    def is_text(self) -> bool:
        """Whether this is what a server sends instead of audio when something is wrong."""
        return self.type.startswith("text/") or self.type.endswith(("json", "xml", "html"))


def read_label(mime: str | None) -> Label:
    """Take a mime type apart, whatever its case, spaces and parameters."""
    kind, *parameters = (mime or "").lower().split(";")
    kind = kind.strip()
    values = dict(re.findall(r"\s*([\w-]+)\s*=\s*\"?([^\";\s]+)", ";".join(parameters)))
    return Label(
        type=kind,
        format=_FORMATS_BY_LABEL.get(kind.removeprefix("audio/")),
        sample_rate=_number(values.get("rate")),
        channels=_number(values.get("channels")),
    )


def sniff(data: bytes, label: Label) -> str | None:
    """Tell the format of bytes, or None where neither they nor their label say."""
    for mark, kind in _MARKS:
        if data.startswith(mark) and (kind != "wav" or data[8:12] == b"WAVE"):
            return kind
    # Eleven set bits are also four ordinary samples of silence with a little noise: one frame alone proves nothing.
    if is_mpeg_frame(data, 0) and (label.format == "mp3" or two_mpeg_frames(data)):
        return "mp3"
    if is_adts_frame(data) and label.format == "aac":
        return "aac"
    return label.format


def id3_length(data: bytes) -> int:
    """The length in bytes of the ID3v2 tag before an mp3, 0 without one (https://id3.org/id3v2.4.0-structure)."""
    if data[:3] != b"ID3" or len(data) < _ID3_HEADER:
        return 0
    size = 0
    for byte in data[6:10]:
        size = size << 7 | byte & 0x7F
    return _ID3_HEADER + size


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


def is_adts_frame(data: bytes) -> bool:
    """Whether a frame of AAC in its ADTS wrapping begins here."""
    return len(data) >= 7 and data[0] == 0xFF and data[1] & 0xF6 == 0xF0


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and int(text) > 0 else None
