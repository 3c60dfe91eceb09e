"""Recognizes what is in the place of an entry without being a damaged entry: a Git LFS pointer, a link, a conflict.

Somebody has already paid for such an entry, so it is neither made again nor overwritten unless the user asks for it.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from typing import Final

from .. import environment
from . import files
from .names import AUDIO, META

# https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
_SHORT: Final = 64 * 1024
_LFS: Final = b"version https://git-lfs.github.com/spec/"
_ANNEX: Final = os.path.join(".git", "annex", "")


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A file that replaces that of an entry, and what to do about it.

    Args:
        kind: What it is, such as ``Git LFS pointer``.
        cure: What to type or do, such as ``git lfs pull``.

    Example:
        >>> from russo.cache import Obstacle
        >>> str(Obstacle("Git LFS pointer", "git lfs pull"))
        'Git LFS pointer: git lfs pull'
    """

    kind: str
    cure: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.cure}"


LFS: Final = Obstacle("Git LFS pointer", "git lfs pull")
_ANNEXED: Final = Obstacle("link of git-annex", "git annex unlock, after git annex get")
_LINK: Final = Obstacle("symbolic link", "russo does not read links, so copy the files, as cp -rL does")
_MARKS: Final = (b"<<<<<<< ", b"\n=======\n", b"\n>>>>>>> ")
_DENIED: Final = Obstacle("no permission to read it", "chmod u+r")


def obstacle(folder: str, key: str) -> Obstacle | None:
    """What stands in the place of an entry that could not be read; None if nothing does."""
    for ending in (META, AUDIO):
        path = os.path.join(folder, key + ending)
        found = _at(path) if os.path.lexists(path) else None
        if found is not None:
            return found
    return None


def _at(path: str) -> Obstacle | None:
    try:
        mode = os.lstat(path).st_mode
        if stat.S_ISLNK(mode):
            return _ANNEXED if _ANNEX in os.readlink(path) else _LINK
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(mode):
        return None
    return _inside(path) if os.access(path, os.R_OK) else _DENIED


def _inside(path: str) -> Obstacle | None:
    # A pointer is short, and so are most metas. Of a long file, only the size is looked at.
    data = files.read(path) if files.size(path) <= _SHORT else None
    if data is None:
        return None
    if data.startswith(_LFS):
        return LFS
    if path.endswith(META) and all(mark in data for mark in _MARKS):
        return Obstacle("git merge conflict", f"russo lock merge{environment.in_folder(os.path.dirname(path))}")
    return None
