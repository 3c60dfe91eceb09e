"""The example of a recorded suite: recorded once with Google's real SDK, and replayed without it."""

from __future__ import annotations

import base64
import os
import re
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pytest_httpserver import HTTPServer

import forked
from inner_runs import QUIET
from russo import Audio
from russo.lockfile import read_lock

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow

EXAMPLE = Path(__file__).parents[2] / "examples" / "recorded-suite"
SPEECH = Audio(b"\x01\x10\xff\xef" * 12000, "pcm").to_wav().data


class Project:
    """A checkout of the example on a machine."""

    def __init__(self, folder: Path, address: str, key: str | None) -> None:
        self.folder = folder
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith(("G", "RUSSO"))}
        # An address other than Google's is part of the key. During the replay, no server listens there.
        self.environment |= {"GOOGLE_GEMINI_BASE_URL": address, "NO_PROXY": "127.0.0.1"}
        if key:
            self.environment["GEMINI_API_KEY"] = key

    def pytest(self, *options: str) -> tuple[int, str]:
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *QUIET, *options]
        done = forked.run(command, cwd=self.folder, env=self.environment, text=True)
        return done.returncode, done.stdout + done.stderr


@contextmanager
def google() -> Iterator[HTTPServer]:
    """A stand-in for Google's API, until it is shut down."""
    with HTTPServer("127.0.0.1", 0) as server:
        part = {"inlineData": {"mimeType": "audio/wav", "data": base64.b64encode(SPEECH).decode()}}
        answer = {"candidates": [{"content": {"parts": [part], "role": "model"}, "finishReason": "STOP"}]}
        server.expect_request(re.compile(".*")).respond_with_json(answer)
        yield server


def record(folder: Path, server: HTTPServer) -> Project:
    """The suite, recorded on a laptop with a key."""
    copy(EXAMPLE, folder)
    project = Project(folder, server.url_for("").rstrip("/"), "AIza-not-a-real-key")
    status, printed = project.pytest("--russo-lock")
    assert status == 0, printed
    assert "russo.lock: 2 utterances, 2 added, 0 removed" in printed
    assert len(server.log) == 2
    return project


def copy(project: Path, folder: Path) -> None:
    shutil.copytree(project, folder, ignore=shutil.ignore_patterns("__pycache__", ".local"))


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The laptop after the recording, when Google's stand-in no longer listens."""
    with google() as server:
        return record(tmp_path_factory.mktemp("recorded") / "laptop", server)


@pytest.fixture
def ci(recorded: Project, tmp_path: Path) -> Project:
    """Another machine, with the committed files but without key, network and SDK."""
    copy(recorded.folder, tmp_path / "ci")
    (tmp_path / "ci" / "without_sdk.py").write_text("import sys\nsys.modules['google.genai'] = None\n")
    return Project(tmp_path / "ci", recorded.environment["GOOGLE_GEMINI_BASE_URL"], None)


FROZEN = ("-p", "without_sdk", "--russo-frozen")


def test_it_runs_frozen_and_green(ci: Project) -> None:
    status, printed = ci.pytest(*FROZEN)
    assert status == 0, printed
    assert "2 passed" in printed
    assert "2 from the cache" in printed


def test_one_byte_of_one_entry_changed_fails_and_names_the_utterance(ci: Project) -> None:
    (locked,) = (one for one in read_lock(ci.folder / "russo.lock") if one.text.startswith("Hello"))
    entry = ci.folder / ".russo_cache" / f"{locked.key}.audio"
    data = bytearray(entry.read_bytes())
    data[-1] ^= 1
    entry.write_bytes(data)
    status, printed = ci.pytest(*FROZEN)
    assert status == 1
    assert "1 passed, 1 error" in printed
    assert "'Hello, I would like to book a table.'" in printed
    assert "damaged" in printed


def test_the_voice_changed_fails_and_says_voice(ci: Project) -> None:
    ini = ci.folder / "pytest.ini"
    ini.write_text(ini.read_text().replace("Kore", "Puck"))
    status, printed = ci.pytest(*FROZEN)
    assert status == 1
    assert "1 failed, 1 error" in printed
    assert "voice: 'Kore' -> 'Puck'" in printed


def test_an_entry_that_another_recording_replaced_is_not_what_the_lock_says(ci: Project) -> None:
    from russo import AudioCache

    (locked,) = (one for one in read_lock(ci.folder / "russo.lock") if one.text.startswith("Hello"))
    cache = AudioCache(ci.folder / ".russo_cache")
    cache.put(locked.key, Audio(bytes(48000), "pcm"), prompt=locked.text)
    status, printed = ci.pytest(*FROZEN)
    assert status == 1
    assert "is not what russo.lock says" in printed


def test_a_text_that_is_not_in_the_lock_fails(ci: Project) -> None:
    with (ci.folder / "test_agent.py").open("a") as file:
        file.write("\n\ndef test_more(russo_say):\n    russo_say('Hello, I would like to book a room.')\n")
    status, printed = ci.pytest(*FROZEN)
    assert status == 1
    assert "[-table-]{+room+}" in printed


def test_a_run_without_a_lock_cannot_be_frozen(ci: Project) -> None:
    (ci.folder / "russo.lock").unlink()
    status, printed = ci.pytest(*FROZEN)
    assert status == 4
    assert "russo.lock' does not exist: pytest --russo-lock writes it" in printed


def test_a_full_run_takes_out_what_is_no_longer_said_and_a_partial_one_does_not(tmp_path: Path) -> None:
    with google() as server:
        laptop = record(tmp_path / "laptop", server)
        tests = laptop.folder / "test_agent.py"
        tests.write_text(tests.read_text().replace("A table for two, please", "For two, please"))
        _, printed = laptop.pytest("--russo-lock", "-k", "more")
    assert "russo.lock: 3 utterances, 1 added, 0 removed (none are removed: -k was given)" in printed
    _, printed = laptop.pytest("--russo-lock")
    assert "russo.lock: 2 utterances, 0 added, 1 removed" in printed
