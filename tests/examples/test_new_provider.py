"""`russo new-provider` writes a package that passes the contract as it is written."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest

import forked
from examples.test_examples import NO_CONFIG, PYTEST, installed, run
from russo.display import quoted

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path


def new_provider(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "russo", "new-provider", *arguments]
    return forked.run(command, cwd=folder, text=True)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "kind", "passed"), [("acme", "sdk", 51), ("acme-tts_2", "http", 52), ("acme", "local", 38)]
)
def test_what_it_writes_passes_the_contract(tmp_path: Path, name: str, kind: str, passed: int) -> None:
    done = new_provider(tmp_path, name, "--kind", kind, "-o", "project")
    project = tmp_path / "project"
    assert done.returncode == 0
    # The pip of Python 3.11 does not know --group.
    assert done.stdout.splitlines()[-1].startswith(
        "Now: cd project, install it (python -m pip install -e .), run pytest, "
    )
    written = {line for line in done.stdout.splitlines() if line.startswith("project")}
    assert written == {str(path.relative_to(tmp_path)) for path in project.rglob("*") if path.is_file()}
    output = run(tmp_path, installed(project, tmp_path / "site"), *PYTEST, *NO_CONFIG, str(project / "tests"))
    assert re.search(rf"^{passed} passed", output, re.MULTILINE)


def test_every_template_is_rendered_whole(tmp_path: Path) -> None:
    new_provider(tmp_path, "acme")
    texts = {
        path.relative_to(tmp_path / "russo-acme").as_posix(): path.read_text(encoding="utf-8")
        for path in (tmp_path / "russo-acme").rglob("*")
        if path.is_file()
    }
    assert set(texts) == {
        ".github/workflows/tests.yml",
        ".gitignore",
        "README.md",
        "pyproject.toml",
        "src/russo_acme/__init__.py",
        "src/russo_acme/plugin.py",
        "src/russo_acme/py.typed",
        "src/russo_acme/synthesizer.py",
        "tests/test_contract.py",
    }
    left = {name for name, text in texts.items() if re.search(r"(?<!\$)\{\{|\{%|\{#", text)}
    assert left == set()
    assert "${{ matrix.python }}" in texts[".github/workflows/tests.yml"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Acme", "russo: 'Acme' is not a valid provider name: lower-case letters, digits and single dashes"),
        ("../acme", "russo: '../acme' is not a valid provider name: lower-case letters, digits and single dashes"),
        (
            "1up",
            "russo: '1up' is not a valid provider name: lower-case letters, digits and single dashes, beginning with a letter",
        ),
        ("core", "russo: 'russo-core' is a package of russo: choose another name"),
        ("whisper", "russo: 'russo-whisper' is a package of russo: choose another name"),
        ("google", "russo: russo already has a provider 'google', in russo-google: choose another name"),
        ("command", "russo: russo already has a provider 'command', in russo-core: choose another name"),
        ("russo-acme", "russo: 'russo-acme' is the name of a package: give the name of the provider, 'acme'"),
        ("acme", "russo: 'russo-acme' exists and is not empty: choose another folder with --output"),
    ],
)
def test_it_writes_nothing_where_it_must_not(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "russo-acme").mkdir()
    (tmp_path / "russo-acme" / "mine.txt").touch()
    done = new_provider(tmp_path, name)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.strip().startswith(message)
    assert [path.name for path in tmp_path.rglob("*")] == ["russo-acme", "mine.txt"]


def test_the_command_that_it_names_can_be_typed(tmp_path: Path) -> None:
    done = new_provider(tmp_path, "acme", "-o", "my providers")
    assert done.returncode == 0
    assert f"Now: cd {quoted('my providers')}, install it" in done.stdout


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = new_provider(tmp_path, "acme", "-o", "file/acme")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("russo: cannot write 'file")
