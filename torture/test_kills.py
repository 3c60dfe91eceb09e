"""Writers that are killed at any moment, concurrent readers, and entries that were acknowledged."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from typing import TYPE_CHECKING

import pytest

from russo import Audio, AudioCache

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")

WRITER = textwrap.dedent("""
    import itertools, random, sys
    from russo import Audio, AudioCache
    cache, worker, chance = AudioCache(sys.argv[1]), int(sys.argv[2]), random.Random(int(sys.argv[3]))
    for turn in itertools.count(1):
        key = chance.choice([f"{worker:064x}", f"{worker:032x}{chance.randrange(1 << 32):032x}", f"named-{worker}"])
        data = bytes([worker, turn % 256]) * chance.choice([10, 5_000, 400_000])
        cache.put(key, Audio(data, "pcm", 8000 + worker), prompt=f"{worker} {turn}")
        print(key, turn % 256, len(data), flush=True)
        if chance.random() < 0.02:
            cache.pack(key)
""")


def test_killed_writers_lose_nothing_that_they_have_acknowledged(
    cache: AudioCache, chance: random.Random, rounds: Callable[[], Iterator[int]]
) -> None:
    for number in rounds():
        command = [sys.executable, "-c", WRITER, str(cache.cache_dir)]
        writers = [
            subprocess.Popen([*command, str(worker), str(chance.randrange(2**32))], stdout=subprocess.PIPE, text=True)
            for worker in range(1, 4)
        ]
        time.sleep(chance.uniform(0.3, 1.5))
        for writer in writers:
            os.kill(writer.pid, signal.SIGKILL)
        for worker, writer in enumerate(writers, 1):
            acknowledged = dict(line.split(maxsplit=1) for line in writer.communicate()[0].splitlines(keepends=False))
            for key, rest in acknowledged.items():
                check(cache, worker, key, *map(int, rest.split()))
        assert cache.verify().damaged == ()
        if number % 5 == 4:
            cache.prune(max_bytes=10_000_000)
    AudioCache(cache.cache_dir).put("last", Audio(bytes(10), "pcm"))
    cache.clear()
    assert sorted(path.name for path in cache.cache_dir.iterdir()) == [".local", "CACHEDIR.TAG"]
    assert cache.stats().leftovers == 0


def check(cache: AudioCache, worker: int, key: str, turn: int, length: int) -> None:
    audio = cache.get(key)
    assert audio is not None, key
    assert audio.sample_rate == 8000 + worker
    assert audio.data == audio.data[:2] * (len(audio.data) // 2)
    if len(key) == 64 and not key.startswith("0" * 62):  # written only once, so it must be this one
        assert (audio.data[1], len(audio.data)) == (turn, length)
