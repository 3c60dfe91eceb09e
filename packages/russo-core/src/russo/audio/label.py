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

# How names of bare samples state what a sample is: ``pcm_s24le``, ``F32LE``, ``L8``. Those of an L8 are unsigned
# (https://www.rfc-editor.org/rfc/rfc3551#section-4.5.10), those of an L20 are packed (https://www.rfc-editor.org/rfc/rfc3190).
_SAMPLES: Final = re.compile(r"(?:pcm_?)?([lsuf]\d+|float\d*)_?(le|be)?")
_READ: Final = {"l8": 1, "l16": 2, "l24": 3, "u8": 1, "s16": 2, "s24": 3, "s32": 4}
_WIDTHS: Final = {8: 1, 16: 2, 24: 3, 32: 4}

_CHANNELS: Final = {"mono": 1, "stereo": 2}
# What is never bare samples, whatever the bytes look like.
_NO_SAMPLES: Final = ("image/", "video/", "font/", "model/", "multipart/", "message/")


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
        unread: Its words for something that russo does not read, such as samples in floating point, or a picture.

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
    unread: str | None = None

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
    kind, *parameters = re.split("[;,]", (mime or "")[:_LONGEST].lower())
    values = dict[str, str]()
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        name = name.strip().replace("-", "").replace("_", "")
        values.setdefault(name, value.strip().strip("\"'").strip())
    kind = kind.strip()
    name = kind.removeprefix("audio/")
    codec = _first(values, "codec", "codecs", "encoding", "format")
    audio_format = _FORMATS_BY_LABEL.get(name, "pcm" if _SAMPLES.fullmatch(name) else None)
    if codec and audio_format in {None, "pcm"}:
        audio_format = _FORMATS_BY_LABEL.get(codec, "pcm" if _SAMPLES.fullmatch(codec) else audio_format)
    width, unread = _width(name, codec, _first(values, "bits", "bit", "bitdepth", "bitspersample"))
    channels = _first(values, "channels", "channel")
    return Label(
        type=kind,
        format=audio_format,
        sample_rate=_number(_first(values, "rate", "samplerate", "samplingrate")),
        channels=_CHANNELS.get(channels) or _number(channels),
        sample_width=width,
        big_endian=_big_endian(name, codec, _first(values, "endianness", "endian")),
        unread=kind if kind.startswith(_NO_SAMPLES) and audio_format is None else unread,
    )


def _first(values: dict[str, str], *names: str) -> str:
    return next((value for name in names if (value := values.get(name))), "")


def _width(name: str, codec: str, bits: str) -> tuple[int | None, str | None]:
    """The bytes of a sample, or the name of samples that russo does not read, if the label says either."""
    for stated in (codec, name):
        if found := _SAMPLES.fullmatch(stated):
            width = _READ.get(found[1])
            return width, f"samples called {stated!r}" if width is None else None
    width = _WIDTHS.get(_number(bits) or 0)
    return width, f"samples of {bits!r} bits" if bits and width is None else None


def _big_endian(name: str, codec: str, said: str) -> bool | None:
    if said.startswith(("big", "little")):
        return said.startswith("big")
    orders = (found[2] for stated in (codec, name) if (found := _SAMPLES.fullmatch(stated)) and found[2])
    order = next(orders, None)
    return order == "be" if order else None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 and int(text) > 0 else None
