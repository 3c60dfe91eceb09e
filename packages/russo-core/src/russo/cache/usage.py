"""Records when entries were last used: in memory on a hit, and now and then in `.local/`."""

from __future__ import annotations

import atexit
import contextlib
import os
from typing import TYPE_CHECKING, Final

from .. import clock
from .journal import Journal

if TYPE_CHECKING:
    from collections.abc import Callable

    from .local import Local

# How many uses may be lost if a process is killed.
_AT_MOST_UNWRITTEN: Final = 256


class LastUse:
    """The last use of every entry of a folder, to within a run."""

    __slots__ = ("_journal", "_known", "_local", "_new")

    def __init__(self, local: Local) -> None:
        self._local = local
        self._new: set[str] = set()
        self._known: set[str] = set()
        self._journal = Journal(local, "last-use")

    def note(self, key: str) -> None:
        """Remember that an entry was used. Once per process is enough, so that further hits cost nothing."""
        if key not in self._known:
            self._known.add(key)
            self._new.add(key)
            _unwritten.add(self)
            if len(self._new) >= _AT_MOST_UNWRITTEN:
                self.flush()

    @property
    def known(self) -> frozenset[str]:
        """The entries that were used in this process, through the same `AudioCache`."""
        return frozenset(self._known)

    def flush(self) -> None:
        """Write what is new to the file. If the folder cannot be written, the record is lost, but nothing else is."""
        new, self._new = self._new, set()
        _unwritten.discard(self)
        if new and os.path.isdir(self._local.cache_dir):
            with contextlib.suppress(OSError):
                self._journal.add(dict.fromkeys(sorted(new), int(clock.now())))

    def read(self, is_meant: Callable[[str], bool] | None = None) -> dict[str, float]:
        """The last use of each entry that has one, in seconds since the epoch.

        Args:
            is_meant: Says of a key whether it is wanted; by default, all are.
        """
        self.flush()
        return self._journal.read(is_meant)

    def keep_only(self, is_meant: Callable[[str], bool]) -> None:
        """Forget the other entries, which are gone, and every use but the last."""
        self.flush()
        with contextlib.suppress(OSError):
            self._journal.keep_only(is_meant)
        self._known.clear()


def flush_all() -> None:
    """Write the last uses of all folders now, for a process that may be killed before its interpreter exits."""
    for uses in list(_unwritten):
        uses.flush()


_unwritten: Final[set[LastUse]] = set()
atexit.register(flush_all)
