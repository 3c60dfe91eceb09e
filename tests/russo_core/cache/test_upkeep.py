from __future__ import annotations

import os
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from russo import Audio, AudioCache
from russo.cache import Damage, Stats

if TYPE_CHECKING:
    from russo_core.cache.conftest import Start

DAY = 86_400.0


def keep(cache: AudioCache, key: str, *, days_ago: float = 0, size: int = 1000) -> None:
    cache.put(key, Audio(bytes(size), "pcm"), prompt=key, key_fields={"identity": {"provider": "beep"}})
    then = time.time() - days_ago * DAY
    for ending in ("audio", "meta"):
        os.utime(cache.cache_dir / f"{key}.{ending}", (then, then))


def names(cache: AudioCache) -> list[str]:
    return [entry.key for entry in cache.entries()]


def test_stats(cache: AudioCache) -> None:
    assert cache.stats() == Stats()
    keep(cache, "a", days_ago=2)
    keep(cache, "b", size=500)
    cache.put("c", Audio(b"RIFF", "wav"))
    stats = cache.stats()
    assert (stats.entries, stats.size, stats.providers, stats.formats) == (
        3, 1504, {"beep": 2, "": 1}, {"pcm": 2, "wav": 1},
    )  # fmt: skip
    assert stats.oldest is not None
    assert stats.newest is not None
    assert stats.newest - stats.oldest == pytest.approx(2 * DAY, abs=60)


def test_verify_names_what_is_wrong(cache: AudioCache) -> None:
    keys = {
        name: digit * 64 for name, digit in zip(("fine", "bytes", "meta", "half", "rest", "old"), "012345", strict=True)
    }
    for key in keys.values():
        keep(cache, key)
    folder = cache.cache_dir
    (folder / f"{keys['bytes']}.audio").write_bytes(bytes(999) + b"1")
    (folder / f"{keys['meta']}.meta").write_bytes(b"{}")
    (folder / f"{keys['half']}.audio").unlink()
    (folder / f"{keys['rest']}.meta").unlink()
    (folder / f"{keys['old']}.meta").write_text('{"format": "pcm", "sample_rate": 1, "prompt": ""}')
    before = {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    verified = cache.verify()
    assert (verified.sound, verified.unsealed) == (2, (keys["old"],))
    assert verified.damaged == (
        Damage("1" * 64, f"{'1' * 64}.audio has other bytes than were kept"),
        Damage("2" * 64, f"{'2' * 64}.meta was changed or is another's"),
        Damage("3" * 64, f"{'3' * 64}.audio is missing, empty, or not a file"),
        Damage("4" * 64, f"{'4' * 64}.meta is missing, is not a file, or is too long"),
    )
    assert {path: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before


def test_prune_by_age(cache: AudioCache) -> None:
    for name, days in (("a", 40), ("b", 20), ("c", 0)):
        keep(cache, name, days_ago=days)
    pruned = cache.prune(max_age=timedelta(days=30))
    assert (pruned.keys, pruned.left) == (("a",), 2)
    assert cache.prune(max_age=10 * DAY).keys == ("b",)
    assert cache.prune(max_age=10**400, unused_for=10**400).keys == ()
    assert names(cache) == ["c"]


def test_prune_by_use(cache: AudioCache) -> None:
    for name in "abc":
        keep(cache, name, days_ago=40)
    assert cache.get("b") is not None
    assert cache.prune(unused_for=timedelta(days=30)).keys == ("a", "c")
    assert names(cache) == ["b"]


def test_prune_by_size_begins_with_what_was_used_longest_ago(cache: AudioCache) -> None:
    for name, days in (("a", 40), ("b", 30), ("c", 20), ("d", 10)):
        keep(cache, name, days_ago=days)
    assert cache.get("a") is not None
    each = sum(path.stat().st_size for path in cache.cache_dir.glob("a.*"))
    pruned = cache.prune(max_bytes=2 * each)
    assert (sorted(pruned.keys), pruned.left, pruned.size) == (["b", "c"], 2, 2 * each)
    assert names(cache) == ["a", "d"]
    assert cache.prune(max_bytes=2 * each).keys == ()


def test_prune_with_every_limit(cache: AudioCache) -> None:
    for name, days in (("a", 40), ("b", 30), ("c", 20), ("d", 10)):
        keep(cache, name, days_ago=days)
    each = sum(path.stat().st_size for path in cache.cache_dir.glob("a.*"))
    assert cache.prune().keys == ()
    assert cache.prune(max_bytes=2 * each, max_age=35 * DAY).keys == ("a", "b")
    assert cache.prune(max_bytes=0).left == 0


USER = """
    import sys
    from russo import AudioCache
    assert AudioCache(sys.argv[1]).get("a") is not None
"""


def test_last_use_is_known_across_processes(cache: AudioCache, start: Start) -> None:
    for name in "ab":
        keep(cache, name, days_ago=40)
    for _ in range(2):
        assert start(USER, cache.cache_dir).wait() == 0
    used = {entry.key: entry.used for entry in cache.entries()}
    assert used["a"] == pytest.approx(time.time(), abs=120)
    assert used["b"] == pytest.approx(time.time() - 40 * DAY, abs=120)
    lines = (cache.cache_dir / ".local" / "last-use").read_text().splitlines()
    assert [line.split()[1] for line in lines] == ["a", "a"]
    cache.prune(max_age=100 * DAY)
    assert len((cache.cache_dir / ".local" / "last-use").read_text().splitlines()) == 1


def test_a_damaged_record_of_uses_costs_nothing(cache: AudioCache) -> None:
    keep(cache, "a", days_ago=40)
    (cache.cache_dir / ".local" / "last-use").write_bytes(b"\xff\n12\n99 \nx a\n5 a\n123")
    (entry,) = cache.entries()
    assert entry.used == entry.kept
    assert cache.prune(unused_for=DAY).keys == ("a",)


def test_a_hit_on_a_fresh_checkout_leaves_it_clean(cache: AudioCache) -> None:
    import shutil

    keep(cache, "a")
    shutil.rmtree(cache.cache_dir / ".local")
    (cache.cache_dir / "CACHEDIR.TAG").unlink()
    assert cache.get("a") is not None
    assert cache.stats().entries == 1
    assert sorted(path.name for path in cache.cache_dir.iterdir()) == [".local", "a.audio", "a.meta"]
    assert (cache.cache_dir / ".local" / ".gitignore").read_text() == "*\n"


def test_damaged_notes_of_last_use_say_nothing(cache: AudioCache, audio: Audio) -> None:
    cache.put("a", audio)
    notes = cache.cache_dir / ".local" / "last-use"
    notes.write_text(f"{'9' * 5000} a\n17000000001700000000 a\nx a\n")
    (entry,) = cache.entries()
    assert entry.used == entry.kept


def test_every_entry_is_listed_once_however_many_there_are(cache: AudioCache) -> None:
    keys = [f"{number:064x}" for number in range(3_100)]
    keep(cache, keys[0])
    for key in keys[1:]:
        for ending in ("audio", "meta"):
            os.link(cache.cache_dir / f"{keys[0]}.{ending}", cache.cache_dir / f"{key}.{ending}")
    assert (cache.size(), cache.size(at_most=2_000)) == (3_100, 2_000)
    assert len(cache.verify().damaged) == 3_099  # they have the meta of the first
    cache.clear()
    assert [path.name for path in cache.cache_dir.iterdir() if not path.name.startswith(".")] == ["CACHEDIR.TAG"]
