"""A day of recording a suite with the command alone, from the first line to a frozen run."""

from __future__ import annotations

import csv
import os
import re
import sys
from typing import TYPE_CHECKING

import pytest

import forked
from russo import AudioCache

if TYPE_CHECKING:
    from pathlib import Path

    from russo_core.conftest import Install

LINES = [f"I would like to book a table for {number}." for number in range(2, 22)]
SPEAKER = """
from russo import Audio, Provider, hookimpl

class AcmeSynthesizer:
    provider = "acme"
    def __init__(self, *, voice: str = "anna"):
        self.cache_fields = {"voice": voice}
    async def synthesize(self, text):
        # A text among the samples would be refused, so each byte is another one.
        return Audio(bytes(byte ^ 128 for byte in text.encode().ljust(480)), "pcm")

@hookimpl
def russo_provider():
    return Provider("acme", target="acme_plugin:AcmeSynthesizer", package="russo-acme")
"""
EARS = """
from russo import hookimpl

@hookimpl
def russo_transcribe(audio, language):
    return bytes(byte ^ 128 for byte in audio.data).decode().strip()
"""
TEST = """
import pytest

LINES = open("lines.txt").read().splitlines()[:18]

@pytest.mark.parametrize("text", LINES)
def test_it(russo_say, text):
    assert russo_say(text).duration == 0.01
"""


class Person:
    """Runs `russo` and `pytest` in the folder of a project."""

    def __init__(self, folder: Path, sites: list[Path]) -> None:
        self.folder = folder
        kept = {name: value for name, value in os.environ.items() if not name.startswith("RUSSO_") and name != "CI"}
        self.environment = kept | {"PYTHONPATH": os.pathsep.join(map(str, sites)), "COLUMNS": "120"}

    def types(self, command: str, status: int = 0) -> str:
        words = [sys.executable, "-m", *command.split()]
        done = forked.run(words, cwd=self.folder, env=self.environment, text=True)
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout


@pytest.fixture
def person(tmp_path: Path, install: Install) -> Person:
    sites = [
        install("russo-acme", "acme_plugin", SPEAKER),
        install("russo-ears", "ears_plugin", EARS, name="ears", group="russo.plugins"),
    ]
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "lines.txt").write_text("\n".join(LINES))
    (folder / "pytest.ini").write_text(
        "[pytest]\nrusso_provider = acme\nasyncio_default_fixture_loop_scope = function\n"
    )
    (folder / "test_it.py").write_text(TEST)
    return Person(folder, sites)


def test_from_the_first_line_to_a_frozen_run(person: Person) -> None:
    person.types("russo warm lines.txt")
    cache = AudioCache(person.folder / ".russo_cache")
    wrong, other = (entry for entry in cache.entries() if entry.prompt in LINES[:2])
    spoken = cache.get(other.key)
    assert spoken is not None
    cache.put(wrong.key, spoken, prompt=wrong.prompt, key_fields=wrong.key_fields)

    heard = person.types("russo cache verify --listen --plugin ears", status=1)
    assert "20 entries heard: 19 as their text, 1 to record again" in heard
    delete = re.search(r"russo cache rm \w+", heard)
    assert delete is not None
    assert person.types(delete[0]) == f"deleted 1 entry of {wrong.prompt!r}\n"
    assert "19 in the cache already, 1 spoken" in person.types("russo warm lines.txt")
    person.types("russo cache verify --listen --plugin ears")

    person.types("russo cache export recordings")
    with (person.folder / "recordings" / "recordings.csv").open(encoding="utf-8-sig", newline="") as file:
        assert sorted(row["text"] for row in csv.DictReader(file)) == sorted(LINES)
    # The table is also an input file for `russo warm`.
    assert "20 in the cache already, 0 spoken" in person.types("russo warm recordings/recordings.csv")

    person.types("pytest --russo-lock")
    assert person.types("russo cache prune --lock russo.lock").endswith("; 18 left\n")
    assert person.types("russo lock verify") == "18 of 18 utterances in the cache as the lock says\n"
    assert "18 passed" in person.types("pytest --russo-frozen")
