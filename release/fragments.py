"""The fragments of the changelogs: packages/<package>/newsfragments/<issue or +words>.<type>.md."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

from repository import git
from workspace import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from workspace import Package


def fragments_of(package: Package) -> list[Path]:
    """What the next section of its changelog will be written from."""
    folder = package.folder / "newsfragments"
    return sorted(path for path in folder.glob("*") if path.name != ".gitkeep")


def strange_fragments(package: Package) -> list[str]:
    """Those that towncrier would pass over, since their names say no type."""
    config = tomllib.loads((ROOT / "towncrier.toml").read_text(encoding="utf-8"))
    types = "|".join(kind["directory"] for kind in config["tool"]["towncrier"]["type"])
    named = re.compile(rf"(?:\d+|\+[\w-]+)\.(?:{types})\.md")
    return [path.name for path in fragments_of(package) if not named.fullmatch(path.name)]


def has_section(package: Package, version: str) -> bool:
    """Whether the changelog tells of a version."""
    return f"\n## {version} (" in (package.folder / "CHANGELOG.md").read_text(encoding="utf-8")


def without_fragment(packages: Iterable[Package], base: str) -> list[str]:
    """The packages that differ from a commit in what is installed, and say so in no fragment and no changelog."""
    return [
        package.name
        for package in packages
        if _changed(package, base, "src", "pyproject.toml")
        and not _changed(package, base, "newsfragments", "CHANGELOG.md")
    ]


def _changed(package: Package, base: str, *parts: str) -> bool:
    # What is only deleted tells nobody anything, and a fragment that is gone least of all.
    only = ("--diff-filter=d",) if "newsfragments" in parts else ()
    places = [str(package.folder / part) for part in parts]
    return bool(git("diff", "--name-only", *only, f"{base}...HEAD", "--", *places))
