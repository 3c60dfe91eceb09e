"""Remembers the entries that a remote did not accept: a file in ``.local/unsent`` for each, until it is sent."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, Final

from ..local import NAME
from ..names import is_key
from ..place import Place

if TYPE_CHECKING:
    from ..place import Directory

_REPLACE: Final = b"replace\n"


class Waiting:
    """The entries of a folder that are waiting to be sent. Their audio is in the cache."""

    __slots__ = ("_place",)

    def __init__(self, cache_dir: str) -> None:
        self._place = Place(cache_dir, NAME, "unsent")

    def add(self, key: str, *, replace: bool) -> None:
        """Record an entry. If the folder cannot be written, `russo cache push` will find the entry anyway."""
        with contextlib.suppress(OSError), self._place.open(make=True) as folder:
            descriptor = folder.open(key, os.O_WRONLY | os.O_CREAT)
            with os.fdopen(descriptor, "wb", 0) as file:
                file.truncate()
                file.write(_REPLACE if replace else b"")

    def discard(self, key: str) -> None:
        """Forget an entry that was sent or deleted."""
        with contextlib.suppress(OSError), self._place.open() as folder:
            folder.remove(key)

    def all(self) -> dict[str, bool]:
        """Each waiting entry, and whether it replaces what the remote has."""
        with contextlib.suppress(OSError), self._place.open() as folder:
            names = sorted(item.name for item in folder.entries() if is_key(item.name))
            return {name: _replaces(folder, name) for name in names}
        return {}


def _replaces(folder: Directory, name: str) -> bool:
    with contextlib.suppress(OSError), os.fdopen(folder.open(name, os.O_RDONLY), "rb", 0) as file:
        return file.read(len(_REPLACE)) == _REPLACE
    return False
