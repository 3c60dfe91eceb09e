"""Audio as encoders write it: into a file, or into a pipe, where they cannot go back to fill in the length."""

from __future__ import annotations

import io
import math
from array import array
from fractions import Fraction

import av
import soundfile

RATE = 24000


def tone(seconds: float = 1.0, rate: int = RATE, hz: float = 440.0) -> bytes:
    """A sine at a third of full scale, in 16 bits."""
    return array("h", (int(10000 * math.sin(math.tau * hz * i / rate)) for i in range(round(seconds * rate)))).tobytes()


class Pipe:
    """A writable stream that cannot seek."""

    def __init__(self) -> None:
        self.written = bytearray()

    def write(self, data: bytes) -> int:
        self.written += data
        return len(data)


def encode(pcm: bytes, container: str, codec: str, *, pipe: bool, to: int = RATE, **options: str) -> bytes:
    """Write mono samples at 24,000 Hz with FFmpeg."""
    target = Pipe() if pipe else io.BytesIO()
    samples = len(pcm) // 2
    frame = av.AudioFrame(format="s16", layout="mono", samples=samples)
    frame.sample_rate, frame.time_base, frame.pts = RATE, Fraction(1, RATE), 0
    frame.planes[0].update(pcm)
    with av.open(target, "w", format=container, options=options) as file:
        stream = file.add_stream(codec, rate=to, layout="mono")
        file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return bytes(target.written) if isinstance(target, Pipe) else target.getvalue()


def written(pcm: bytes, container: str, codec: str, **options: object) -> bytes:
    """Write mono samples at 24,000 Hz with libsndfile, which can encode formats that PyAV only decodes."""
    target = io.BytesIO()
    soundfile.write(target, memoryview(pcm).cast("h"), RATE, format=container, subtype=codec, **options)
    return target.getvalue()
