"""Audio that one machine has paid for reaches all of them, with every kind of store."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from russo import Audio, AudioCache
from russo.cache import Remote, RemoteCounts
from russo.cache.lock import ProcessLock
from russo.cache.names import FETCH

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from russo_core.remote.conftest import Machine

    Make = Callable[..., Machine]


def names(remote: Remote) -> list[str]:
    async def listed() -> list[str]:
        return sorted([item.path async for item in remote.reach().access.list("russo-1")])

    return asyncio.run(listed())


def content(remote: Remote, key: str) -> bytes:
    return bytes(asyncio.run(remote.reach().access.get(remote.reach().path(key))) or b"")


def write(remote: Remote, key: str, data: bytes) -> None:
    asyncio.run(remote.reach().access.put(remote.reach().path(key), data, create=False))


def test_what_one_machine_has_paid_for_another_has(address: str, machine: Make) -> None:
    one, other = machine(address), machine(address)
    audio = one.say("hello")
    assert other.say("hello") == audio
    assert other.beep.paid == []
    assert (one.remote.counts.sent, one.remote.counts.missing) == (1, 1)
    assert (other.remote.counts.fetched, other.remote.counts.sent) == (1, 0)
    pair = [(other.cache.cache_dir / f"{one.key('hello')}{ending}").read_bytes() for ending in (".audio", ".meta")]
    assert pair == [
        (one.cache.cache_dir / f"{one.key('hello')}{ending}").read_bytes() for ending in (".audio", ".meta")
    ]


def test_once_fetched_it_is_on_disk(address: str, machine: Make) -> None:
    one, other = machine(address), machine(address)
    audio = one.say("hello")
    other.say("hello")
    assert AudioCache(other.cache.cache_dir).get(one.key("hello")) == audio


def test_without_an_event_loop(address: str, machine: Make) -> None:
    one, other = machine(address), machine(address)
    audio = Audio(bytes(480), "pcm")
    one.cache.put("abc123", audio, prompt="hello")
    assert other.cache.get("abc123") == audio
    assert other.cache.was_fetched("abc123")


def test_one_object_an_entry_below_a_version_and_a_namespace(address: str, machine: Make) -> None:
    one = machine(address)
    key = one.key("hello")
    one.say("hello")
    other = machine(Remote(address, namespace="team/b"))
    other.say("hello")
    assert other.beep.paid == ["hello"]
    listed = [name for name in names(one.remote) if "/probes/" not in name]
    assert listed == [f"russo-1/main/entries/{key}", f"russo-1/team/b/entries/{key}"]
    assert content(one.remote, key).startswith(f"russo entry 1\nkey: {key}\nmeta: ".encode())


@pytest.mark.parametrize(
    "harm",
    [
        lambda good, foreign: b"",
        lambda good, foreign: b"nonsense",
        lambda good, foreign: good[:-1],
        lambda good, foreign: good + b"x",
        lambda good, foreign: good[: len(good) // 3],
        lambda good, foreign: good[:-100] + bytes([good[-100] ^ 1]) + good[-99:],
        lambda good, foreign: foreign,
        lambda good, foreign: good.replace(b"russo entry 1", b"russo entry 9"),
        lambda good, foreign: good.replace(b"meta: ", b"meta: 999999"),
    ],
)  # fmt: skip
def test_a_damaged_or_foreign_object_is_a_miss_and_is_made_again(
    address: str, machine: Make, harm: Callable[[bytes, bytes], bytes]
) -> None:
    one, other, third = machine(address), machine(address), machine(address)
    one.say("hello")
    one.say("bye")
    good, foreign = (content(one.remote, one.key(text)) for text in ("hello", "bye"))
    write(one.remote, one.key("hello"), harm(good, foreign))
    again = other.say("hello")
    assert other.beep.paid == ["hello"]
    assert (other.remote.counts.damaged, other.remote.counts.fetched) == (1, 0)
    assert third.say("hello") == again
    assert third.beep.paid == []


def test_a_meta_that_is_none_of_russo_is_a_miss(address: str, machine: Make) -> None:
    from russo.cache.remote import objects
    from russo.cache.remote.signing import Secrets

    one = machine(address)
    write(one.remote, one.key("hello"), objects.encode(one.key("hello"), objects.Pair(b"{}", b"audio"), Secrets()))
    assert one.cache.get(one.key("hello")) is None
    assert one.remote.counts.damaged == 1


def test_who_only_reads_writes_nothing(address: str, machine: Make) -> None:
    reader = machine(Remote(address, mode="read"))
    reader.say("hello")
    assert names(Remote(address)) == []
    one = machine(address)
    audio = one.say("hello")
    assert one.beep.paid == ["hello"]
    other = machine(Remote(address, mode="read"))
    assert other.say("hello") == audio


def test_who_only_reads_makes_no_folder(machine: Make, tmp_path: Path, warnings_of: Callable[[], list[str]]) -> None:
    address = (tmp_path / "disk" / "shared").as_uri()
    reader = machine(Remote(address, mode="read"))
    for text in ("hello", "bye"):
        reader.say(text)
    assert not (tmp_path / "disk").exists()
    (warning,) = warnings_of()
    assert warning == (
        f"reading the remote {address!r} failed: there is no such folder here, or its disk is not mounted; "
        "the run goes on with the entries on disk"
    )


def test_off_is_off(address: str, machine: Make) -> None:
    machine(address).say("hello")
    off = machine(Remote(address, mode="off"))
    off.say("hello")
    assert off.beep.paid == ["hello"]
    assert off.cache.fetch_ahead([off.key("bye")]) == 0
    assert off.remote.counts == RemoteCounts()


def test_what_is_refreshed_is_replaced_for_all(address: str, machine: Make) -> None:
    import time

    one, other = machine(address), machine(address)
    first = one.say("hello")
    fresh = machine(address)
    fresh.synthesizer.refresh_before = time.time()
    second = fresh.say("hello")
    assert fresh.beep.paid == ["hello"]
    assert second != first
    assert other.say("hello") == second
    assert one.say("hello") == first


def test_what_is_kept_by_hand_replaces_what_was_kept(address: str, machine: Make) -> None:
    one, other = machine(address), machine(address)
    for audio in (Audio(b"one", "pcm"), Audio(b"two", "pcm")):
        one.cache.put("abc123", audio)
    assert other.cache.get("abc123") == audio


def test_a_folder_that_cannot_be_written(address: str, machine: Make, tmp_path: Path) -> None:
    from russo_core.remote.conftest import Machine

    one = machine(address)
    audio = one.say("hello")
    (tmp_path / "file").write_text("mine")
    stuck = Machine(tmp_path / "file", address)
    assert stuck.say("hello") == audio
    new = stuck.say("bye")
    assert one.say("bye") == new
    assert (stuck.beep.paid, one.beep.paid) == (["bye"], ["hello"])


def test_fetching_ahead(address: str, machine: Make) -> None:
    one, other = machine(address), machine(address)
    texts = [f"number {number}" for number in range(20)]
    said = {text: one.say(text) for text in texts}
    other.say("mine")
    assert other.cache.fetch_ahead([*map(other.key, texts), other.key("mine"), "nowhere"]) == 20
    assert {text: AudioCache(other.cache.cache_dir).get(other.key(text)) for text in texts} == said
    assert other.cache.fetch_ahead(map(other.key, texts)) == 0


def test_what_many_ask_for_at_once_is_fetched_once(address: str, machine: Make) -> None:
    one, other = machine(address), machine(address)
    audio = one.say("hello")
    key = one.key("hello")
    # Several caches of one folder, as the workers of a run have.
    caches = [AudioCache(other.cache.cache_dir, remote=Remote(address)) for _ in range(8)]
    with ThreadPoolExecutor(len(caches)) as threads:
        assert list(threads.map(lambda cache: cache.get(key), caches)) == [audio] * 8
        assert list(threads.map(lambda cache: cache.fetch_ahead([key]), caches)) == [0] * 8
    assert sum(cache.remote.counts.fetched for cache in caches if cache.remote) == 1
    assert sorted(len(cache.fetched) for cache in caches) == [0, 0, 0, 0, 0, 0, 0, 1]


def test_whoever_hangs_while_fetching_holds_nobody_up(machine: Make, tmp_path: Path) -> None:
    address = (tmp_path / "shared").as_uri()
    one, other = machine(address), machine(address)
    audio = one.say("hello")
    other.say("mine")
    held = ProcessLock(other.cache._folder.local.locks, f"{one.key('hello')}{FETCH}")
    assert held.try_acquire()
    try:
        cache = AudioCache(other.cache.cache_dir, remote=Remote(address, timeout=5.0))
        assert cache.get(one.key("hello")) == audio
    finally:
        held.release()


def test_entries_of_the_first_release_are_shared_and_checked(address: str, machine: Make, tmp_path: Path) -> None:
    from russo.cache.remote.sharing import Sharing

    one, other = machine(address), machine(address)
    one.cache.cache_dir.mkdir()
    (one.cache.cache_dir / "abc123.audio").write_bytes(b"old audio")
    (one.cache.cache_dir / "abc123.meta").write_text('{"format": "pcm", "sample_rate": 8000, "prompt": "hello"}')
    assert Sharing(one.cache.cache_dir, one.remote).push().entries == 1
    assert other.cache.get("abc123") == Audio(b"old audio", "pcm", 8000)
    write(one.remote, "abc123", content(one.remote, "abc123").replace(b"old audio", b"odd audio"))
    third = machine(address)
    assert third.cache.get("abc123") is None
    assert third.remote.counts.damaged == 1


def test_what_is_packed_stays_packed(address: str, machine: Make) -> None:
    pytest.importorskip("av")
    one, other = machine(address), machine(address)
    audio = Audio(bytes(48000), "pcm")
    AudioCache(one.cache.cache_dir).put("abc123", audio)
    assert one.cache.pack("abc123") is not None
    from russo.cache.remote.sharing import Sharing

    Sharing(one.cache.cache_dir, one.remote).push()
    assert other.cache.get("abc123") == audio
    assert (other.cache.cache_dir / "abc123.audio").stat().st_size < 10_000


def test_what_cannot_be_unpacked_is_damaged_and_is_made_again(address: str, machine: Make) -> None:
    from russo.audio.packing import Packed
    from russo.cache import entry
    from russo.cache.remote import objects
    from russo.cache.remote.signing import Secrets

    one, other, third = machine(address), machine(address), machine(address)
    one.say("hello")
    key = one.key("hello")
    packed = Packed(b"fLaC, and nothing else", b"", b"")
    meta = entry.encode_packed(key, (one.cache.cache_dir / f"{key}.meta").read_bytes(), packed)
    write(one.remote, key, objects.encode(key, objects.Pair(meta, packed.flac), Secrets()))
    again = other.say("hello")
    assert (other.beep.paid, other.remote.counts.damaged) == (["hello"], 1)
    assert third.say("hello") == again
    assert third.beep.paid == []


def test_an_entry_of_a_newer_russo_is_not_replaced(address: str, machine: Make) -> None:
    one, other = machine(address), machine(address)
    one.cache.put("abc123", Audio(b"one", "pcm"))
    other.cache.cache_dir.mkdir()
    newer = other.cache.cache_dir / "abc123.meta"
    newer.write_text('{"schema": 99}')
    assert other.cache.get("abc123") == Audio(b"one", "pcm")
    assert newer.read_text() == '{"schema": 99}'


def test_both_at_once_pay_once(address: str, machine: Make) -> None:
    machines = [machine(address, seconds=0.3) for _ in range(3)]

    async def all_of_them() -> list[Audio]:
        return await asyncio.gather(*(one.synthesizer.synthesize("hello") for one in machines))

    first, *others = asyncio.run(all_of_them())
    assert all(other == first for other in others)
    assert sum(len(one.beep.paid) for one in machines) == 1


LIGHT = """
import sys
from russo import Audio, AudioCache
cache = AudioCache(sys.argv[1], remote="s3://bucket/prefix")
assert cache.get("abc123") == Audio(b"kept", "pcm")
print(sorted({"obstore", "asyncio"} & sys.modules.keys()))
"""


def test_a_hit_on_disk_imports_neither_obstore_nor_asyncio(tmp_path: Path) -> None:
    AudioCache(tmp_path).put("abc123", Audio(b"kept", "pcm"))
    done = subprocess.run([sys.executable, "-c", LIGHT, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


WATCHED = """
import asyncio, pathlib, sys
from russo import Audio, AudioCache
from russo.cache import Remote

class Watch:
    def find_spec(self, name, path=None, target=None):
        if name.startswith("obstore") and asyncio._get_running_loop() is not None:
            print(f"{name} is imported by the event loop")

sys.meta_path.insert(0, Watch())
remote = Remote((pathlib.Path(sys.argv[1]) / "remote").as_uri(), mode="readwrite")
cache = AudioCache(pathlib.Path(sys.argv[1]) / "cache", remote=remote)
asyncio.run(cache.aput("abc123", Audio(b"kept", "pcm")))
print(remote.counts.sent, "obstore.exceptions" in sys.modules)
"""


def test_only_the_threads_that_use_obstore_import_it(tmp_path: Path) -> None:
    """Of two imports at the same time, the one of a submodule may find half of the package and fail."""
    done = subprocess.run([sys.executable, "-c", WATCHED, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout == "1 True\n"


def test_without_a_remote_none_of_it_is_imported(tmp_path: Path) -> None:
    code = "import sys; from russo import AudioCache; AudioCache('x').get('abc123'); print([m for m in sys.modules if 'remote' in m])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
