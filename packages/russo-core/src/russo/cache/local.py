"""`.local/`: what belongs to one machine and is not the cache itself: locks and files that are being written.

It ignores itself, so that a cache that is committed stays clean.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from typing import Final

from . import files

_NAME: Final = ".local"
_TAG: Final = (
    "Signature: 8a477f597d28d172789f06886806bc55\n"
    "# This folder holds speech that russo can make again. https://bford.info/cachedir/\n"
)
# No writer needs this long: what is older was left by one that was killed.
_ABANDONED: Final = 600.0


class Local:
    """The folders that one cache folder has on this machine."""

    __slots__ = ("cache_dir", "locks", "root", "temporary")

    def __init__(self, cache_dir: str) -> None:
        self.cache_dir = cache_dir
        self.root = os.path.join(cache_dir, _NAME)
        self.temporary = os.path.join(self.root, "tmp")
        self.locks = os.path.join(self.root, "locks")

    def make(self) -> None:
        """Make what is missing."""
        for folder in (self.temporary, self.locks):
            os.makedirs(folder, exist_ok=True)
        _write_once(os.path.join(self.root, ".gitignore"), "*\n")
        _write_once(os.path.join(self.cache_dir, "CACHEDIR.TAG"), _TAG)

    def sweep(self, *, older_than: float = _ABANDONED) -> None:
        """Delete what killed writers have left, `older_than` seconds ago or more."""
        with contextlib.suppress(OSError), os.scandir(self.temporary) as found:
            for item in found:
                with contextlib.suppress(OSError):
                    if time.time() - item.stat(follow_symlinks=False).st_mtime < older_than:
                        continue
                    if item.is_dir(follow_symlinks=False):
                        shutil.rmtree(item.path, ignore_errors=True)
                    else:
                        files.remove(item.path)


def _write_once(path: str, text: str) -> None:
    with contextlib.suppress(FileExistsError), open(path, "x", encoding="utf-8", newline="\n") as file:
        file.write(text)
