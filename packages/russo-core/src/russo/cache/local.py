"""`.local/`: what belongs to one machine and is not the cache itself: locks, files being written, last use.

It ignores itself, so that a cache that is committed stays clean.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from typing import TYPE_CHECKING, Final

from . import files, lock

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

NAME: Final = ".local"
_TAG: Final = (
    "Signature: 8a477f597d28d172789f06886806bc55\n"
    "# This folder holds speech that russo can make again. https://bford.info/cachedir/\n"
)
# Where locks do not tell whether a writer is still alive, its age does: no writer needs this many seconds.
_ABANDONED: Final = 600.0


class Local:
    """The folders that one cache folder has on this machine."""

    __slots__ = ("cache_dir", "locks", "root", "temporary")

    def __init__(self, cache_dir: str) -> None:
        self.cache_dir = cache_dir
        self.root = os.path.join(cache_dir, NAME)
        self.temporary = os.path.join(self.root, "tmp")
        self.locks = os.path.join(self.root, "locks")

    def make_root(self) -> None:
        """Make `.local/` itself."""
        os.makedirs(self.root, exist_ok=True)
        _write_once(os.path.join(self.root, ".gitignore"), "*\n")

    def make(self) -> None:
        """Make whatever is missing for an entry to be written."""
        self.make_root()
        for folder in (self.temporary, self.locks):
            os.makedirs(folder, exist_ok=True)
        _write_once(os.path.join(self.cache_dir, "CACHEDIR.TAG"), _TAG)

    def committing(self, at_most: float = 2.0) -> AbstractContextManager[None]:
        """Be the only one on this machine who changes or doubts the files of entries, for a moment."""
        return lock.briefly(self.root, "commit", at_most=at_most)

    def sweep(self) -> int:
        """Delete what killed writers have left: their files and locks. Says how many there were."""
        return sum(self._sweep_file(item) for item in _scan(self.temporary)) + sum(
            _sweep_lock(self.locks, item.name) for item in _scan(self.locks)
        )

    def leftovers(self) -> int:
        """How many files of writers there are, at work or killed."""
        return len(_scan(self.temporary))

    def _sweep_file(self, item: os.DirEntry[str]) -> bool:
        with contextlib.suppress(OSError):
            if item.is_dir(follow_symlinks=False):
                shutil.rmtree(item.path)  # one that had the name of an entry
                return True
            old = time.time() - item.stat(follow_symlinks=False).st_mtime > _ABANDONED
            return files.remove(item.path) if old else _remove_abandoned(item.path)
        return False


def _scan(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return list(found)
    except OSError:
        return []


def _remove_abandoned(path: str) -> bool:
    """Delete a file whose writer does not live any more: nobody has it locked."""
    if os.name == "nt":
        return False
    descriptor = os.open(path, os.O_WRONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        return lock.try_lock(descriptor) and files.remove(path)
    finally:
        os.close(descriptor)


def _sweep_lock(folder: str, name: str) -> bool:
    claim = lock.Lock(folder, name.removesuffix(".lock"))
    if not claim.try_acquire() or not claim.is_held:
        return False
    claim.release()
    return True


def _write_once(path: str, text: str) -> None:
    with contextlib.suppress(FileExistsError), open(path, "x", encoding="utf-8", newline="\n") as file:
        file.write(text)
