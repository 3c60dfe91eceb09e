"""Errors end with the next step, in terms of what is in use; for runs of pytest, see `test_offline`."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from russo import Audio, AudioCache, say
from russo.errors import CacheMissError, CacheWriteError

if TYPE_CHECKING:
    from pathlib import Path

ELSEWHERE = "choose another folder with "


@pytest.fixture
def occupied(tmp_path: Path) -> Path:
    """A file where the cache folder should be."""
    path = tmp_path / "occupied"
    path.write_text("mine")
    return path


def say_in_a_terminal(folder: Path, *arguments: str) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RUSSO_")}
    command = [sys.executable, "-m", "russo", "say", "hello", "--provider", "espeak", "-o", "hello.wav", *arguments]
    return subprocess.run(command, cwd=folder, env=kept, capture_output=True, text=True, check=False).stderr.strip()


def test_a_miss_in_a_script(tmp_path: Path) -> None:
    with pytest.raises(CacheMissError, match=r"Ask for it once where espeak may be called, with offline=False$"):
        say("hello", provider="espeak", cache=tmp_path, offline=True)


def test_a_miss_in_the_command(tmp_path: Path) -> None:
    told = say_in_a_terminal(tmp_path, "--offline")
    assert told.endswith("no entry of this text. Ask for it once where espeak may be called, with --online")


def test_a_folder_that_a_script_cannot_write(occupied: Path, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(CacheWriteError, match=rf"; {ELSEWHERE}cache_dir=\.\.\.$"):
        AudioCache(occupied).put("a1", Audio(bytes(480), "pcm"))
    say("hello", provider="espeak", cache=occupied)
    assert f"; {ELSEWHERE}cache=... or the variable RUSSO_CACHE_DIR; the audio is used" in caplog.text


def test_a_folder_that_the_command_cannot_write(occupied: Path) -> None:
    told = say_in_a_terminal(occupied.parent, "--cache-dir", occupied.name)
    assert f"; {ELSEWHERE}--cache-dir; the audio is used" in told
