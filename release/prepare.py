"""Writes a version into its package: the number, and what the fragments say."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

from packaging.version import Version
from workspace import ROOT

if TYPE_CHECKING:
    from workspace import Package


def prepare(package: Package, version: str) -> None:
    """Set the version, turn the fragments into a section of the changelog, and say what to type next.

    Raises:
        SystemExit: The version is none, or not above the one that the package has.
    """
    if Version(version) < Version(package.version):
        sys.exit(f"{package.name} is at {package.version} already")
    pyproject = package.folder / "pyproject.toml"
    text = pyproject.read_text(encoding="utf-8")
    pyproject.write_text(
        re.sub(r'(?m)^version = ".*"$', f'version = "{version}"', text, count=1), encoding="utf-8", newline="\n"
    )
    places = ("--config", str(ROOT / "towncrier.toml"), "--dir", str(package.folder))
    command = [
        sys.executable,
        "-m",
        "towncrier",
        "build",
        *places,
        "--name",
        package.name,
        "--version",
        version,
        "--yes",
    ]
    subprocess.run(command, cwd=ROOT, check=True)
    tag = f"{package.name}-v{version}"
    print(f'\nRead the changes, then: git commit -am "{package.name} {version}"')
    print(f"and: git tag {tag} && git push origin HEAD {tag}")
