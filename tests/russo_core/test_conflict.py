"""The other project named `russo` is installed as well: any use of russo says so, and what to type."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from inner_runs import QUIET
from russo.errors import ConflictingDistributionError
from russo.legacy.other_russo import find_conflict, refuse_conflict

if TYPE_CHECKING:
    from pathlib import Path

MESSAGE = (
    "the distribution 'russo' 0.3.3 is installed beside 'russo-core', and both install the import package 'russo': "
    "their files are mixed, and only one of them can stay. To keep this one: "
    "pip uninstall -y russo russo-core && pip install russo-core"
)


@pytest.fixture
def other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on the path with the metadata that pip would have written for the other distribution."""
    info = tmp_path / "path" / "russo-0.3.3.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: russo\nVersion: 0.3.3\n")
    monkeypatch.syspath_prepend(info.parent)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(info.parent), os.environ.get("PYTHONPATH", ""))))
    return info.parent


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *command], cwd=folder, capture_output=True, text=True, check=False)


def test_russo_core_and_its_providers_are_no_conflict() -> None:
    assert find_conflict() is None
    refuse_conflict()


def test_the_message_names_both_and_what_to_type(other: Path) -> None:
    assert find_conflict() == MESSAGE
    with pytest.raises(ConflictingDistributionError) as raised:
        refuse_conflict()
    assert str(raised.value) == MESSAGE
    assert isinstance(raised.value, ImportError)


def test_every_command_stops_with_it(other: Path, tmp_path: Path) -> None:
    done = run(tmp_path, "-m", "russo", "providers")
    assert (done.returncode, done.stderr, done.stdout) == (1, f"russo: {MESSAGE}\n", "")


def test_a_run_of_pytest_that_uses_russo_stops_with_it(other: Path, tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\nrusso_provider = espeak\n")
    (tmp_path / "test_it.py").write_text("def test_it(): pass\n")
    done = run(tmp_path, "-m", "pytest", "-q", *QUIET)
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert MESSAGE in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_a_run_that_does_not_use_russo_goes_on(other: Path, tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text("def test_it(): pass\n")
    assert run(tmp_path, "-m", "pytest", "-q", *QUIET).returncode == pytest.ExitCode.OK


def test_an_import_that_fails_for_it_says_so(other: Path, tmp_path: Path) -> None:
    # The other distribution does this: its module of that name replaces ours.
    script = (
        "import sys, types\n"
        "sys.modules['russo.audio'] = types.ModuleType('russo.audio')\n"
        "sys.modules['russo.synthesis.cached'] = None\n"
        "from russo import CachedSynthesizer\n"
    )
    done = run(tmp_path, "-c", script)
    assert done.returncode == 1
    assert done.stderr.rstrip().endswith(MESSAGE)
