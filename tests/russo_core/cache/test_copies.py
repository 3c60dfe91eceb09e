"""A copy of a cache whose files are the same ones on the disk, as ``cp -al`` makes it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from russo import Audio, AudioCache, CachedSynthesizer
from russo.cache.local import Local
from russo.spending.ledger import Ledger, totals

if TYPE_CHECKING:
    from pathlib import Path


class Beep:
    provider = "beep"

    async def synthesize(self, text: str) -> Audio:
        return Audio(bytes(480), "pcm")


async def speak(folder: Path, *texts: str) -> None:
    ledger = Ledger(folder)
    speaker = CachedSynthesizer(Beep(), cache=AudioCache(folder), observers=[ledger])
    for text in texts:
        await speaker.synthesize(text)
    ledger.flush()


def link_all(folder: Path, copy: Path) -> Path:
    for path in folder.rglob("*"):
        if path.is_file():
            target = copy / path.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.hardlink_to(path)
    return copy


def counted(folder: Path) -> tuple[int, int]:
    return totals(folder).spent.utterances, totals(folder).saved.utterances


async def test_the_copy_and_the_original_have_ledgers_of_their_own(tmp_path: Path) -> None:
    first = tmp_path / "first"
    await speak(first, "one", "one")
    copy = link_all(first, tmp_path / "copy")
    assert counted(copy) == (1, 1)
    await speak(copy, "one", "two", "three")
    assert (counted(first), counted(copy)) == ((1, 1), (3, 2))
    await speak(first, "four")
    assert (counted(first), counted(copy)) == ((2, 1), (3, 2))
    assert (AudioCache(first).size(), AudioCache(copy).size()) == (2, 3)
    assert list(copy.rglob("*.copy")) == []


async def test_nothing_in_the_original_is_changed(tmp_path: Path) -> None:
    first = tmp_path / "first"
    await speak(first, "one", "one")
    AudioCache(first).prune(max_age=1e9)
    copy = link_all(first, tmp_path / "copy")
    before = {path: path.read_bytes() for path in first.rglob("*") if path.is_file()}
    await speak(copy, "one", "two")
    again = CachedSynthesizer(Beep(), cache=AudioCache(copy), refresh_before=4e9)
    await again.synthesize("one")
    AudioCache(copy).prune(max_bytes=0)
    assert AudioCache(copy).size() == 0
    assert {path: path.read_bytes() for path in first.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("copy_of", range(10))
def test_all_who_write_at_once_write_into_one_copy(tmp_path: Path, copy_of: int) -> None:
    first = tmp_path / "first"
    Local(str(first)).append("ledger.jsonl", b"0\n")
    copy = link_all(first, tmp_path / f"copy-{copy_of}")

    def append(number: int) -> None:
        Local(str(copy)).append("ledger.jsonl", b"%d\n" % number)

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(append, range(1, 200)))
    assert sorted(int(line) for line in Local(str(copy)).lines("ledger.jsonl")) == list(range(200))
    assert list(Local(str(first)).lines("ledger.jsonl")) == [b"0\n"]


@pytest.mark.parametrize("mode", [0o600, 0o640])
def test_what_nobody_else_may_read_stays_so(tmp_path: Path, mode: int) -> None:
    first = tmp_path / "first"
    Local(str(first)).append("ledger.jsonl", b"0\n")
    (first / ".local" / "ledger.jsonl").chmod(mode)
    copy = link_all(first, tmp_path / "copy")
    Local(str(copy)).append("ledger.jsonl", b"1\n")
    assert (copy / ".local" / "ledger.jsonl").stat().st_mode == (first / ".local" / "ledger.jsonl").stat().st_mode


def test_a_copy_that_a_killed_process_has_begun(tmp_path: Path) -> None:
    first = tmp_path / "first"
    Local(str(first)).append("ledger.jsonl", b"0\n")
    copy = link_all(first, tmp_path / "copy")
    (copy / ".local" / "ledger.jsonl.copy").write_bytes(b"half")
    Local(str(copy)).append("ledger.jsonl", b"1\n")
    assert list(Local(str(copy)).lines("ledger.jsonl")) == [b"0\n", b"1\n"]
    assert list(Local(str(first)).lines("ledger.jsonl")) == [b"0\n"]
