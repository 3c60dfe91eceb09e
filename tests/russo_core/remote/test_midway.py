"""A caller that is cancelled, refused or overtaken while it uses the remote loses nothing, and blocks no other."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from typing import TYPE_CHECKING

import pytest

from russo import Audio, AudioCache
from russo.cache import Remote
from russo.cache.remote import objects
from russo.cache.remote.sharing import Sharing
from russo.cache.remote.signing import Secrets
from russo.errors import RemoteError
from russo_core.remote.proxy import Answer, status
from russo_core.remote.test_scenarios import content, names, write

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from pathlib import Path
    from typing import Any

    from russo_core.remote.conftest import Machine
    from russo_core.remote.proxy import Proxy

    Make = Callable[..., Machine]

OURS, THEIRS = Audio(b"ours", "pcm"), Audio(b"theirs", "pcm")


class Hold:
    """Holds back a request of a kind, and reports its arrival."""

    def __init__(self, method: str, part: str, *, which: int = 1) -> None:
        self.came, self.go = threading.Event(), threading.Event()
        self._method, self._part, self._left = method, part, which

    def __call__(self, proxy: Proxy, method: str, path: str) -> Answer | None:
        if method == self._method and self._part in path:
            self._left -= 1
            if self._left == 0:
                self.came.set()
                self.go.wait(30)
        return None


async def cancelled(work: Coroutine[Any, Any, Audio], hold: Hold) -> None:
    """Cancel something when the held request has arrived."""
    task = asyncio.create_task(work)
    assert await asyncio.to_thread(hold.came.wait, 30)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


def test_who_is_cancelled_while_sending_sends_later(proxy: Proxy, s3: str, machine: Make) -> None:
    one, other = machine(s3), machine(s3)
    proxy.before = hold = Hold("PUT", "/entries/")
    asyncio.run(cancelled(one.synthesizer.synthesize("hello"), hold))
    waiting = one.cache.cache_dir / ".local" / "unsent" / one.key("hello")
    assert waiting.exists()
    proxy.pass_on()
    hold.go.set()
    one.cache.send_waiting()
    assert not waiting.exists()
    assert other.say("hello") == one.say("hello")
    assert (one.beep.paid, other.beep.paid) == (["hello"], [])


def test_who_is_cancelled_while_looking_keeps_no_lease(proxy: Proxy, s3: str, machine: Make) -> None:
    one, other = machine(Remote(s3, lease=60.0)), machine(Remote(s3, lease=60.0))
    proxy.before = hold = Hold("GET", "/entries/", which=2)  # the first is before the lease is taken
    asyncio.run(cancelled(one.synthesizer.synthesize("hello"), hold))
    hold.go.set()
    assert one.beep.paid == []
    other.say("hello")
    assert other.beep.paid == ["hello"]
    assert [name for name in names(other.remote) if "/leases/" in name] == []


def test_a_lease_that_was_left_behind_cannot_be_deleted(proxy: Proxy, s3: str, machine: Make) -> None:
    one, other = machine(Remote(s3, lease=60.0)), machine(Remote(s3, lease=60.0))
    folder = f"{one.remote.reach().lease_folder}/{one.key('hello')}"
    asyncio.run(one.remote.reach().access.put(f"{folder}/000000000", b"", create=True))
    proxy.before = lambda proxy, method, path: (
        status(500)(proxy, method, path) if method in {"DELETE", "POST"} else None
    )
    one.say("hello")
    assert one.beep.paid == ["hello"]
    proxy.pass_on()
    one.cache.delete(one.key("hello"))
    asyncio.run(one.remote.reach().access.delete([one.remote.reach().path(one.key("hello"))]))
    other.say("hello")  # leaves a lease that nothing keeps alive
    assert other.beep.paid == ["hello"]


@pytest.mark.parametrize(
    "written",
    [
        b"[" * 100_000,
        b'{"seconds": 1' + b"0" * 400 + b"}",
        b'{"seconds": NaN}',
        b'{"seconds": 1e300}',
        b'{"seconds": -1}',
        b"\xff",
    ],
    ids=["deep", "huge", "nan", "for ever", "negative", "no text"],
)
def test_a_lease_that_says_anything_at_all_expires(machine: Make, tmp_path: Path, written: bytes) -> None:
    one = machine(Remote(f"memory://{tmp_path.name}", lease=0.1))
    folder = f"{one.remote.reach().lease_folder}/{one.key('hello')}"
    asyncio.run(one.remote.reach().access.put(f"{folder}/000000000", written, create=True))
    one.say("hello")
    assert one.beep.paid == ["hello"]


def test_what_was_kept_while_it_was_fetched_stays(proxy: Proxy, s3: str, machine: Make) -> None:
    one, other = machine(s3), machine(s3)
    one.cache.put("abc123", THEIRS)

    def keep(method: str, path: str, answer: Answer) -> Answer:
        if method == "GET" and path.endswith("abc123"):
            AudioCache(other.cache.cache_dir).put("abc123", OURS)  # another process has just paid for it
        return answer

    proxy.after = keep
    other.cache.get("abc123")
    assert AudioCache(other.cache.cache_dir).get("abc123") == OURS


def test_a_merge_asks_again_rather_than_decide_after_one_failure(proxy: Proxy, s3: str, machine: Make) -> None:
    one, other = machine(s3), machine(None)
    one.cache.put("abc123", THEIRS)
    other.cache.put("abc123", OURS)
    whole = [0]

    def fail(proxy: Proxy, method: str, path: str) -> Answer | None:
        if method == "GET" and path.endswith("abc123"):
            whole[0] += 1
            return None if whole[0] == 1 else status(403)(proxy, method, path)  # only the head was read
        return None

    proxy.before = fail
    with pytest.raises(RemoteError, match="it answered 403"):
        Sharing(other.cache.cache_dir, Remote(s3)).merge(lambda _: None)
    proxy.pass_on()
    assert machine(s3).cache.get("abc123") == THEIRS


def test_a_merge_leaves_what_a_newer_russo_has_made(address: str, machine: Make) -> None:
    one = machine(address)
    one.cache.put("abc123", OURS)
    meta = b'{\n "schema": 9,\n "checksum": "00"\n}\n'
    newer = objects.encode("abc123", objects.Pair(meta, b"audio"), Secrets())
    write(one.remote, "abc123", newer)
    merged = Sharing(one.cache.cache_dir, Remote(address)).merge(lambda _: None)
    assert (merged.given, merged.taken, merged.damaged, merged.open) == (0, 0, 0, [])
    assert content(one.remote, "abc123") == newer


def test_what_cannot_be_read_at_the_moment_goes_on_waiting(
    proxy: Proxy, s3: str, machine: Make, tmp_path: Path
) -> None:
    one = machine(s3)
    key = one.cache.cache_key("hello")
    proxy.before = lambda proxy, method, path: status(500)(proxy, method, path) if method == "PUT" else None
    one.cache.put(key, OURS)
    proxy.pass_on()
    audio = one.cache.cache_dir / f"{key}.audio"
    audio.rename(tmp_path / "away")
    audio.symlink_to(tmp_path / "away")
    assert one.cache.send_waiting() == 0
    audio.unlink()
    (tmp_path / "away").rename(audio)
    assert one.cache.send_waiting() == 1
    assert machine(s3).cache.get(key) == OURS


def test_a_merge_replaces_an_empty_object(address: str, machine: Make) -> None:
    one, other = machine(address), machine(None)
    for key in ("abc123", "def456"):
        one.cache.put(key, THEIRS)
        other.cache.put(key, OURS)
    write(one.remote, "abc123", b"")
    merged = Sharing(other.cache.cache_dir, Remote(address)).merge(lambda _: "theirs")
    assert (merged.damaged, merged.given, merged.decided) == (1, 1, {"theirs": 1})
    assert [other.cache.get(key) for key in ("abc123", "def456")] == [OURS, THEIRS]
    assert machine(address).cache.get("abc123") == OURS


class Endless:
    """Answers listings with a thousand objects and the promise of more, until it has been asked a hundred times."""

    def __init__(self, address: str, folder: str, *, is_a_circle: bool) -> None:
        self.asked = 0
        self._prefix = f"{address.removeprefix('s3://bucket/')}/{folder}"
        self._is_a_circle = is_a_circle

    def __call__(self, proxy: Proxy, method: str, path: str) -> Answer | None:
        if method != "GET" or "list-type" not in path:
            return None
        self.asked += 1
        if self.asked > 100:
            return status(500)(proxy, method, path)
        start = 0 if self._is_a_circle else 1000 * self.asked
        written = "<LastModified>2026-01-01T00:00:00.000Z</LastModified><Size>1</Size>"
        items = (f"<Contents><Key>{self._prefix}/{start + n:09d}</Key>{written}</Contents>" for n in range(1000))
        more = "<IsTruncated>true</IsTruncated><NextContinuationToken>more</NextContinuationToken>"
        return Answer(
            200, [], f"<ListBucketResult><Name>bucket</Name>{more}{''.join(items)}</ListBucketResult>".encode()
        )


@pytest.mark.parametrize("is_a_circle", [True, False])
def test_a_listing_without_an_end_holds_nobody_up(proxy: Proxy, s3: str, machine: Make, *, is_a_circle: bool) -> None:
    one = machine(s3)
    folder = f"{one.remote.reach().lease_folder}/{one.key('hello')}"
    proxy.before = endless = Endless(s3, folder, is_a_circle=is_a_circle)
    audio = one.say("hello")
    assert one.beep.paid == ["hello"]
    assert endless.asked < 10
    proxy.pass_on()
    assert machine(s3).say("hello") == audio


def test_a_listing_in_a_circle_is_no_listing(proxy: Proxy, s3: str, machine: Make) -> None:
    proxy.before = Endless(s3, Remote(s3).reach().entries, is_a_circle=True)
    with pytest.raises(RemoteError, match="failed: it lists the same objects again and again"):
        Sharing(machine(None).cache.cache_dir, Remote(s3)).stats()


def test_a_lease_from_the_future_is_abandoned(machine: Make, tmp_path: Path) -> None:
    """The clock of the store was wrong for a while, and the owner was killed then."""
    one = machine(Remote((tmp_path / "shared").as_uri(), lease=1.0))
    path = tmp_path / "shared" / one.remote.reach().lease_folder / one.key("hello") / "000000000"
    path.parent.mkdir(parents=True)
    path.write_bytes(b'{"owner": "0123456789abcdef", "seconds": 1.0}')
    os.utime(path, (time.time() + 3600, time.time() + 3600))
    started = time.monotonic()
    one.say("hello")
    assert one.beep.paid == ["hello"]
    # This does not measure speed: a lease that counts is waited for for 150 seconds.
    assert time.monotonic() - started < 100


@pytest.mark.parametrize("is_later", [False, True])
def test_a_refresh_leaves_what_a_newer_russo_has_made(proxy: Proxy, s3: str, machine: Make, *, is_later: bool) -> None:
    one = machine(Remote(s3))
    key = one.key("hello")
    meta = b'{\n "schema": 9,\n "checksum": "00"\n}\n'
    newer = objects.encode(key, objects.Pair(meta, b"audio"), Secrets())
    write(Remote(s3), key, newer)
    if is_later:
        proxy.before = lambda proxy, method, path: status(403)(proxy, method, path) if method == "PUT" else None
    one.synthesizer.refresh_before = time.time()
    audio = one.say("hello")
    proxy.pass_on()
    assert machine(s3).cache.send_waiting() == 0
    assert Sharing(one.cache.cache_dir, Remote(s3)).push(only_waiting=True).left == 0
    assert content(Remote(s3), key) == newer
    assert AudioCache(one.cache.cache_dir).get(key) == audio
    assert list((one.cache.cache_dir / ".local" / "unsent").iterdir()) == []


class Counting:
    """Counts the requests of a kind that are under way at once, each of which waits for others for a moment."""

    def __init__(self, is_counted: Callable[[str, str], bool]) -> None:
        self.most = 0
        self._is_counted = is_counted
        self._now = 0
        self._lock = threading.Lock()

    def before(self, proxy: Proxy, method: str, path: str) -> Answer | None:
        if self._is_counted(method, path):
            with self._lock:
                self._now += 1
                self.most = max(self.most, self._now)
            time.sleep(0.2)
        return None

    def after(self, method: str, path: str, answer: Answer) -> Answer:
        if self._is_counted(method, path):
            with self._lock:
                self._now -= 1
        return answer


@pytest.mark.parametrize("work", ["pull", "verify", "merge"])
def test_few_large_objects_are_in_memory_at_once(proxy: Proxy, s3: str, machine: Make, work: str) -> None:
    one, other = machine(s3), machine(None)
    for number in range(20):
        one.cache.put(f"abc{number}", Audio(bytes(1_000_001), "pcm"))
    counting = Counting(lambda method, path: method == "GET" and "/entries/" in path)
    proxy.before, proxy.after = counting.before, counting.after
    sharing = Sharing(other.cache.cache_dir, Remote(s3))
    done = {
        "pull": lambda: sharing.pull().entries,
        "verify": lambda: sharing.verify().sound,
        "merge": lambda: sharing.merge(lambda _: None).taken,
    }[work]()
    assert done == 20
    assert counting.most <= 8


def test_pruning_does_not_wait_for_one_deletion_after_the_other(proxy: Proxy, s3: str, machine: Make) -> None:
    one = machine(s3)
    for number in range(20):
        one.cache.put(f"abc{number}", OURS)
    counting = Counting(lambda method, path: method in {"DELETE", "POST"} and "/leases/" not in path)
    proxy.before, proxy.after = counting.before, counting.after
    pruned = Sharing(one.cache.cache_dir, Remote(s3)).prune(max_bytes=0, max_age=None, dry_run=False)
    assert pruned.entries == 20
    assert counting.most > 1
    assert names(Remote(s3)) == []


def test_what_a_newer_russo_has_made_is_not_damaged(address: str, machine: Make) -> None:
    one = machine(address)
    one.cache.put("abc123", OURS)
    meta = b'{\n "schema": 9,\n "checksum": "00"\n}\n'
    write(one.remote, "def456", objects.encode("def456", objects.Pair(meta, b"audio"), Secrets()))
    found = Sharing(one.cache.cache_dir, Remote(address)).verify()
    assert (found.sound, found.unsigned, found.damaged, found.newer) == (1, (), (), ("def456",))
