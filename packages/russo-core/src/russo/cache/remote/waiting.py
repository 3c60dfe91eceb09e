"""Remembers the entries that a remote did not accept: a file in ``.local/unsent`` for each, until it is sent.

The file has a line for each remote that lacks the entry: ``new`` or ``replace``, and the remote.
"""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, Final

from ..local import NAME, UNSENT
from ..names import is_key
from ..place import Place

if TYPE_CHECKING:
    from ..place import Directory

_NEW, _REPLACE = "new", "replace"
# In bytes; enough for a hundred remotes.
_LONGEST: Final = 65_536


class Waiting:
    """The entries of a folder that are waiting to be sent to a remote. Their audio is in the cache.

    Args:
        cache_dir: The folder.
        remote: What tells the remote apart from others.
    """

    __slots__ = ("_place", "_remote")

    def __init__(self, cache_dir: str, remote: str) -> None:
        self._place = Place(cache_dir, NAME, UNSENT)
        self._remote = remote

    def add(self, key: str, *, replace: bool) -> None:
        """Record an entry. If the folder cannot be written, `russo cache push` will find the entry anyway."""
        with contextlib.suppress(OSError), self._place.open(make=True) as folder:
            _write(folder, key, _read(folder, key) | {self._remote: _REPLACE if replace else _NEW})

    def discard(self, key: str) -> None:
        """Forget an entry that was sent or deleted."""
        with contextlib.suppress(OSError), self._place.open() as folder:
            left = {remote: what for remote, what in _read(folder, key).items() if remote not in {self._remote, ""}}
            if left:
                _write(folder, key, left)
            else:
                folder.remove(key)

    def all(self) -> dict[str, bool]:
        """Each waiting entry, and whether it replaces what the remote has."""
        with contextlib.suppress(OSError), self._place.open() as folder:
            names = sorted(item.name for item in folder.entries() if is_key(item.name))
            found = {name: _read(folder, name) for name in names}
            # A process may have been killed before it could write which remote an entry is for.
            return {
                name: remotes.get(self._remote, remotes.get("")) == _REPLACE
                for name, remotes in found.items()
                if not remotes.keys().isdisjoint({self._remote, ""}) or not remotes
            }
        return {}


def _read(folder: Directory, name: str) -> dict[str, str]:
    with contextlib.suppress(OSError), os.fdopen(folder.open(name, os.O_RDONLY), "rb", 0) as file:
        lines = file.read(_LONGEST).decode(errors="replace").splitlines()
        return {remote: what for what, _, remote in (line.partition(" ") for line in lines)}
    return {}


def _write(folder: Directory, name: str, remotes: dict[str, str]) -> None:
    lines = "".join(f"{what} {remote}\n" for remote, what in remotes.items())
    with os.fdopen(folder.open(name, os.O_WRONLY | os.O_CREAT), "wb", 0) as file:
        file.truncate()
        file.write(lines.encode(errors="replace"))
