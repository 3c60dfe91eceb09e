"""What the cache costs apart from hits: storing, counting, clearing, large audio, memory, and concurrency.

Run it with `python benchmarks/cache.py`. If there is something to compare with, both are timed in the same run.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import tempfile
import tracemalloc
from itertools import pairwise
from pathlib import Path
from time import perf_counter

from russo import Audio, AudioCache, CachedSynthesizer

ENTRIES = 50_000


def line(what: str, measured: str, target: str) -> None:
    print(f"{what:<58} {measured:<22} target {target}")


def store(folder: Path) -> None:
    cache = AudioCache(folder / "store")
    audio = Audio(random.Random(1).randbytes(480_000), "pcm")
    plain, kept = [], []
    (folder / "plain").mkdir()
    for number in range(400):
        started = perf_counter()
        for ending, content in ((".audio", audio.data), (".meta", bytes(500))):
            with open(folder / "plain" / f"{number}{ending}", "wb") as file:
                file.write(content)
        plain.append(perf_counter() - started)
        started = perf_counter()
        cache.put(f"{number:064}", audio, prompt="What is the weather in town today?")
        kept.append(perf_counter() - started)
    ratio = statistics.median(kept) / statistics.median(plain)
    line("put of 480 KB against writing two files", f"{ratio:.2f} times", "1.5 times")


def maintain(folder: Path) -> None:
    few, many = AudioCache(folder / "few"), AudioCache(folder / "many")
    audio = Audio(bytes(1000), "pcm")
    for number in range(10):
        few.put(f"{number:064}", audio)
    for number in range(ENTRIES):
        many.put(f"{number:064}", audio)
    among_few, among_many = [], []
    order = random.Random(2)
    for _ in range(5000):
        # The same ten entries in both, so that the size of the folder counts, not how many files fit into memory.
        key = f"{order.randrange(10):064}"
        for cache, times in ((few, among_few), (many, among_many)):
            started = perf_counter()
            cache.get(key)
            times.append(perf_counter() - started)
    ratio = statistics.median(among_many) / statistics.median(among_few)
    line(f"hit among {ENTRIES:,} entries against among 10", f"{ratio:.2f} times", "1 time")
    for name, call, target in (
        ("size()", many.size, "0.3 s"),
        ("stats()", many.stats, "-"),
        ("verify()", many.verify, "-"),
        ("prune(unused_for=...) that deletes nothing", lambda: many.prune(unused_for=1e9), "-"),
        ("clear()", many.clear, "2 s"),
    ):
        started = perf_counter()
        call()
        line(f"{name} at {ENTRIES:,} entries", f"{perf_counter() - started:.2f} s", target)


async def hold(folder: Path) -> None:
    cache = AudioCache(folder / "large")
    speaker = CachedSynthesizer(Slow(), cache=cache)
    speaker.keep("hello", Audio(bytes(64 * 1024 * 1024), "pcm"))
    moments = []
    reading = asyncio.create_task(speaker.synthesize("hello"))
    while not reading.done():
        moments.append(perf_counter())
        await asyncio.sleep(0)
    moments.append(perf_counter())
    longest = max(after - before for before, after in pairwise(moments))
    line("longest that a hit of 64 MB holds the event loop", f"{longest * 1e3:.0f} ms", "50 ms")


def remember(folder: Path) -> None:
    cache = AudioCache(folder / "memory")
    cache.put("abc123", Audio(bytes(64 * 1024 * 1024), "pcm"))
    tracemalloc.start()
    audio = cache.get("abc123")
    assert audio is not None
    ratio = tracemalloc.get_traced_memory()[1] / len(audio.data)
    tracemalloc.stop()
    line("memory of a hit of 64 MB against its audio", f"{ratio:.2f} times", "1 time")


class Slow:
    provider = "slow"

    async def synthesize(self, text: str) -> Audio:
        await asyncio.sleep(0.2)
        return Audio(text.encode() * 10_000, "pcm")


async def at_once(folder: Path) -> None:
    plain = AudioCache(folder / "plain-store")
    started = perf_counter()
    for number in range(100):
        plain.put(f"{number:064}", Audio(f"utterance {number}".encode() * 10_000, "pcm"))
    stores = perf_counter() - started
    speaker = CachedSynthesizer(Slow(), cache=AudioCache(folder / "at-once"))
    started = perf_counter()
    await asyncio.gather(*(speaker.synthesize(f"utterance {number}") for number in range(100)))
    ratio = (perf_counter() - started) / (0.2 + stores)
    line("100 cold utterances of 200 ms against 200 ms and the stores", f"{ratio:.2f} times", "1.1 times")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store(folder)
        asyncio.run(hold(folder))
        remember(folder)
        asyncio.run(at_once(folder))
        maintain(folder)


if __name__ == "__main__":
    main()
