"""A folder from a stranger: planted files are neither followed nor waited for, and nothing outside is deleted."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest
import xxhash

from russo import Audio, AudioCache, CachedSynthesizer
from russo.cache import entry
from russo.cache.local import Local
from russo.errors import CacheWriteError
from russo.spending.budget import Budget, parse_limit
from russo.spending.ledger import Ledger, totals

if TYPE_CHECKING:
    from pathlib import Path

KEY = "0" * 64
BY_NAME = pytest.mark.skipif(os.name == "nt", reason="Windows lets only some users make links")


class Beep:
    provider = "beep"

    def __init__(self) -> None:
        self.calls = 0

    async def synthesize(self, text: str) -> Audio:
        self.calls += 1
        return Audio(bytes(480), "pcm")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Targets of links, outside the cache folder."""
    project = tmp_path / "project"
    (project / "src").mkdir(parents=True)
    for name in ("src/code.py", "uv.lock", "0123456789abcdef.tmp", "notes.jsonl"):
        (project / name).write_text("mine\n")
    (project / "0123456789abcdef.displaced").mkdir()
    return project


def contents(folder: Path) -> dict[str, str | None]:
    return {str(path.relative_to(folder)): path.read_text() if path.is_file() else None for path in folder.rglob("*")}


@BY_NAME
@pytest.mark.parametrize("names", [("tmp",), ("locks",), ("tmp", "locks"), (".local",)])
async def test_links_to_folders_are_refused_and_not_followed(
    cache: AudioCache, project: Path, names: tuple[str, ...]
) -> None:
    cache.cache_dir.mkdir()
    for name in names:
        place = cache.cache_dir / (".local" if name == ".local" else f".local/{name}")
        place.parent.mkdir(exist_ok=True)
        place.symlink_to(project)
    before = contents(project)
    with pytest.raises(CacheWriteError, match=r"is not the folder that russo makes but a link or something else: del"):
        cache.put(KEY, Audio(bytes(480), "pcm"))
    speaker = CachedSynthesizer(Beep(), cache=cache, observers=[Ledger(cache.cache_dir)])
    assert (await speaker.synthesize("hello")).duration == 0.01
    for look in (cache.size, cache.stats, cache.verify, cache.clear, cache.prune, lambda: list(cache.entries())):
        look()
    assert contents(project) == before


@BY_NAME
@pytest.mark.parametrize("name", ["ledger.jsonl", "last-use", "renewed", "commit.lock", "ledger.lock", ".gitignore"])
@pytest.mark.parametrize("kind", ["link", "hard link", "link to nothing", "pipe", "folder"])
async def test_what_stands_in_the_place_of_a_file(cache: AudioCache, project: Path, name: str, kind: str) -> None:
    place = cache.cache_dir / ".local" / name
    place.parent.mkdir(parents=True)
    if kind == "pipe":
        os.mkfifo(place)
    elif kind == "folder":
        place.mkdir()
    elif kind == "hard link":
        place.hardlink_to(project / "notes.jsonl")
    else:
        place.symlink_to(project / ("notes.jsonl" if kind == "link" else "made.jsonl"))
    before = contents(project)
    beep = Beep()
    speaker = CachedSynthesizer(beep, cache=cache, refresh_before=1.0)
    for _ in range(2):
        assert (await speaker.synthesize("hello")).duration == 0.01
    assert beep.calls == 1
    cache.stats()
    cache.prune(max_age=1e9)
    # A file with another name is replaced by a copy. Anything else stays, and is not used.
    assert totals(cache.cache_dir).spent.utterances == (name != "ledger.jsonl" or kind == "hard link")
    assert contents(project) == before


@BY_NAME
def test_a_hard_link_to_a_file_that_is_too_large_to_copy(cache: AudioCache, project: Path) -> None:
    place = cache.cache_dir / ".local" / "ledger.jsonl"
    place.parent.mkdir(parents=True)
    with (project / "notes.jsonl").open("wb") as file:
        file.truncate(2**40)  # sparse, so it takes no space on the disk
    place.hardlink_to(project / "notes.jsonl")
    with pytest.raises(OSError, match=r"ledger\.jsonl' is not a file that russo has made but a link"):
        Local(str(cache.cache_dir)).append("ledger.jsonl", b"{}\n")
    assert (project / "notes.jsonl").stat().st_size == 2**40
    assert sorted(path.name for path in place.parent.iterdir()) == ["ledger.jsonl"]


@pytest.mark.parametrize("name", ["ledger.jsonl", "last-use", "renewed"])
async def test_a_file_without_an_end_is_not_read(cache: AudioCache, name: str) -> None:
    cache.put(KEY, Audio(bytes(480), "pcm"))
    place = cache.cache_dir / ".local" / name
    with place.open("wb") as file:
        file.truncate(2**40)  # sparse, so it takes no space on the disk
    speaker = CachedSynthesizer(Beep(), cache=cache, refresh_before=1.0, observers=[Ledger(cache.cache_dir)])
    for _ in range(2):
        assert (await speaker.synthesize("hello")).duration == 0.01
    assert cache.stats().entries == 2
    assert {one.key for one in cache.entries()} == {KEY, speaker.key("hello")}
    assert totals(cache.cache_dir).spent.utterances == (name != "ledger.jsonl")
    cache.prune(max_age=1e9)
    assert cache.size() == 2
    if name == "last-use":
        assert place.stat().st_size < 1000


@BY_NAME
@pytest.mark.parametrize("kind", ["link", "pipe", "folder", "junk", "nan", "deep", "huge"])
def test_a_budget_whose_file_is_not_ours_spends_nothing(tmp_path: Path, kind: str) -> None:
    budget = Budget(parse_limit("3 calls"), tmp_path, "run")
    place = tmp_path / ".local" / "budget-run.json"
    place.parent.mkdir()
    (tmp_path / "elsewhere").write_text("0")
    {
        "link": lambda: place.symlink_to(tmp_path / "elsewhere"),
        "pipe": lambda: os.mkfifo(place),
        "folder": place.mkdir,
        "junk": lambda: place.write_text("nothing"),
        "nan": lambda: place.write_text("NaN"),
        "huge": lambda: place.write_text("9" * 400),
        "deep": lambda: place.write_text("[" * 100_000),
    }[kind]()
    with pytest.raises(CacheWriteError, match="nothing was spent"):
        budget.spend("hello", "acme", {})
    with pytest.raises(CacheWriteError, match="the budget cannot be kept"):
        _ = budget.left
    assert (tmp_path / "elsewhere").read_text() == "0"


def plant(cache: AudioCache, key: str, **fields: object) -> None:
    """Write an entry as anybody can: with any contents, and the right checksum."""
    meta = json.loads(entry.encode(key, Audio(bytes(480), "pcm"), "p", {}))
    del meta["checksum"]
    head = json.dumps(meta | fields, ensure_ascii=False, indent=1).encode().removesuffix(b"\n}") + b",\n "
    seal = xxhash.xxh3_128_hexdigest(key.encode() + b"\0" + head).encode()
    cache.cache_dir.mkdir(exist_ok=True)
    (cache.cache_dir / f"{key}.audio").write_bytes(bytes(480))
    (cache.cache_dir / f"{key}.meta").write_bytes(head + b'"checksum": "' + seal + b'"\n}\n')


@pytest.mark.parametrize(
    "fields",
    [
        {"schema": []}, {"schema": {}}, {"schema": True}, {"format": "x" * 1000}, {"sample_rate": 10**17},
        {"channels": 4.5}, {"length": 2**40}, {"length": -1}, {"schema": 2}, {"schema": 2, "packed": []},
        {"schema": 2, "packed": {"format": "pcm", "length": 2**40, "audio": "", "prefix": "", "suffix": ""}},
        {"schema": 2, "packed": {"format": "pcm", "length": 8, "audio": "", "prefix": "*", "suffix": "a"}},
        {"prompt": ["p"]}, {"prompt": None}, {"key_fields": []}, {"key_fields": "x"}, {"key_fields": {"a": 10**400}},
    ],
    ids=repr,
)  # fmt: skip
@pytest.mark.parametrize("key", [KEY, "notes"])
def test_a_meta_of_any_types_is_no_entry(cache: AudioCache, key: str, fields: dict[str, object]) -> None:
    plant(cache, key, **fields)
    if "key_fields" not in fields or not isinstance(fields["key_fields"], dict):
        assert cache.get(key) is None
    assert list(cache.entries()) == []
    assert cache.stats().entries == 0
    cache.prune(max_bytes=10**9)
    cache.clear()
    assert cache.size() == 0


def test_an_entry_that_promises_more_than_it_may_hold(cache: AudioCache) -> None:
    plant(cache, KEY, length=10**9 - 1)
    with (cache.cache_dir / f"{KEY}.audio").open("r+b") as file:
        file.truncate(10**9 - 1)  # sparse, so it takes no space on the disk
    assert cache.get(KEY) is None
    assert len(cache.verify().damaged) == 1
