"""Encodes and decodes packets with PyAV, without a container."""

from __future__ import annotations

import io
from fractions import Fraction
from typing import TYPE_CHECKING

from ..audio.extra import need_av, reason
from ..audio.frames import to_bytes, to_frames
from ..audio.samples import Samples
from ..errors import AudioError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_BLOCK = 8000  # samples at once, for a codec that takes any number


def encoded(
    codec: str, pcm: bytes, rate: int, options: Mapping[str, str] | None = None, *, bit_rate: int | None = None
) -> list[bytes]:
    """Encode 16-bit mono samples to packets.

    Raises:
        AudioError: FFmpeg has no such encoder, or it does not accept the samples.
    """
    av = need_av(f"to encode {codec}")
    if codec not in av.codecs_available:
        cure = 'pip install "russo-core[audio]" brings a version that has it'
        msg = f"PyAV {av.__version__} has no codec {codec!r}: {cure}"
        raise AudioError(msg)
    try:
        context = av.CodecContext.create(codec, "w")
        context.sample_rate, context.layout, context.format = rate, "mono", "s16"
        context.time_base = Fraction(1, rate)
        context.options = dict(options or {})
        if bit_rate is not None:
            context.bit_rate = bit_rate
        context.open()
        block = context.frame_size or _BLOCK
        packets = []
        # The last frame is filled up with silence, since such a codec only accepts whole frames.
        whole = Samples(pcm + bytes(-len(pcm) % (2 * block)) if context.frame_size else pcm, rate, 1)
        for frame in (*to_frames(av, whole, block), None):
            packets += [bytes(packet) for packet in context.encode(frame)]
    except Exception as error:
        msg = f"{codec} does not encode at {rate} Hz: {reason(error)}"
        raise AudioError(msg) from error
    return packets


def decoded(codec: str, packets: Iterable[bytes], rate: int) -> bytes:
    """Decode packets to 16-bit mono samples.

    Raises:
        AudioError: FFmpeg has no such decoder, or it does not accept the packets.
    """
    av = need_av(f"to decode {codec}")
    try:
        context = av.CodecContext.create(codec, "r")
        context.sample_rate, context.layout = rate, "mono"
        return b"".join(to_bytes(frame) for packet in packets for frame in context.decode(av.Packet(packet)))
    except Exception as error:
        msg = f"{codec} does not decode at {rate} Hz: {reason(error)}"
        raise AudioError(msg) from error


def unwrapped(container: str, data: bytes, options: Mapping[str, str]) -> bytes:
    """Decode a codec that FFmpeg can only read from a file.

    Raises:
        AudioError: It does not decode.
    """
    av = need_av(f"to decode {container}")
    try:
        with av.open(io.BytesIO(data), format=container, options=dict(options)) as file:
            return b"".join(to_bytes(frame) for frame in file.decode(audio=0))
    except Exception as error:
        msg = f"{container} does not decode: {reason(error)}"
        raise AudioError(msg) from error
