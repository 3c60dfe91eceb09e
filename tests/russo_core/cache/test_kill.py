"""A writer is killed at any moment: the entry that it was replacing stays, is replaced, or is a miss."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from typing import TYPE_CHECKING

import pytest

from russo import Audio, AudioCache

if TYPE_CHECKING:
    from russo_core.cache.conftest import Start

WRITER = """
    import sys
    from russo import Audio, AudioCache
    cache = AudioCache(sys.argv[1])
    versions = [Audio(bytes([number]) * 2_000_000, "pcm") for number in (1, 2)]
    print("ready", flush=True)
    while True:
        for version in versions:
            cache.put("abc123", version, prompt=f"version {version.data[0]}")
"""
VERSIONS = [Audio(bytes([number]) * 2_000_000, "pcm") for number in (1, 2)]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_whenever_a_writer_is_killed(cache: AudioCache, start: Start) -> None:
    moment = random.Random(4)
    temporary = cache.cache_dir / ".local" / "tmp"
    left_something = False
    for number in range(300):
        if number >= 15 and left_something:
            break
        writer = start(WRITER, cache.cache_dir)
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        time.sleep(moment.uniform(0.0, 0.02))  # it does not matter where it dies
        os.kill(writer.pid, signal.SIGKILL)
        writer.wait()
        found = cache.get("abc123")
        assert found is None or found in VERSIONS
        left_something |= temporary.is_dir() and any(temporary.iterdir())
        cache.put("abc123", VERSIONS[0])
        assert cache.get("abc123") == VERSIONS[0]
    assert left_something
    AudioCache(cache.cache_dir).put("abc123", VERSIONS[1])  # the next writer sweeps
    assert list(temporary.iterdir()) == []
    assert cache.stats().leftovers == 0


HALF_WAY = """
    import os, sys
    from russo import Audio, AudioCache
    cache = AudioCache(sys.argv[1])
    commits = []
    def replace(source, target, replace=os.replace):
        replace(source, target)
        commits.append(target)
        if len(commits) == int(sys.argv[2]):
            os.kill(os.getpid(), 9)
    os.replace = replace
    cache.put("abc123", Audio(b"new", "pcm"))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("renames", [1, 2])
@pytest.mark.parametrize("before", [None, Audio(b"old", "pcm")])
def test_killed_between_the_two_files(cache: AudioCache, start: Start, renames: int, before: Audio | None) -> None:
    if before is not None:
        cache.put("abc123", before)
    assert start(HALF_WAY, cache.cache_dir, renames).wait() == -9
    AudioCache(cache.cache_dir).put("other", Audio(b"other", "pcm"))  # sweeps, but leaves files in use
    assert cache.verify().damaged == ()
    assert cache.get("abc123") == Audio(b"new", "pcm")
    assert cache.stats().leftovers == 0
    cache.put("abc123", Audio(b"newer", "pcm"))
    assert cache.get("abc123") == Audio(b"newer", "pcm")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_what_a_killed_writer_has_left_is_cleared(cache: AudioCache, start: Start) -> None:
    assert start(HALF_WAY, cache.cache_dir, 1).wait() == -9
    cache.clear()
    assert cache.get("abc123") is None
    assert cache.stats().leftovers == 0
    assert sorted(path.name for path in cache.cache_dir.iterdir()) == [".local", "CACHEDIR.TAG"]


STOPPED = """
    import sys, os
    from russo.cache.files import NewFile
    from russo.cache.place import Place
    file = NewFile(Place(sys.argv[1]).open(), b"half")
    print("ready", flush=True)
    sys.stdin.readline()
    file.install(os.path.join(sys.argv[1], "done"))
"""


def test_a_sweep_leaves_the_living_alone(cache: AudioCache, audio: Audio, start: Start) -> None:
    cache.put("abc123", audio)
    temporary = cache.cache_dir / ".local" / "tmp"
    writer = start(STOPPED, temporary)
    assert writer.stdout is not None
    assert writer.stdout.readline() == "ready\n"
    cache.clear()
    assert len(list(temporary.iterdir())) == 1
    writer.communicate("go on\n")
    assert writer.returncode == 0
    assert (temporary / "done").read_bytes() == b"half"
