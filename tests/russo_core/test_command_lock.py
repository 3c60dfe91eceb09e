from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

import forked
from russo import Audio, AudioCache
from russo.display import quoted
from russo.lockfile import Lock, describe

if TYPE_CHECKING:
    from pathlib import Path

SOUND = Audio(bytes(range(240)) * 2, "pcm")
FIELDS = {"identity": {"provider": "acme"}, "fields": {"voice": "anna"}}
LOCK = Lock([describe("a" * 64, "hello", SOUND, FIELDS), describe("b" * 64, "goodbye", SOUND, FIELDS)])


@pytest.fixture
def project(tmp_path: Path) -> Path:
    cache = AudioCache(tmp_path / ".russo_cache")
    cache.put("a" * 64, SOUND, prompt="hello", key_fields=FIELDS)
    cache.put("b" * 64, SOUND, prompt="goodbye", key_fields=FIELDS)
    LOCK.write(tmp_path / "russo.lock")
    return tmp_path


def russo(folder: Path, *arguments: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "russo", *arguments]
    done = forked.run(command, cwd=folder, text=True)
    return done.returncode, done.stdout + done.stderr


def test_a_cache_that_is_as_the_lock_says(project: Path) -> None:
    assert russo(project, "lock", "verify") == (0, "2 of 2 utterances in the cache as the lock says\n")


def test_one_byte_of_one_entry_changed(project: Path) -> None:
    entry = project / ".russo_cache" / f"{'b' * 64}.audio"
    entry.write_bytes(b"x" + entry.read_bytes()[1:])
    status, printed = russo(project, "lock", "verify")
    assert status == 1
    assert printed == (
        f"'goodbye': not in the cache, or damaged there (key {'b' * 64})\n"
        "1 of 2 utterances in the cache as the lock says\n"
        "to get the others: git checkout -- .russo_cache, or russo cache pull; "
        "or record them again, with pytest --russo-online --russo-lock\n"
    )
    (project / ".russo_cache").rename(project / "my voices")
    hint = russo(project, "lock", "verify", "--cache-dir", "my voices")[1].splitlines()[-1]
    where = quoted("my voices")
    assert hint == (
        f"to get the others: git checkout -- {where}, or russo cache pull --cache-dir {where}; "
        f"or record them again, with pytest --russo-online --russo-lock --russo-cache-dir {where}"
    )
    (project / "my voices").rename(project / ".russo_cache")
    status, printed = russo(project, "lock", "verify", "--json")
    problem = {"key": "b" * 64, "text": "goodbye", "problem": "not in the cache, or damaged there"}
    assert (status, json.loads(printed)) == (1, {"utterances": 2, "problems": [problem]})


def test_a_merge_as_json(project: Path) -> None:
    status, printed = russo(project, "lock", "merge", "--json")
    nothing = {"kept": {"ours": [], "theirs": []}, "broken": []}
    assert (status, json.loads(printed)) == (0, {"utterances": 2, "written": False} | nothing)


def test_no_lock(tmp_path: Path) -> None:
    message = "russo: 'russo.lock' does not exist: pytest --russo-lock writes it\n"
    assert russo(tmp_path, "lock", "verify") == (1, message)


def test_a_lock_of_nothing(tmp_path: Path) -> None:
    Lock().write(tmp_path / "russo.lock")
    message = "russo: 'russo.lock' names no utterance: pytest --russo-lock writes it\n"
    assert russo(tmp_path, "lock", "verify") == (1, message)


def test_merge_mends_the_file(project: Path) -> None:
    path = project / "russo.lock"
    clean = path.read_text()
    head, first, second = clean.split("[[utterance]]\n")
    path.write_text(f"{head}<<<<<<< HEAD\n[[utterance]]\n{first}=======\n[[utterance]]\n{second}>>>>>>> other\n")
    assert russo(project, "lock", "merge") == (0, "russo.lock: 2 utterances, written\n")
    assert path.read_text() == clean
    assert russo(project, "lock", "merge") == (0, "russo.lock: 2 utterances, nothing to do\n")
