"""How fast the voice of espeak speaks: `python benchmarks/espeak.py`."""

from __future__ import annotations

import asyncio
import os
import platform
import statistics
import subprocess
import sys
import time

from russo_espeak import EspeakSynthesizer

SENTENCE = "The quick brown fox jumps over the lazy dog."
SERIAL = 50
AT_ONCE = 100


async def main() -> None:
    synthesizer = EspeakSynthesizer()
    await synthesizer.synthesize(SENTENCE)  # imports, and reads the engine's files into the system's cache
    print(f"{os.cpu_count()} processors, {platform.machine()} {platform.system()}, Python {platform.python_version()}")
    python = statistics.median([bare_python() for _ in range(SERIAL)])
    serial = statistics.median([await timed(synthesizer, SENTENCE) for _ in range(SERIAL)])
    print(f"one after the other: {serial * 1e3:.0f} ms an utterance, {serial / python:.1f} starts of a bare Python")
    start = time.perf_counter()
    await asyncio.gather(*(synthesizer.synthesize(f"{SENTENCE} {n}") for n in range(AT_ONCE)))
    took = time.perf_counter() - start
    print(f"{AT_ONCE} at once: {took:.2f} s, {took / AT_ONCE * 1e3:.0f} ms an utterance")
    start = time.perf_counter()
    long = await synthesizer.synthesize(f"{SENTENCE} " * 200)
    print(f"a long text: {long.duration / (time.perf_counter() - start):.0f} seconds of speech a second")


async def timed(synthesizer: EspeakSynthesizer, text: str) -> float:
    start = time.perf_counter()
    await synthesizer.synthesize(text)
    return time.perf_counter() - start


def bare_python() -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-I", "-S", "-c", ""], check=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    asyncio.run(main())
