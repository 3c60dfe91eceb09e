"""Writes a version into its package: the number, and the changelog from the fragments."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from workspace import ROOT, run

if TYPE_CHECKING:
    from workspace import Package


def prepare(package: Package, version: str) -> None:
    """Turn the fragments into a section of the changelog, set the version, and print the next commands.

    Raises:
        SystemExit: towncrier refuses a fragment. Nothing is changed.
    """
    place = ("--config", ROOT / "towncrier.toml", "--dir", package.folder)
    run(sys.executable, "-m", "towncrier", "build", *place, "--name", package.name, "--version", version, "--yes")
    pyproject = package.folder / "pyproject.toml"
    text = pyproject.read_text(encoding="utf-8")
    written = re.sub(r'(?m)^version = ".*"$', f'version = "{version}"', text, count=1)
    pyproject.write_text(written, encoding="utf-8", newline="\n")
    print("Read the changes (git diff HEAD), then:")
    print(f'git commit -am "{package.name} {version}"')
    print(f"python release --dry-run {package.name}")
    print(f"git tag {package.name}-v{version} && git push --atomic origin HEAD {package.name}-v{version}")


def without_fragment(package: Package, base: str) -> bool:
    """Whether the installed files have changed since a commit, while neither a fragment nor the changelog says so."""

    def changed(*parts: str) -> bool:
        # A deleted fragment says nothing, so deletions do not count there.
        kept = ("--diff-filter=d",) if "newsfragments" in parts else ()
        places = [package.folder / part for part in parts]
        return bool(run("git", "diff", "--name-only", *kept, f"{base}...HEAD", "--", *places))

    return changed("src", "pyproject.toml") and not changed("newsfragments", "CHANGELOG.md")
