"""When an entry was last used: noted in memory on a hit, and written to `.local/` now and then."""

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

# So many hits may go unnoted if a process is killed.
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
        """Remember that an entry was used. Once a process is enough, and costs the next hits nothing."""
        if key not in self._known:
            self._known.add(key)
            self._new.add(key)
            _unwritten.add(self)
            if len(self._new) >= _AT_MOST_UNWRITTEN:
                self.flush()

    def flush(self) -> None:
        """Write down what is new. A folder that cannot be written keeps no record, and nothing else suffers."""
        new, self._new = self._new, set()
        _unwritten.discard(self)
        if new and os.path.isdir(self._local.cache_dir):
            with contextlib.suppress(OSError):
                self._journal.add(dict.fromkeys(sorted(new), int(clock.now())))

    def read(self, is_meant: Callable[[str], bool] | None = None) -> dict[str, float]:
        """The last use of each entry that has one, in seconds since the epoch.

        Args:
            is_meant: Which entries are meant; by default, all.
        """
        self.flush()
        return self._journal.read(is_meant)

    def keep_only(self, is_meant: Callable[[str], bool]) -> None:
        """Forget all others, which are gone, and every use but the last."""
        self.flush()
        with contextlib.suppress(OSError):
            self._journal.keep_only(is_meant)
        self._known.clear()


def flush_all() -> None:
    """Write down the last uses of this process, whatever the folder: a process that is killed does not come to it."""
    for uses in list(_unwritten):
        uses.flush()


_unwritten: Final[set[LastUse]] = set()
atexit.register(flush_all)
