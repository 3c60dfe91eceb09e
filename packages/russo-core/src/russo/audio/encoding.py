"""Encodes 16-bit samples with PyAV (FFmpeg)."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from ..errors import AudioError
from .extra import need_av, reason
from .frames import layout_name, to_frames
from .resampling import resample

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .samples import Samples

# FFmpeg's names for the container and the codec of each format of `Audio`.
_FILES: Final = {
    "alaw": ("alaw", "pcm_alaw"),
    "flac": ("flac", "flac"),
    "g722": ("g722", "g722"),
    "mp3": ("mp3", "libmp3lame"),
    "ogg": ("ogg", "libopus"),
    "ulaw": ("mulaw", "pcm_mulaw"),
    "wav": ("wav", "pcm_s16le"),
}
FORMATS: Final = frozenset(_FILES)
"""What `encode` writes."""

# The only rates that Opus has, in Hz (https://www.rfc-editor.org/rfc/rfc6716#section-2).
_OPUS_RATES: Final = (8000, 12000, 16000, 24000, 48000)


def encode(samples: Samples, audio_format: str, options: Mapping[str, str] | None = None) -> tuple[bytes, int]:
    """Encode samples as a whole file.

    Args:
        samples: What is to be heard.
        audio_format: One of `FORMATS`.
        options: FFmpeg's options for the codec, such as ``{"b": "32000"}`` for bits per second.

    Returns:
        The file, and its sample rate in Hz: for ogg (Opus), the next higher rate that Opus has.

    Raises:
        AudioError: The format cannot hold them.
        MissingDependencyError: PyAV is not installed.
    """
    av = need_av(f"to write {audio_format}")
    try:
        container, codec = _FILES[audio_format]
        if codec == "libopus":
            rate = next((rate for rate in _OPUS_RATES if rate >= samples.sample_rate), _OPUS_RATES[-1])
            samples = resample(samples, rate)
        return _written(av, samples, container, codec, options or {}), samples.sample_rate
    except Exception as error:
        what = f"{samples.channels} channels at {samples.sample_rate} Hz"
        msg = f"{what} cannot be written as {audio_format!r}: {reason(error)}"
        raise AudioError(msg) from error


def _written(av: Any, samples: Samples, container: str, codec: str, options: Mapping[str, str]) -> bytes:
    target = io.BytesIO()
    # By default, FFmpeg reserves 8 KB in a FLAC file for tags that nobody will write.
    with av.open(target, "w", format=container, options={"metadata_header_padding": "0"}) as file:
        stream = file.add_stream(
            codec, rate=samples.sample_rate, layout=layout_name(samples.channels), options=dict(options)
        )
        for frame in to_frames(av, samples):
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return target.getvalue()
