"""Writes a version into its package: the number, and what the fragments say."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

from repository import git
from workspace import ROOT

if TYPE_CHECKING:
    from workspace import Package


def prepare(package: Package, version: str) -> None:
    """Set the version, turn the fragments into a section of the changelog, and say what to type next.

    The tree has nothing uncommitted, so that whatever fails leaves it as it was.

    Raises:
        SystemExit: The changelog could not be written.
    """
    try:
        _write_changelog(package, version)
        _write_version(package, version)
    except BaseException:
        git("restore", "--source=HEAD", "--staged", "--worktree", str(package.folder))
        raise
    tag = f"{package.name}-v{version}"
    print("\nRead the changes (git diff HEAD), then:")
    print(f'git commit -am "{package.name} {version}"')
    print(f"python release --dry-run {package.name}")
    print(f"git tag {tag} && git push --atomic origin HEAD {tag}")


def _write_changelog(package: Package, version: str) -> None:
    places = ("--config", str(ROOT / "towncrier.toml"), "--dir", str(package.folder))
    names = ("--name", package.name, "--version", version, "--yes")
    done = subprocess.run(
        [sys.executable, "-m", "towncrier", "build", *places, *names],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"towncrier ended with {done.returncode}:\n{done.stdout}{done.stderr}")


def _write_version(package: Package, version: str) -> None:
    path = package.folder / "pyproject.toml"
    text, count = re.subn(r'(?m)^version = ".*"$', f'version = "{version}"', path.read_text(encoding="utf-8"), count=1)
    if not count:
        sys.exit(f'no line like version = "0.4.0" in {path}')
    path.write_text(text, encoding="utf-8", newline="\n")
