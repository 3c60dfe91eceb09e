"""A signal's exception, at one place after the other in russo's code, leaves nothing locked or half-written."""

from __future__ import annotations

import os
import sys
import warnings
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import russo.cache
from russo import Audio, AudioCache

if TYPE_CHECKING:
    from collections.abc import Callable

OURS = str(Path(russo.cache.__file__).parent)
VERSIONS = [Audio(b"old!", "pcm"), Audio(b"new bytes", "pcm")]
# Only every n-th place is tried. It is a prime, so that all kinds of places are tried over time.
STRIDE = 13


class Interrupt:
    """Raises KeyboardInterrupt before the n-th bytecode of russo's cache."""

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


def interrupted(call: Callable[[], object], place: int) -> bool:
    """Call something, and return whether it got as far as that place."""
    interrupt = Interrupt(place)
    before = sys.gettrace()
    sys.settrace(interrupt)
    try:
        call()
    except KeyboardInterrupt:
        return True
    finally:
        sys.settrace(before)
    return False


@pytest.mark.skipif(sys.platform == "win32", reason="flock is of POSIX")
def test_put_leaves_nothing_locked(cache: AudioCache) -> None:
    import fcntl

    cache.put("abc123", VERSIONS[0])
    place = 1
    while True:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # about a descriptor that its object has closed
            if not interrupted(partial(cache.put, "abc123", VERSIONS[place % 2]), place):
                break
        descriptor = os.open(cache.cache_dir / ".local" / "commit.lock", os.O_RDWR)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        finally:
            os.close(descriptor)
        assert cache.get("abc123") in VERSIONS, place
        place += STRIDE
    assert place > 100 * STRIDE
    AudioCache(cache.cache_dir).put("other", VERSIONS[0])
    assert cache.stats().leftovers == 0
