"""A repository of two packages in which releases are tested."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from stories.pages import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PYPROJECT = """
[project]
name = "{name}"
version = "0.4.0"
dependencies = {dependencies}
"""


class Repository:
    """A repository with `release/` and one fragment in each package, with everything committed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(ROOT / "release", folder / "release", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "towncrier.toml", folder)
        self.write(".gitignore", "__pycache__/\n")
        for name, needs in (("russo-core", []), ("russo-acme", ["russo-core[audio]>=0.4,<0.5"])):
            self.write(f"packages/{name}/pyproject.toml", PYPROJECT.format(name=name, dependencies=needs))
            self.write(f"packages/{name}/CHANGELOG.md", "# Changelog\n\n<!-- releases -->\n")
            self.write(f"packages/{name}/newsfragments/+first.feature.md", "It speaks.\n")
            self.write(f"packages/{name}/src/it.py", "SPEAKS = True\n")
        self.git("init", "-q", "-b", "main")
        self.commit("first")

    def write(self, path: str, text: str) -> None:
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_text(text, encoding="utf-8", newline="\n")

    def read(self, path: str) -> str:
        return (self.folder / path).read_text(encoding="utf-8")

    def replace(self, path: str, old: str, new: str) -> None:
        assert old in self.read(path)
        self.write(path, self.read(path).replace(old, new))

    def git(self, *arguments: str) -> str:
        settings = ("user.name=A", "user.email=a@example.org", "core.autocrlf=false", "commit.gpgsign=false")
        options = [part for setting in settings for part in ("-c", setting)]
        command = ["git", *options, *arguments]
        return subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=True).stdout

    def commit(self, message: str) -> str:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)
        return self.git("rev-parse", "HEAD").strip()

    def release(self, *arguments: str) -> tuple[int, str]:
        """The exit status of `python release`, and the last lines it printed: to stderr if it failed."""
        command = [sys.executable, "release", *arguments]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False)
        return done.returncode, (done.stderr if done.returncode else done.stdout).strip()

    def ask(self, expression: str) -> str:
        """The value of an expression over `release/released.py`."""
        code = f"from released import *; from workspace import *; print({expression})"
        command = [sys.executable, "-c", code]
        done = subprocess.run(command, cwd=self.folder / "release", capture_output=True, text=True, check=True)
        return done.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")
