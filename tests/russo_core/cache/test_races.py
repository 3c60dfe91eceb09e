"""Readers race writers: no reader ever gets torn audio, and misses are rare."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from russo import Audio, AudioCache

if TYPE_CHECKING:
    from russo_core.cache.conftest import Start

WRITER = """
    import sys
    from russo import Audio, AudioCache
    cache = AudioCache(sys.argv[1])
    size, number = 200_000, int(sys.argv[2])
    versions = [Audio(bytes([number, turn]) * (size // 2), "pcm", 8000 + number) for turn in (1, 2)]
    print("ready", flush=True)
    while True:
        for version in versions:
            cache.put("abc123", version)
"""


def whole(audio: Audio) -> bool:
    return audio.data == audio.data[:2] * 100_000 and audio.sample_rate == 8000 + audio.data[0]


def test_a_reader_and_two_writers(cache: AudioCache, start: Start) -> None:
    cache.put("abc123", Audio(bytes([9, 9]) * 100_000, "pcm", 8009))
    for number in (1, 2):
        writer = start(WRITER, cache.cache_dir, number)
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    heard: set[bytes] = set()
    reads = misses = 0
    while reads < 1000 or len(heard) < 2:  # until a writer was really writing
        audio = cache.get("abc123")
        reads += 1
        if audio is None:
            misses += 1
        else:
            assert whole(audio)
            heard.add(audio.data[:2])
    assert misses < reads // 100


DELETER = """
    import sys
    from russo import AudioCache
    cache = AudioCache(sys.argv[1])
    print("ready", flush=True)
    while True:
        cache.prune(max_bytes=0)
        cache.clear()
"""


def test_a_reader_and_a_writer_and_one_who_deletes(cache: AudioCache, start: Start) -> None:
    deleter = start(DELETER, cache.cache_dir)
    assert deleter.stdout is not None
    assert deleter.stdout.readline() == "ready\n"
    for turn in range(300):
        audio = Audio(bytes([turn % 256]) * 50_000, "pcm")
        cache.put("abc123", audio)
        assert cache.get("abc123") in (None, audio)
    assert deleter.poll() is None
    deleter.kill()
    deleter.wait()
    cache.put("abc123", audio)
    assert cache.get("abc123") == audio
    assert sorted(os.listdir(cache.cache_dir)) == [".local", "CACHEDIR.TAG", "abc123.audio", "abc123.meta"]
