"""Writes a version into its package: the number, and what the fragments say."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from workspace import ROOT, run

if TYPE_CHECKING:
    from workspace import Package


def prepare(package: Package, version: str) -> None:
    """Turn the fragments into a section of the changelog, set the version, and say what to type next.

    Raises:
        SystemExit: towncrier refuses a fragment; nothing is changed.
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
    """Whether what is installed differs from that of a commit, while neither fragment nor changelog says so."""

    def changed(*parts: str) -> bool:
        # A deleted fragment tells nobody anything, so deletions do not count there.
        kept = ("--diff-filter=d",) if "newsfragments" in parts else ()
        places = [package.folder / part for part in parts]
        return bool(run("git", "diff", "--name-only", *kept, f"{base}...HEAD", "--", *places))

    return changed("src", "pyproject.toml") and not changed("newsfragments", "CHANGELOG.md")
