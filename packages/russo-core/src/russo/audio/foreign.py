"""Recognizes, by their bytes, kinds of files that russo cannot read, so that none is taken for raw PCM."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

# Samples may look like the beginning of one frame, but not of this many in a row.
_FRAMES: Final = 4

# How such files begin.
_FOREIGN: Final = (
    (b"RIFX", "a WAV with the larger byte first"),
    (b"RIFF", "a RIFF file that is not a WAV"),
    (b"FORM", "an IFF file that is not an AIFF"),
    (b"wvpk", "WavPack"),
    (b"TTA1", "True Audio"),
    (b"TTA2", "True Audio"),
    (b"MAC ", "Monkey's Audio"),
    (b"MPCK", "Musepack"),
    (b"MP+", "Musepack"),
    (b"ADIF", "AAC in ADIF"),
    (b"Creative Voice File", "VOC"),
    (b"NIST_1A", "NIST SPHERE"),
    (b"MThd", "MIDI"),
    (b"\x0b\x77", "AC-3"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "Windows Media"),
    (b"FLV\x01", "Flash video"),
    (b"nut/multimedia container\0", "NUT"),
    (b".SoX", "SoX"),
    (b"XoS.", "SoX"),
    (b"#!SILK", "SILK"),
    (b"\x02#!SILK", "SILK"),
    (b"#!iLBC", "iLBC"),
    (b".RMF", "RealMedia"),
    (b".ra\xfd", "RealAudio"),
    (b"DSD ", "DSD"),
    (b"FRM8", "DSD"),
    (b"OFR ", "OptimFROG"),
    (b"\x7f\xfe\x80\x01", "DTS"),
    (b"\x64\xa3\x01\0", "IRCAM"),
    (b"\x64\xa3\x02\0", "IRCAM"),
    (b"\0\x02\xa3\x64", "IRCAM"),
    (b"\0\0\x01\xba", "an MPEG program stream"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"\x28\xb5\x2f\xfd", "Zstandard"),
    (b"PK\x03\x04", "ZIP"),
    (b"PK\x05\x06", "ZIP"),
    (b"PK\x07\x08", "ZIP"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"\x04\x22\x4d\x18", "LZ4"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\0", "xz"),
    (b"%PDF-", "PDF"),
    (b"\x89PNG\r\n", "PNG"),
    *((b"\xff\xd8\xff" + bytes([segment]), "JPEG") for segment in (0xC0, 0xC2, 0xC4, 0xDB, *range(0xE0, 0xF0), 0xFE)),
    (b"\0\0\0\x0cJXL \r\n\x87\n", "JPEG XL"),
    (b"\0\0\0\x0cjP  \r\n\x87\n", "JPEG 2000"),
    (b"GIF8", "GIF"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"8BPS\0\x01", "PSD"),
    (b"SQLite format 3\0", "SQLite"),
    (b"\x7fELF", "ELF"),
    (b"wOFF", "WOFF"),
    (b"wOF2", "WOFF"),
    (b"\x93NUMPY", "NumPy"),
)

# Those of which one mark alone might be a sample, or does not come first.
_SHAPED: Final = (
    (re.compile(rb"BM.{4}\0{4}.{4}[\x28\x6c\x7c]\0{3}", re.DOTALL), "BMP"),
    (re.compile(rb".{257}ustar[\0 ]", re.DOTALL), "tar"),
)


def foreign(data: bytes) -> str | None:
    """The name of a kind of file that russo does not read, or None if the bytes are not one."""
    marked = next((name for mark, name in _FOREIGN if data.startswith(mark)), None)
    marked = marked or next((name for shape, name in _SHAPED if shape.match(data)), None)
    return marked or next((name for name, length in _FRAMED if _is_chain(data, length)), None)


def _is_chain(data: bytes, length: Callable[[bytes, int], int]) -> bool:
    at = 0
    for _ in range(_FRAMES):
        step = length(data, at) if len(data) >= at + 4 else 0
        if not step:
            return False
        at += step
    return True


def _loas(data: bytes, at: int) -> int:
    # ISO/IEC 14496-3, 1.7.2: eleven bits of a mark, and thirteen of a length.
    marked = data[at] == 0x56 and data[at + 1] & 0xE0 == 0xE0
    return 3 + ((data[at + 1] & 0x1F) << 8 | data[at + 2]) if marked else 0


def _transport(data: bytes, at: int) -> int:
    return 188 if data[at] == 0x47 else 0


def _layer_2(data: bytes, at: int) -> int:
    # ISO/IEC 11172-3, 2.4.2.3, and 13818-3 for the lower rates.
    version, layer = data[at + 1] >> 3 & 3, data[at + 1] >> 1 & 3
    bitrate, rate, padding = data[at + 2] >> 4, data[at + 2] >> 2 & 3, data[at + 2] >> 1 & 1
    if data[at] != 0xFF or data[at + 1] & 0xE0 != 0xE0 or version == 1 or layer != 2 or bitrate in {0, 15} or rate == 3:
        return 0
    first = version == 3
    kilobits = (_BITRATES_1 if first else _BITRATES_2)[bitrate]
    return 144_000 * kilobits // ((44100, 48000, 32000)[rate] // (1 if first else 2 if version == 2 else 4)) + padding


_BITRATES_1: Final = (0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384)
_BITRATES_2: Final = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_FRAMED: Final = (
    ("AAC in LATM", _loas),
    ("an MPEG transport stream", _transport),
    ("MPEG audio of layer II", _layer_2),
)
