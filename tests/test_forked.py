"""A forked process does what one does that is started: every command of `russo`, and pytest."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import forked
from inner_runs import QUIET
from russo import Audio, AudioCache
from russo.cli.app import app

if TYPE_CHECKING:
    from pathlib import Path

RUSSO = [sys.executable, "-m", "russo"]
PYTEST = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "error", *QUIET]
COMMANDS = [str(one.name or getattr(one.callback, "__name__", "")).replace("_", "-") for one in app.registered_commands]
GROUPS = [str(one.name) for one in app.registered_groups]
# Its asserts are explained only if they have been rewritten.
TESTS = """
import os, sys

def test_a(russo_say):
    assert os.environ["SAID"] == "hello", sys.argv

def test_b():
    assert [1, 2] == [1, 3]
"""


def both(command: list[str], folder: Path, **variables: str) -> list[tuple[int, bytes, bytes]]:
    environment = os.environ | {"COLUMNS": "120"} | variables
    ways = [
        subprocess.run(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False
        ),
        forked.run(command, cwd=folder, env=environment),
    ]
    return [(done.returncode, done.stdout, done.stderr) for done in ways]


@pytest.mark.parametrize("command", [*COMMANDS, *GROUPS])
def test_each_command_shows_the_same_help(tmp_path: Path, command: str) -> None:
    started, in_fork = both([*RUSSO, command, "--help"], tmp_path)
    assert started == in_fork
    assert started[0] == 0
    assert f"Usage: russo {command} ".encode() in started[1]


@pytest.mark.parametrize("encoding", ["ascii", "utf-8"])
def test_errors_and_encodings_are_the_same(tmp_path: Path, encoding: str) -> None:
    started, in_fork = both([*RUSSO, "say", "Grüße", "--provider", "grüß"], tmp_path, PYTHONIOENCODING=encoding)
    assert started == in_fork
    assert started[:2] == (1, b"")
    assert "grüß".encode(encoding, "backslashreplace") in started[2]


def test_pytest_reports_the_same(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(TESTS)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "mine.py").write_text("import os; os.environ['SAID'] = 'hello'")
    (tmp_path / "pytest.ini").write_text("[pytest]\nasyncio_default_fixture_loop_scope = function\n")
    started, in_fork = both([*PYTEST, "-p", "mine"], tmp_path, PYTHONPATH=str(tmp_path / "site"))
    assert [line for line in started[1].splitlines() if b" in " not in line] == [
        line for line in in_fork[1].splitlines() if b" in " not in line
    ]
    assert started[::2] == in_fork[::2] == (1, b"")
    assert b"1 failed, 1 passed in " in in_fork[1]
    assert b"At index 1 diff: 2 != 3" in in_fork[1]


def test_workers_of_xdist_have_the_same_path(tmp_path: Path) -> None:
    pytest.importorskip("xdist")
    (tmp_path / "test_it.py").write_text("def test_it():\n    import mine\n")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "mine.py").touch()
    command = [*PYTEST, "-n", "1", "--max-worker-restart=0", "-o", "asyncio_default_fixture_loop_scope=function"]
    done = forked.run(command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(tmp_path / "site")}, text=True)
    assert done.returncode == 0, done.stdout


def test_the_folder_for_temporary_files_is_that_of_the_environment(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text("import tempfile\ndef test_it():\n    tempfile.mkdtemp()\n")
    (tmp_path / "mine").mkdir()
    environment = os.environ | {"TMPDIR": str(tmp_path / "mine")}
    done = forked.run([*PYTEST, "-o", "asyncio_default_fixture_loop_scope=function"], cwd=tmp_path, env=environment)
    assert done.returncode == 0
    assert len(list((tmp_path / "mine").iterdir())) == 1


def test_what_is_on_standard_input_and_where_errors_go(tmp_path: Path) -> None:
    AudioCache(tmp_path / ".russo_cache").put("abc123", Audio(b"mine", "pcm"))
    command = [*RUSSO, "cache", "clear"]
    started = subprocess.run(
        command, cwd=tmp_path, input="n\n", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, text=True
    )
    in_fork = forked.run(command, cwd=tmp_path, given="n\n", merged=True, text=True)
    assert (in_fork.returncode, in_fork.stdout, in_fork.stderr) == (started.returncode, started.stdout, None)
    assert started.stdout.startswith("Delete 1 entry")
    assert forked.run(command, cwd=tmp_path, given="y\n", text=True).returncode == 0
    assert AudioCache(tmp_path / ".russo_cache").size() == 0


def test_a_status_that_is_checked(tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        forked.run([*RUSSO, "no-such-command"], cwd=tmp_path, check=True)
