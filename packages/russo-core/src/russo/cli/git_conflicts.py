"""Finding the entries that git could not merge, and taking one side of each."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from ..cache.folder import Folder
from ..cache.names import AUDIO, META
from ..cache.remote import pairs

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Side: TypeAlias = Literal["ours", "theirs"]
_STAGES: Final[Mapping[str, Side]] = {"2": "ours", "3": "theirs"}


def conflicts(folder: Path) -> dict[str, dict[str, set[Side]]]:
    """The entries of a folder that git could not merge: for each entry, its files, and the sides that have each file.

    Empty if git is not installed, or if there is no conflict.
    """
    found: dict[str, dict[str, set[Side]]] = {}
    listed = _git(folder, "ls-files", "-u", "-z", "--", ".") if folder.is_dir() else None
    for line in (listed or "").split("\0"):
        described, _, name = line.partition("\t")
        stem, ending = os.path.splitext(name)
        if ending in {AUDIO, META} and os.path.dirname(name) == "":
            sides = found.setdefault(stem, {}).setdefault(name, set())
            side = _STAGES.get(described.rpartition(" ")[2])
            if side is not None:
                sides.add(side)
    return found


def take(folder: Path, key: str, files: Mapping[str, set[Side]], preferred: Side) -> Side | None:
    """Write one side of an entry into its folder: the preferred side if it is intact, else the other.

    Returns:
        The side, or None if neither is intact.
    """
    other: Side = "theirs" if preferred == "ours" else "ours"
    for side in (preferred, other):
        if all(side in sides for sides in files.values()):
            _git(folder, "checkout", "-q", f"--{side}", "--", *files)
            if pairs.read(Folder(str(folder)), key) is not None:
                _git(folder, "add", "-f", "--", *files)
                return side
    return None


def is_unmerged(path: Path) -> bool:
    """Whether git could not merge a file."""
    return bool(_git(path.parent, "ls-files", "-u", "--", path.name))


def resolve(path: Path) -> None:
    """Tell git that a file is merged now."""
    _git(path.parent, "add", "-f", "--", path.name)


def _git(folder: Path, *arguments: str) -> str | None:
    try:
        done = subprocess.run(  # noqa: S603 - the arguments are file names
            ["git", *arguments],  # noqa: S607 - found as the user finds it
            cwd=folder,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="surrogateescape",
            check=False,
        )
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None
