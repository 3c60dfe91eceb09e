"""System calls that fail midway: what was paid for is kept, and paid for only once."""

from __future__ import annotations

import contextlib
import errno
import io
import json
import logging
import os
import time
from typing import TYPE_CHECKING, Any

import pytest

from russo import Audio, AudioCache, CachedSynthesizer
from russo.cache import files, reserving
from russo.cache.folder import Folder
from russo.cache.remote.merge import merge_folder
from russo.errors import BudgetExceededError, CacheWriteError, ConfigurationError
from russo.spending.budget import Budget, parse_limit
from russo.spending.ledger import totals

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from russo.cache.place import Directory

KEY = "0" * 64
OLD, NEW = Audio(b"old!", "pcm"), Audio(b"new bytes", "pcm")


class Beep:
    provider = "beep"

    def __init__(self) -> None:
        self.calls = 0

    async def synthesize(self, text: str) -> Audio:
        self.calls += 1
        return Audio(bytes([self.calls]) * 480, "pcm")


def failing(call: Callable[..., Any], number: int, code: int, *, for_good: bool = False) -> Callable[..., Any]:
    """A system call that fails at its n-th use, and optionally ever after."""
    uses = 0

    def fail(*arguments: Any, **named: Any) -> Any:
        nonlocal uses
        uses += 1
        if uses == number or (for_good and uses > number):
            raise OSError(code, os.strerror(code))
        return call(*arguments, **named)

    return fail


@pytest.mark.parametrize("for_good", [False, True])
@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("key", [KEY, "greeting"])
def test_a_rename_that_fails_leaves_the_old_entry_or_the_new_one(
    cache: AudioCache, monkeypatch: pytest.MonkeyPatch, key: str, number: int, *, for_good: bool
) -> None:
    cache.put(key, OLD)
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", failing(os.replace, number, errno.EIO, for_good=for_good))
        try:
            cache.put(key, NEW)
        except CacheWriteError:
            assert cache.get(key) == OLD
        assert cache.get(key) in (OLD, NEW)
    assert cache.get(key) == (OLD if number == 1 else NEW)
    assert cache.verify().damaged == ()
    assert cache.stats().leftovers == 0


@pytest.mark.skipif(os.name == "nt", reason="there files are closed before they are moved")
def test_a_file_that_cannot_be_closed_is_kept_if_its_bytes_are_there(
    cache: AudioCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Unclosable(io.FileIO):
        def close(self) -> None:
            super().close()
            raise OSError(errno.EIO, "Input/output error")

    def create(folder: Directory, name: str, create: Callable[..., io.FileIO] = files._create) -> io.FileIO:
        with create(folder, name) as file:
            return Unclosable(os.dup(file.fileno()), "r+b")

    monkeypatch.setattr(files, "_create", create)
    cache.put(KEY, NEW)
    assert cache.get(KEY) == NEW


@pytest.mark.parametrize("number", [1, 2])
def test_windows_deletes_no_file_that_is_read_and_is_asked_again(
    cache: AudioCache, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    cache.put(KEY, OLD)
    with monkeypatch.context() as patch:
        patch.setattr(os, "name", "nt")
        patch.setattr(os, "unlink", failing(os.unlink, number, errno.EACCES))
        assert cache.delete(KEY)
    assert cache.get(KEY) is None
    assert cache.verify().damaged == ()


@pytest.mark.parametrize("code", [errno.EMFILE, errno.ENFILE])
@pytest.mark.parametrize("number", range(1, 12))
def test_too_many_open_files_pass(cache: AudioCache, monkeypatch: pytest.MonkeyPatch, code: int, number: int) -> None:
    cache.put(KEY, OLD)
    monkeypatch.setattr(os, "open", failing(os.open, number, code))
    cache.put(KEY, NEW)
    assert cache.get(KEY) == NEW


@pytest.mark.parametrize("number", range(1, 25))
async def test_nobody_pays_twice_for_want_of_descriptors(
    cache: AudioCache, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    beep = Beep()
    speaker = CachedSynthesizer(beep, cache=cache)
    await speaker.synthesize("first")
    monkeypatch.setattr(os, "open", failing(os.open, number, errno.EMFILE))
    for _ in range(2):
        assert (await speaker.synthesize("hello")).data == bytes([2]) * 480
    assert beep.calls == 2


@pytest.mark.skipif(os.name == "nt", reason="flock is of POSIX")
def test_a_stale_handle_is_asked_for_again(cache: AudioCache, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    from russo.cache.lock import ProcessLock
    from russo.cache.place import Place

    cache.put(KEY, OLD)
    monkeypatch.setattr(fcntl, "flock", failing(fcntl.flock, 1, errno.ESTALE))
    lock = ProcessLock(Place(str(cache.cache_dir)), "a")
    assert not lock.try_acquire()
    assert lock.try_acquire()
    assert lock.is_held
    lock.release()


def test_a_budget_that_cannot_be_read_once_is_not_a_new_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    budget = Budget(parse_limit("3 calls"), tmp_path, "run")
    budget.spend("hello", "acme", {})
    real = os.open

    def flaky(path: Any, *arguments: Any, **named: Any) -> int:
        if str(path).endswith("budget-run.json"):
            raise OSError(errno.EIO, "Input/output error")
        return real(path, *arguments, **named)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", flaky)
        with pytest.raises(CacheWriteError, match="Input/output error; nothing was spent"):
            budget.spend("hello", "acme", {})
    for _ in range(2):
        budget.spend("hello", "acme", {})
    with pytest.raises(BudgetExceededError):
        budget.spend("hello", "acme", {})


@pytest.mark.parametrize("rest", [b'{"kind": "paid", "utter', b""])
async def test_a_line_of_the_ledger_never_joins_another(cache: AudioCache, rest: bytes) -> None:
    speaker = CachedSynthesizer(Beep(), cache=cache)
    await speaker.synthesize("one")
    ledger = cache.cache_dir / ".local" / "ledger.jsonl"
    ledger.write_bytes(ledger.read_bytes() + rest)
    await speaker.synthesize("two")
    assert totals(cache.cache_dir).spent.utterances == 2
    assert [json.loads(line)["kind"] for line in ledger.read_bytes().splitlines() if line != rest] == ["paid", "paid"]


async def test_a_ledger_that_is_full_in_the_middle_of_a_line(
    cache: AudioCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    speaker = CachedSynthesizer(Beep(), cache=cache)
    await speaker.synthesize("one")
    ledger = cache.cache_dir / ".local" / "ledger.jsonl"
    before = ledger.read_bytes()
    real = files.write_all

    def write_half(descriptor: int, data: bytes) -> None:
        if data.startswith(b'{"at"'):
            os.write(descriptor, data[:20])
            raise OSError(errno.ENOSPC, "No space left on device")
        real(descriptor, data)

    monkeypatch.setattr(files, "write_all", write_half)
    await speaker.synthesize("two")
    assert ledger.read_bytes() == before


@pytest.mark.parametrize("shown", [int, lambda when: when - 3600, lambda when: when + 3600, lambda _: 0.0])
async def test_a_refresh_is_paid_for_once_whatever_the_file_system_says(
    cache: AudioCache, monkeypatch: pytest.MonkeyPatch, shown: Callable[[float], float]
) -> None:
    real = files.modified
    monkeypatch.setattr(files, "modified", lambda path: float(shown(real(path))))
    beep = Beep()
    old = await CachedSynthesizer(beep, cache=cache).synthesize("hello")
    now = time.time()
    for started, folder in ((now + 0.5, cache), (now + 1.5, AudioCache(cache.cache_dir))):
        speaker = CachedSynthesizer(beep, cache=folder, refresh_before=started)
        new = [await speaker.synthesize("hello") for _ in range(5)]
        assert new[0] != old
        assert len(set(new)) == 1
    # The second worker of a run knows what the first has recorded.
    other = CachedSynthesizer(beep, cache=AudioCache(cache.cache_dir), refresh_before=started)
    assert await other.synthesize("hello") == new[0]
    assert beep.calls == 3


def test_pack_leaves_what_was_kept_meanwhile(cache: AudioCache, monkeypatch: pytest.MonkeyPatch) -> None:
    from russo.audio import packing

    real = packing.pack
    silence, newer = Audio(bytes(48_000), "pcm"), Audio(b"\1\0" * 24_000, "pcm")
    for meanwhile in (lambda: cache.put(KEY, newer), cache.clear):
        cache.put(KEY, silence)

        def pack(audio: Audio, meanwhile: Callable[[], None] = meanwhile) -> Any:
            packed = real(audio)
            meanwhile()
            return packed

        monkeypatch.setattr(packing, "pack", pack)
        assert cache.pack(KEY) is None
        assert cache.get(KEY) in (newer, None)
        assert cache.size() == (cache.get(KEY) is not None)


async def test_who_waits_says_for_whom_and_not_for_ever(
    cache: AudioCache, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from russo.cache.lock import ProcessLock

    cache.put("other", OLD)
    speaker = CachedSynthesizer(Beep(), cache=cache)
    holder = ProcessLock(cache._folder.local.locks, speaker.key("hello"))
    assert holder.try_acquire(make=True)
    holder.sign()
    monkeypatch.setattr(reserving, "_SAY_AFTER", 0.0)
    monkeypatch.setattr(reserving, "_LIMIT", 0.3)
    with caplog.at_level(logging.WARNING, "russo.cache"):
        assert (await speaker.synthesize("hello")).duration == 0.01
    holder.release()
    said = [record.getMessage() for record in caplog.records]
    assert [line.partition(", which")[0] for line in said[:1]] == [f"waiting for process {os.getpid()}"]
    assert said[1].startswith(f"process {os.getpid()} has not made ")


async def test_few_locks_are_held_at_once(cache: AudioCache, monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio

    most = 0

    class Slow(Beep):
        async def synthesize(self, text: str) -> Audio:
            nonlocal most
            most = max(most, len(reserving._held))
            await asyncio.sleep(0)
            return await super().synthesize(text)

    monkeypatch.setattr(reserving, "_LEAST", 3)
    monkeypatch.setattr(reserving, "_few", lambda: 3)
    slow = Slow()
    speaker = CachedSynthesizer(slow, cache=cache)
    await asyncio.gather(*(speaker.synthesize(f"text {number}") for number in range(20)))
    assert (slow.calls, most) == (20, 3)
    assert reserving._held == set()


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        ({"max_bytes": -1}, "max_bytes=-1 must be a whole number of bytes, at least 0"),
        ({"max_bytes": 1.5}, "max_bytes=1.5 must be a whole number"),
        ({"max_age": -1}, "max_age=-1 must be a timedelta or a number of seconds, at least 0"),
        ({"unused_for": float("nan")}, "unused_for=nan must be a timedelta"),
    ],
)
def test_limits_that_cannot_be_meant(cache: AudioCache, limits: dict[str, Any], message: str) -> None:
    cache.put(KEY, OLD)
    with pytest.raises(ConfigurationError, match=message):
        cache.prune(**limits)
    assert cache.size() == 1


def test_a_folder_that_cannot_be() -> None:
    with pytest.raises(
        ConfigurationError, match=r"^cache_dir='' names no folder: leave it out for the default, or wri"
    ):
        AudioCache("")
    with pytest.raises(ConfigurationError, match="it contains a NUL character"):
        AudioCache("a\0b")


def test_a_write_that_is_swept_away_is_made_again(cache: AudioCache, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.put(KEY, OLD)
    monkeypatch.setattr(os, "replace", failing(os.replace, 1, errno.ENOENT))
    cache.put(KEY, NEW)
    assert cache.get(KEY) == NEW


@pytest.mark.parametrize("number", range(1, 7))
def test_a_close_that_fails_takes_nothing_from_a_reader(
    cache: AudioCache, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    cache.put(KEY, OLD)
    real = os.close
    closed = 0

    def close(descriptor: int) -> None:
        nonlocal closed
        closed += 1
        real(descriptor)  # Linux closes it, whatever error it returns
        if closed == number:
            raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "close", close)
    assert cache.get(KEY) == OLD
    assert [one.key for one in cache.entries()] == [KEY]
    assert cache.verify().sound == 1
    assert closed >= number


def free_descriptor() -> int:
    descriptor = os.open(os.devnull, os.O_RDONLY)
    os.close(descriptor)
    return descriptor


@pytest.mark.parametrize("number", range(1, 12))
@pytest.mark.parametrize("code", [errno.EMFILE, errno.ENOSPC, errno.EIO])
def test_a_call_that_fails_leaves_no_descriptor_open(
    cache: AudioCache, monkeypatch: pytest.MonkeyPatch, number: int, code: int
) -> None:
    before = free_descriptor()
    with monkeypatch.context() as patch:
        patch.setattr(os, "open", failing(os.open, number, code))
        with contextlib.suppress(CacheWriteError):
            cache.put(KEY, NEW)
        cache.get(KEY)
    assert free_descriptor() == before


def test_a_merge_into_a_folder_that_is_full_says_so(
    cache: AudioCache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = AudioCache(tmp_path / "other")
    other.put(KEY, OLD)
    monkeypatch.setattr(os, "replace", failing(os.replace, 1, errno.ENOSPC))
    with pytest.raises(CacheWriteError, match=r"cannot keep audio in .*: No space left on device; choose another"):
        merge_folder(Folder(str(cache.cache_dir)), Folder(str(other.cache_dir)), lambda _: None)
    assert cache.get(KEY) is None
    assert other.get(KEY) == OLD
