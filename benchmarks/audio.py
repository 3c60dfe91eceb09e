"""The cost of russo's checks on top of PyAV: a minute of speech, decoded and resampled, in turn with a bare PyAV loop.

python benchmarks/audio.py
"""

from __future__ import annotations

import io
import math
import statistics
import subprocess
import sys
import time
from array import array
from typing import TYPE_CHECKING

import av
import av.filter

from russo import Audio
from russo.audio.resampling import FILTER

if TYPE_CHECKING:
    from collections.abc import Callable

RUNS = 15
RATE = 24000
CONTAINERS = {"mp3": "mp3", "flac": "flac", "ogg": "ogg"}
TARGETS = (8000, 16000, 48000)


def minute() -> Audio:
    """A tone that swells and fades, as syllables do."""
    second = (math.sin(i * 0.06) * (1 + math.sin(i * 0.002)) * 8000 for i in range(RATE))
    return Audio(array("h", map(int, second)).tobytes() * 60, "pcm", RATE)


def decoded_by_pyav(data: bytes, container: str) -> bytes:
    blocks = []
    with av.open(io.BytesIO(data), format=container) as file:
        resampler = av.AudioResampler(format="s16")
        for frame in file.decode(audio=0):
            for plain in resampler.resample(frame):
                blocks.append(bytes(plain.planes[0])[: plain.samples * 2])  # noqa: PERF401 - the loop of PyAV's manual
        for plain in resampler.resample(None):
            blocks.append(bytes(plain.planes[0])[: plain.samples * 2])  # noqa: PERF401 - likewise
    return b"".join(blocks)


def resampled_by_pyav(pcm: bytes, rate: int) -> bytes:
    graph = av.filter.Graph()
    source = graph.add_abuffer(format="s16", layout="mono", sample_rate=RATE)
    graph.link_nodes(source, graph.add("aresample", f"{rate}:{FILTER}"), graph.add("abuffersink")).configure()
    frame = av.AudioFrame(format="s16", layout="mono", samples=len(pcm) // 2)
    frame.sample_rate = RATE
    frame.planes[0].update(pcm)
    graph.push(frame)
    graph.push(None)
    blocks = []
    while True:
        try:
            plain = graph.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return b"".join(blocks)
        blocks.append(bytes(plain.planes[0])[: plain.samples * 2])


def compare(what: str, ours: Callable[[], object], theirs: Callable[[], object], target: float) -> None:
    times: dict[str, list[float]] = {"russo": [], "PyAV": []}
    for _ in range(RUNS):
        for name, call in (("russo", ours), ("PyAV", theirs)):
            started = time.perf_counter()
            call()
            times[name].append(time.perf_counter() - started)
    fastest = {name: min(measured) for name, measured in times.items()}
    paired = statistics.median(a / b for a, b in zip(times["russo"], times["PyAV"], strict=True))
    print(
        f"{what:<22} russo {fastest['russo'] * 1000:6.1f} ms, PyAV {fastest['PyAV'] * 1000:6.1f} ms: "
        f"{fastest['russo'] / fastest['PyAV']:.2f}x, median of pairs {paired:.2f}x  target: at most {target}x"
    )


def main() -> None:
    speech = minute()
    for kind, container in CONTAINERS.items():
        data = speech._as(kind).data  # noqa: SLF001 - what save writes
        audio = Audio.from_bytes(data)
        assert audio.to_pcm().data == decoded_by_pyav(data, container)
        compare(f"decode a minute of {kind}", audio.to_pcm, lambda d=data, c=container: decoded_by_pyav(d, c), 1.3)
        compare(
            f"receive it: {kind}",
            lambda d=data: Audio.from_bytes(d),
            lambda d=data, c=container: decoded_by_pyav(d, c),
            1.3,
        )
    for rate in TARGETS:
        compare(
            f"resample to {rate} Hz",
            lambda rate=rate: speech.to_pcm(rate),
            lambda rate=rate: resampled_by_pyav(speech.data, rate),
            1.3,
        )
    code = (
        "import sys; from russo import Audio, AudioCache; Audio(bytes(480), 'pcm').duration; print('av' in sys.modules)"
    )
    imported = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.strip()
    print(f"a hit imports PyAV: {imported}")


if __name__ == "__main__":
    main()
