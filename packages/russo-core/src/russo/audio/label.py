"""Reads what a mime type says about audio, whatever its case, spaces and parameters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from .shape import BARE

# The longest mime type that is looked at. It is one line of a header, so anything longer is not meant seriously.
_LONGEST: Final = 1000

# The formats of `Audio` by the names of mime types and codecs, as providers write them.
_FORMATS_BY_LABEL: Final = {
    "wav": "wav",
    "x-wav": "wav",
    "wave": "wav",
    "x-pn-wav": "wav",
    "vnd.wave": "wav",
    "mpeg": "mp3",
    "mp3": "mp3",
    "x-mp3": "mp3",
    "mpeg3": "mp3",
    "x-mpeg": "mp3",
    "x-mpeg-3": "mp3",
    "flac": "flac",
    "x-flac": "flac",
    "ogg": "ogg",
    "application/ogg": "ogg",
    "opus": "ogg",
    "vorbis": "ogg",
    "ogg_opus": "ogg",
    "aac": "aac",
    "x-aac": "aac",
    "aacp": "aac",
    "mp4": "m4a",
    "m4a": "m4a",
    "x-m4a": "m4a",
    "video/mp4": "m4a",
    "webm": "webm",
    "video/webm": "webm",
    "aiff": "aiff",
    "x-aiff": "aiff",
    "x-caf": "caf",
    "amr": "amr",
    "amr-wb": "amr",
    "l16": "pcm",
    "l24": "pcm",
    "pcm": "pcm",
    "x-pcm": "pcm",
    "raw": "pcm",
    "x-raw": "pcm",
    "pcm16": "pcm",
    "linear16": "pcm",
    "pcm_u8": "pcm",
    "pcm_s16le": "pcm",
    "pcm_s16be": "pcm",
    "pcm_s24le": "pcm",
    "pcm_s24be": "pcm",
    "pcm_s32le": "pcm",
    "pcm_s32be": "pcm",
    "basic": "ulaw",
    "pcmu": "ulaw",
    "mulaw": "ulaw",
    "x-mulaw": "ulaw",
    "ulaw": "ulaw",
    "pcm_mulaw": "ulaw",
    "pcma": "alaw",
    "alaw": "alaw",
    "x-alaw": "alaw",
    "pcm_alaw": "alaw",
}

# Bare samples whose name says that they are wider: https://www.rfc-editor.org/rfc/rfc3190 has 24 bits.
_WIDTHS: Final = {"l24": 3, "pcm_s24le": 3, "pcm_s24be": 3, "pcm_s32le": 4, "pcm_s32be": 4, "pcm_u8": 1}


@dataclass(frozen=True, slots=True)
class Label:
    """A mime type such as ``audio/L16;codec=pcm;rate=24000``, taken apart.

    Args:
        type: The type alone, in lower case.
        format: The format of `russo.Audio` that it means; None for anything else.
        sample_rate: In Hz, if it says so.
        channels: How many, if it says so.
        sample_width: Bytes of one sample, if it says so.
        big_endian: Whether bare samples are big-endian; None if only the samples can tell.

    Example:
        >>> from russo.providers import read_label
        >>> read_label("audio/L16;rate=22050").has_rate
        True
    """

    type: str
    format: str | None
    sample_rate: int | None
    channels: int | None
    sample_width: int | None
    big_endian: bool | None

    @property
    def has_rate(self) -> bool:
        """Whether it says what rate bare samples have, which nothing else can.

        Example:
            >>> from russo.providers import read_label
            >>> read_label("audio/mpeg;rate=44100").has_rate
            False
        """
        return self.format in BARE and self.sample_rate is not None

    @property
    def is_text(self) -> bool:
        """Whether this is what a server sends instead of audio when something is wrong.

        Example:
            >>> from russo.providers import read_label
            >>> read_label("application/problem+json").is_text
            True
        """
        return self.type.startswith("text/") or self.type.endswith(("json", "xml", "html"))


def read_label(mime: str | None) -> Label:
    """Parse a mime type.

    Args:
        mime: The value of a ``Content-Type`` header; None if there is none.

    Returns:
        What it says. Nothing that it does not say is guessed.

    Example:
        >>> from russo.providers import read_label
        >>> read_label("audio/L16; rate=8000").sample_rate
        8000
    """
    kind, *parameters = (mime or "")[:_LONGEST].lower().split(";")
    values = dict[str, str]()
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        values.setdefault(name.strip(), value.strip().strip('"').strip())
    kind = kind.strip()
    name = kind.removeprefix("audio/")
    codec = _codec(values)
    audio_format = _FORMATS_BY_LABEL.get(name)
    if codec and audio_format in {None, "pcm"}:
        audio_format = _FORMATS_BY_LABEL.get(codec, audio_format)
    return Label(
        type=kind,
        format=audio_format,
        sample_rate=_number(values.get("rate") or values.get("samplerate") or values.get("sample_rate")),
        channels=_number(values.get("channels")),
        sample_width=_WIDTHS.get(codec) or _WIDTHS.get(name),
        big_endian=_big_endian(codec, values),
    )


def _codec(values: dict[str, str]) -> str:
    return values.get("codec") or values.get("codecs") or values.get("encoding") or values.get("format") or ""


def _big_endian(codec: str, values: dict[str, str]) -> bool | None:
    said = values.get("endianness") or values.get("endian") or ""
    if said.startswith(("big", "little")):
        return said.startswith("big")
    found = re.search(r"\d(le|be)$", codec)
    return found[1] == "be" if found else None


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 and int(text) > 0 else None
