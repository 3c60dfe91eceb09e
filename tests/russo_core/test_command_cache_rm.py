from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

import pytest

import forked
from russo import Audio, AudioCache

if TYPE_CHECKING:
    from pathlib import Path

BEEP = Audio(bytes(480), "pcm")


@pytest.fixture
def cache(tmp_path: Path) -> AudioCache:
    cache = AudioCache(tmp_path / ".russo_cache")
    cache.put("aa1", BEEP, prompt="hello")
    cache.put("aa2", BEEP, prompt="hello")
    cache.put("ab3", BEEP, prompt="goodbye")
    return cache


def rm(cache: AudioCache, wanted: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "russo", "cache", "rm", *wanted.split(" "), "--cache-dir", ".russo_cache"]
    done = forked.run(command, cwd=cache.cache_dir.parent, text=True)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("wanted", "said", "left"),
    [
        ("hello", (0, "deleted 2 entries of 'hello'\n"), ["ab3"]),
        ("hello ab", (0, "deleted 3 entries of 'hello', 'goodbye'\n"), []),
        ("hello aa", (1, "russo: in '.russo_cache', 2 entries have a key that begins with 'aa': aa1, aa2; russo cache ls lists them\n"), ["aa1", "aa2", "ab3"]),
        ("ab", (0, "deleted 1 entry of 'goodbye'\n"), ["aa1", "aa2"]),
        ("aa", (1, "russo: in '.russo_cache', 2 entries have a key that begins with 'aa': aa1, aa2; russo cache ls lists them\n"), ["aa1", "aa2", "ab3"]),
        ("", (1, "russo: an empty argument names no entry (is a shell variable not set?): give a key or a text\n"), ["aa1", "aa2", "ab3"]),
        ("hell", (1, "russo: in '.russo_cache', no entry has this text, or a key that begins with 'hell'; russo cache ls lists them\n"), ["aa1", "aa2", "ab3"]),
    ],
)  # fmt: skip
def test_an_entry_is_deleted_by_its_key_or_by_its_text(
    cache: AudioCache, wanted: str, said: tuple[int, str], left: list[str]
) -> None:
    assert rm(cache, wanted) == said
    assert [entry.key for entry in cache.entries()] == left


def test_what_is_not_an_entry_of_russo_stays(cache: AudioCache) -> None:
    (cache.cache_dir / "mine.audio").write_text("mine")
    assert cache.delete("mine") is False
    assert (cache.cache_dir / "mine.audio").exists()


def test_a_list_in_a_pipe_cuts_no_text_and_is_filtered(cache: AudioCache) -> None:
    text = "Hello, this is Anna, and " + "I want a refund, " * 1000 + "now"
    cache.put("ac4", Audio(bytes(960), "pcm"), prompt=text, key_fields={"fields": {"voice": "Kore"}})

    def ls(*arguments: str) -> str:
        command = [sys.executable, "-m", "russo", "cache", "ls", *arguments, "--cache-dir", ".russo_cache"]
        return forked.run(command, cwd=cache.cache_dir.parent, text=True, check=True).stdout

    assert text in ls()
    for one in (("--voice", "Kore"), ("--larger", "900")):
        assert [line.split()[0] for line in ls(*one).splitlines()] == ["key", "ac4"]
    assert ls("--older", "1d") == "no entries\n"


@pytest.mark.parametrize("moment", [-(10**14), 10**14])
def test_a_time_that_is_in_no_calendar(cache: AudioCache, moment: int) -> None:
    with contextlib.suppress(OSError, OverflowError):  # not every file system accepts such a time
        os.utime(cache.cache_dir / "ab3.meta", (moment, moment))
    for command in (["ls", "--json"], ["ls"], ["show", "ab3"], ["stats"]):
        run = [sys.executable, "-m", "russo", "cache", *command, "--cache-dir", ".russo_cache"]
        done = forked.run(run, cwd=cache.cache_dir.parent, text=True)
        assert (done.returncode, done.stderr) == (0, "")
