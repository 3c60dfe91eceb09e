"""A hit, compared with the least that any cache has to do: opening and reading a file with the same bytes.

Run it with `python benchmarks/hit.py`. Each round times one of each kind, one after the other, so that other load on
the machine affects all of them alike. Every entry is read from disk and verified, and none is read twice in a row.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import statistics
import tempfile
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from russo import Audio, AudioCache, CachedSynthesizer

if TYPE_CHECKING:
    from collections.abc import Callable

# Bytes of audio, and the most that a hit may take, as a multiple of opening and reading.
TARGETS = {48_000: 2.0, 480_000: 1.6, 2_000_000: 1.5}


class Silence:
    """A synthesizer with settings like those of a real one."""

    provider = "silence"

    def __init__(self) -> None:
        self._fields = {"voice": "Kore", "model": "silence-1", "speed": 1.0, "response_format": "pcm"}

    @property
    def cache_fields(self) -> dict[str, Any]:
        return dict(self._fields)

    async def synthesize(self, text: str) -> Audio:
        raise LookupError(text)


def fill(folder: str, size: int, entries: int, used: int) -> tuple[AudioCache, CachedSynthesizer, list[str]]:
    """A cache of `entries`. `used` of them have `size` bytes and are read; the others are small."""
    cache = AudioCache(folder)
    synth = CachedSynthesizer(Silence(), cache=cache)
    texts = [f"Sentence {number}: what is the weather in town today?" for number in range(entries)]
    for number, text in enumerate(texts):
        data = random.Random(number).randbytes(size if number < used else 100)
        cache.put(synth.key(text), Audio(data, "pcm"), prompt=text, key_fields={"fields": {"voice": "Kore"}})
    return cache, synth, texts[:used]


def measure(kinds: dict[str, Callable[[str], object]], texts: list[str], rounds: int) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in kinds}
    order = random.Random(1)
    for _ in range(rounds):
        text = order.choice(texts)
        for name in order.sample(list(kinds), len(kinds)):
            call = kinds[name]
            started = perf_counter()
            call(text)
            times[name].append(perf_counter() - started)
    return times


async def run(size: int, entries: int, used: int, rounds: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        cache, synth, texts = fill(folder, size, entries, used)
        keys = {text: synth.key(text) for text in texts}
        paths = {text: str(Path(folder, f"{key}.audio")) for text, key in keys.items()}

        def plain(text: str) -> bytes:
            with open(paths[text], "rb") as file:
                return file.read()

        def drive(text: str) -> object:
            # A hit never suspends, so an event loop would call `send` only once, too.
            try:
                synth.synthesize(text).send(None)
            except StopIteration as done:
                return done.value
            raise AssertionError

        kinds = {
            "open().read()": plain,
            "AudioCache.get": lambda text: cache.get(keys[text]),
            "lookup": synth.lookup,
            "synthesize": drive,
        }
        assert all(kind(texts[0]) is not None for kind in kinds.values())
        times = measure(kinds, texts, rounds)
    return {name: statistics.median(taken) for name, taken in times.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3_000)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    table = {}
    for size, target in TARGETS.items():
        used = min(arguments.entries, max(50, 200_000_000 // size))
        table[size] = asyncio.run(run(size, arguments.entries, used, arguments.rounds))
        plain = table[size]["open().read()"]
        if not arguments.json:
            shown = "  ".join(f"{name} {taken / plain:.2f}x" for name, taken in table[size].items())
            print(f"{size // 1000:>5} KB  ({plain * 1e6:.1f} us)  {shown}  target {target}x")
    if arguments.json:
        print(json.dumps(table))


if __name__ == "__main__":
    main()
