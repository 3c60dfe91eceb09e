from __future__ import annotations

import errno
import logging
import os
import sys
from typing import TYPE_CHECKING

import pytest

from russo.cache.local import Local
from russo.cache.lock import ProcessLock
from russo.cache.place import Place

if TYPE_CHECKING:
    from pathlib import Path

    from russo import Audio, AudioCache
    from russo_core.cache.conftest import Start


def test_one_at_a_time_and_no_litter(tmp_path: Path) -> None:
    one, two, other = (
        ProcessLock(Place(str(tmp_path)), "a"),
        ProcessLock(Place(str(tmp_path)), "a"),
        ProcessLock(Place(str(tmp_path)), "b"),
    )
    assert one.try_acquire()
    assert not two.try_acquire()
    assert other.try_acquire()
    one.release()
    assert two.try_acquire()
    assert not one.try_acquire()
    two.release()
    other.release()
    other.release()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows deletes no open file")
def test_who_has_opened_a_file_that_is_gone_starts_over(tmp_path: Path) -> None:
    from russo.cache import lock

    holder = ProcessLock(Place(str(tmp_path)), "a")
    assert holder.try_acquire()
    late = os.open(holder.path, os.O_RDWR)  # a slow waiter has already opened the file
    holder.release()
    newcomer = ProcessLock(Place(str(tmp_path)), "a")
    assert newcomer.try_acquire()
    assert not lock.try_lock(late)
    os.close(late)
    newcomer.release()


COUNTER = """
    import sys, time
    from russo.cache.lock import ProcessLock
    from russo.cache.place import Place
    path, turns = sys.argv[1] + "/count", 0
    while turns < 200:
        lock = ProcessLock(Place(sys.argv[1]), "a")
        if lock.try_acquire():
            count = int(open(path).read())
            with open(path, "w") as file:
                file.write(str(count + 1))
            lock.release()
            turns += 1
"""


def test_processes_exclude_each_other(tmp_path: Path, start: Start) -> None:
    (tmp_path / "count").write_text("0")
    counters = [start(COUNTER, tmp_path) for _ in range(4)]
    assert [counter.wait() for counter in counters] == [0] * 4
    assert (tmp_path / "count").read_text() == "800"
    assert [path.name for path in tmp_path.iterdir()] == ["count"]


HOLDER = """
    import sys
    from russo.cache.lock import ProcessLock
    from russo.cache.place import Place
    lock = ProcessLock(Place(sys.argv[1]), "a")
    assert lock.try_acquire()
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_who_is_killed_holds_nothing_and_is_swept(cache: AudioCache, audio: Audio, start: Start) -> None:
    cache.put("abc123", audio)
    local = Local(str(cache.cache_dir))
    holder = start(HOLDER, local.locks.path)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    assert not ProcessLock(local.locks, "a").try_acquire()
    cache.clear()  # sweeps, but not locks that are held
    assert os.listdir(local.locks.path) == ["a.lock"]
    holder.kill()
    holder.wait()
    cache.clear()
    assert os.listdir(local.locks.path) == []


FORKED = """
    import os, sys, time
    from russo.cache.lock import ProcessLock
    from russo.cache.place import Place
    lock = ProcessLock(Place(sys.argv[1]), "a")
    assert lock.try_acquire()
    if os.fork() == 0:
        assert not lock.is_held
        lock.release()          # of the child, which has none
        assert not ProcessLock(Place(sys.argv[1]), "a").try_acquire()
        print("child", flush=True)
        sys.stdin.readline()    # outlives its parent
        os._exit(0)
    sys.stdin.readline()
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows does not fork")
def test_a_forked_child_neither_releases_nor_holds(tmp_path: Path, start: Start) -> None:
    parent = start(FORKED, tmp_path)
    assert parent.stdout is not None
    assert parent.stdout.readline() == "child\n"
    mine = ProcessLock(Place(str(tmp_path)), "a")
    assert not mine.try_acquire()
    parent.kill()
    os.waitpid(parent.pid, 0)
    parent.returncode = -9
    assert mine.try_acquire()
    mine.release()


@pytest.mark.skipif(sys.platform == "win32", reason="flock is of POSIX")
def test_a_file_system_without_locks_is_said_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    import fcntl

    def no_locks(descriptor: int, operation: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    for _ in range(2):
        lock = ProcessLock(Place(str(tmp_path)), "a")
        with caplog.at_level(logging.WARNING, "russo.cache"):
            assert lock.try_acquire()
        assert not lock.is_held
        lock.release()
    (record,) = caplog.records
    assert record.getMessage() == (
        f"no locks in {str(tmp_path)!r} ([Errno {errno.ENOLCK}] No locks available): "
        "two processes may pay for one utterance"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="flock is of POSIX")
def test_a_cache_without_locks_works(cache: AudioCache, audio: Audio, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    def no_locks(descriptor: int, operation: int) -> None:
        raise OSError(errno.EOPNOTSUPP, "Operation not supported")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    cache.put("abc123", audio)
    assert cache.get("abc123") == audio
    leftover = cache.cache_dir / ".local" / "tmp" / "1-2.tmp"
    leftover.touch()
    cache.clear()
    assert leftover.exists()  # it is unknown whether its writer is alive
    os.utime(leftover, (1, 1))
    cache.clear()
    assert not leftover.exists()


APPENDER = """
    import sys
    from russo.cache.local import Local
    for number in range(100):
        Local(sys.argv[1]).append("notes", f"{sys.argv[2]} {number}\\n".encode())
"""


def test_lines_of_several_processes_are_all_there_and_whole(tmp_path: Path, start: Start) -> None:
    appenders = [start(APPENDER, tmp_path, name) for name in range(4)]
    assert [appender.wait() for appender in appenders] == [0] * 4
    lines = (tmp_path / ".local" / "notes").read_text().splitlines()
    assert sorted(lines) == sorted(f"{name} {number}" for name in range(4) for number in range(100))
