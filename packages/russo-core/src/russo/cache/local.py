"""`.local/`, the folder in a cache for what belongs to one machine: locks, files being written, last use, the ledger.

It contains a .gitignore for itself, so that a committed cache stays clean.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import time
from itertools import islice
from typing import TYPE_CHECKING, Final

from .. import clock
from . import files, lock
from .names import AUDIO, META
from .patience import delays
from .place import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .place import Directory

NAME: Final = ".local"
UNSENT: Final = "unsent"
COMMIT: Final = "commit"
_TAG: Final = (
    "Signature: 8a477f597d28d172789f06886806bc55\n"
    "# This folder holds speech that russo can make again. https://bford.info/cachedir/\n"
)
# What may be beside speech in a folder that is a cache and nothing else, and how many names are looked at.
_BESIDE: Final = frozenset({NAME, ".gitignore", ".gitattributes", ".DS_Store"})
_LOOKED_AT: Final = 1000
# Where there are no locks, a file older than this many seconds is abandoned: long, since laptops sleep overnight.
_ABANDONED: Final = 86_400.0
# What russo puts there: a file, for an entry or for something else, or a folder that had the name of an entry.
_TEMPORARY: Final = re.compile(r"(?:(?P<key>.{1,200})\.)?(?:\d+-)?[0-9a-f]{1,16}\.tmp")
_DISPLACED: Final = re.compile(r"[0-9a-f]{16}\.displaced")
_LOCK: Final = re.compile(r"(?P<name>[A-Za-z0-9_][A-Za-z0-9._-]{0,199}(?:\.fetch)?)\.lock")
_LONGEST_LINE: Final = 65_536
# Bytes: the last uses of two million entries. No real use of a folder makes a longer file.
_LONGEST_FILE: Final = 512 * 1024 * 1024


class Local:
    """The `.local/` of one cache folder, with its folders for temporary files and locks."""

    __slots__ = ("_place", "_unsent", "cache_dir", "locks", "root", "temporary")

    def __init__(self, cache_dir: str) -> None:
        self.cache_dir = cache_dir
        self._place = Place(cache_dir, NAME)
        self.root = self._place.path
        self.temporary = Place(cache_dir, NAME, "tmp")
        self.locks = Place(cache_dir, NAME, "locks")
        self._unsent = os.path.join(self.root, UNSENT)

    def make(self) -> None:
        """Make the folders that writing an entry needs.

        Raises:
            OSError: Something cannot be made, or something else has the name of one of them.
        """
        self._make_root()
        for place in (self.temporary, self.locks):
            with place.open(make=True):
                pass
        tag = os.path.join(self.cache_dir, "CACHEDIR.TAG")
        if not os.path.lexists(tag) and _is_only_speech(self.cache_dir):
            _write_once(tag, _TAG)

    def _make_root(self) -> None:
        with contextlib.suppress(FileExistsError):
            descriptor = self._place.open_file(".gitignore", os.O_WRONLY | os.O_CREAT | os.O_EXCL, make=True)
            with os.fdopen(descriptor, "wb", 0) as file:
                file.write(b"*\n")

    @contextlib.contextmanager
    def locked(self, name: str = COMMIT, *, at_most: float = 2.0) -> Iterator[bool]:
        """Hold a lock for a moment, or do without it.

        Args:
            name: Which one. Under `COMMIT`, the files of entries are changed, or read again if they looked damaged.
            at_most: How many seconds to wait for it.

        Returns:
            A context. It gives False if somebody else still has the lock.
        """
        claim = lock.ProcessLock(self._place, name)
        try:
            free = claim.try_acquire()
            if not free:
                for delay in delays(at_most, shortest=0.0002, longest=0.005):
                    time.sleep(delay)
                    free = claim.try_acquire()
                    if free:
                        break
            yield free
        finally:
            claim.release(keep_file=True)

    def read(self, name: str) -> bytes | None:
        """The bytes of a file in `.local/`, or None if there is none.

        Raises:
            OSError: It is there and cannot be read, or is not a file.
        """
        try:
            descriptor = self._place.open_file(name, os.O_RDONLY)
        except FileNotFoundError:
            return None
        with os.fdopen(descriptor, "rb", 0) as file:
            return file.readall()

    def lines(self, name: str, start: int = 0) -> Iterator[bytes]:
        """The lines of a file in `.local/`, starting at a position; none if it cannot be read.

        A line that is longer than any of russo's comes in parts, which nothing will recognize. A file that is longer
        than any of russo's has no lines: a sparse one, which takes no space, could hold an endless number.
        """
        try:
            descriptor = self._place.open_file(name, os.O_RDONLY)
            with io.BufferedReader(os.fdopen(descriptor, "rb", 0)) as file:
                if file.seek(0, os.SEEK_END) > _LONGEST_FILE:
                    return
                file.seek(start)
                while line := file.readline(_LONGEST_LINE):
                    yield line
        except OSError:
            return

    def append(self, name: str, lines: bytes) -> int:
        """Append lines to a file in `.local/`, all of them or none. The file itself is locked in the meantime.

        Args:
            name: The file.
            lines: What to add, ending in a line feed.

        Returns:
            How long the file is now, in bytes.

        Raises:
            OSError: They cannot be written.
        """
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND
        try:
            descriptor = self._place.open_file(name, flags)
        except FileNotFoundError:
            self._make_root()
            descriptor = self._place.open_file(name, flags)
        with os.fdopen(descriptor, "r+b", 0) as file, lock.alone(file):
            before = file.seek(0, os.SEEK_END)
            file.seek(max(0, before - 1))
            if file.read(1) not in {b"", b"\n"}:
                lines = b"\n" + lines  # a writer was killed in the middle of the last line
            try:
                files.write_all(descriptor, lines)
            except OSError:
                with contextlib.suppress(OSError):
                    file.truncate(before)
                raise
            return before + len(lines)

    def replace(self, name: str, data: bytes) -> None:
        """Replace a file in `.local/`.

        Raises:
            OSError: It cannot be written.
        """
        self.make()
        with self.temporary.open() as temporary:
            files.replace(os.path.join(self.root, name), data, temporary)

    def remove(self, name: str) -> None:
        """Delete a file in `.local/`, if it is there."""
        with contextlib.suppress(OSError), self._place.open() as root:
            root.remove(name)

    def is_unsent(self, key: str) -> bool:
        """Whether an entry is waiting to be sent to a remote, so that this is the only copy of what was paid for."""
        return os.path.lexists(os.path.join(self._unsent, key))

    def sweep(self, is_wanted: Callable[[str, str], bool]) -> None:
        """Delete the files and locks that killed writers have left.

        Args:
            is_wanted: Called with the name of an entry and the path of a file that was written for it; says whether
                the file may still be needed.
        """
        with contextlib.suppress(OSError), self.temporary.open() as folder:
            for item in list(folder.entries()):
                _sweep_file(folder, item, is_wanted)
        for name in self.held():
            _sweep_lock(self.locks, name)

    def held(self) -> list[str]:
        """The names of the locks that are held, or whose holder was killed."""
        with contextlib.suppress(OSError), self.locks.open() as folder:
            return [found["name"] for item in folder.entries() if (found := _LOCK.fullmatch(item.name)) is not None]
        return []

    def leftovers(self) -> int:
        """How many temporary files there are, of writers that are at work or were killed."""
        with contextlib.suppress(OSError), self.temporary.open() as folder:
            return sum(1 for _ in folder.entries())
        return 0


def _sweep_file(folder: Directory, item: os.DirEntry[str], is_wanted: Callable[[str, str], bool]) -> None:
    found = _TEMPORARY.fullmatch(item.name)
    with contextlib.suppress(OSError):
        if item.is_dir(follow_symlinks=False):
            if _DISPLACED.fullmatch(item.name):
                folder.remove_tree(item.name)
        elif found is not None and is_abandoned(folder, item):
            key = found["key"]
            if key is None or not is_wanted(key, os.path.join(folder.path, item.name)):
                folder.remove(item.name)


def is_abandoned(folder: Directory, item: os.DirEntry[str]) -> bool:
    """Whether the writer of a file is gone, so that nobody has the file locked."""
    is_old = clock.now() - item.stat(follow_symlinks=False).st_mtime > _ABANDONED
    if os.name == "nt":
        return is_old
    with os.fdopen(folder.open(item.name, os.O_RDWR), "r+b", 0) as file:
        try:
            return lock.try_lock(file.fileno())
        except OSError:
            return is_old


def _sweep_lock(place: Place, name: str) -> None:
    claim = lock.ProcessLock(place, name)
    try:
        claim.try_acquire()
    finally:
        claim.release()


def _is_only_speech(folder: str) -> bool:
    """Whether backup tools may skip a folder. In ``.`` or ``tests``, there may be work that nobody can make again."""
    with os.scandir(folder) as found:
        return all(item.name.endswith((AUDIO, META)) or item.name in _BESIDE for item in islice(found, _LOOKED_AT))


def _write_once(path: str, text: str) -> None:
    with contextlib.suppress(FileExistsError), open(path, "x", encoding="utf-8", newline="\n") as file:
        file.write(text)
