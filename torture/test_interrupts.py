"""Exceptions from signals at random places, and system calls that fail at random."""

from __future__ import annotations

import errno
import os
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import russo.cache
from russo import Audio, AudioCache
from russo.errors import CacheError

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator

OURS = str(Path(russo.cache.__file__).parent)
VERSIONS = [Audio(bytes([number]) * size, "pcm") for number, size in ((1, 10), (2, 70_000), (3, 48_000))]
CALLS = ("open", "replace", "unlink", "write", "fstat", "scandir", "mkdir")
ERRORS = (errno.EIO, errno.ENOSPC, errno.EMFILE, errno.EACCES, errno.ESTALE, errno.ENOENT, errno.EINTR, errno.EROFS)


class Interrupt:
    def __init__(self, place: int) -> None:
        self.left = place

    def __call__(self, frame: Any, event: str, argument: Any) -> Any:
        if not frame.f_code.co_filename.startswith(OURS):
            return None
        frame.f_trace_opcodes = True
        if event == "opcode":
            self.left -= 1
            if self.left == 0:
                raise KeyboardInterrupt
        return self


def actions(cache: AudioCache, chance: random.Random) -> Callable[[], object]:
    key = chance.choice(["0" * 64, "named"])
    return chance.choice(
        [
            lambda: cache.put(key, chance.choice(VERSIONS)),
            lambda: cache.put(key, chance.choice(VERSIONS)),
            lambda: cache.get(key),
            lambda: cache.pack(key),
            lambda: cache.prune(max_bytes=10**9),
            cache.stats,
        ]
    )


def is_free(cache: AudioCache) -> bool:
    import fcntl

    try:
        descriptor = os.open(cache.cache_dir / ".local" / "commit.lock", os.O_RDWR)
    except FileNotFoundError:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return True


@pytest.mark.skipif(sys.platform == "win32", reason="flock only exists on POSIX")
def test_interrupts(cache: AudioCache, chance: random.Random, rounds: Callable[[], Iterator[int]]) -> None:
    cache.put("0" * 64, VERSIONS[0])
    cache.put("named", VERSIONS[0])
    for _ in rounds():
        action = actions(cache, chance)
        before = sys.gettrace()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)
            sys.settrace(Interrupt(chance.randrange(1, 4000)))
            try:
                action()
            except KeyboardInterrupt:
                pass
            finally:
                sys.settrace(before)
        assert is_free(cache)
        for key in ("0" * 64, "named"):
            assert cache.get(key) in VERSIONS


@pytest.mark.skipif(sys.platform == "win32", reason="Windows uses other calls")
def test_system_calls_that_fail(
    cache: AudioCache, chance: random.Random, rounds: Callable[[], Iterator[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.put("0" * 64, VERSIONS[0])
    cache.put("named", VERSIONS[0])
    for _ in rounds():
        action, name, code, left = (
            actions(cache, chance), chance.choice(CALLS), chance.choice(ERRORS), chance.randrange(1, 12),
        )  # fmt: skip
        real = getattr(os, name)

        def fail(*arguments: Any, **named: Any) -> Any:
            nonlocal left
            left -= 1
            if left == 0:
                raise OSError(code, os.strerror(code))
            return real(*arguments, **named)

        with monkeypatch.context() as patch:
            patch.setattr(os, name, fail)
            try:
                action()
            except CacheError:
                pass
        assert is_free(cache)
        for key in ("0" * 64, "named"):
            assert cache.get(key) in VERSIONS, (name, code)
