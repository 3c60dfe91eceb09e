"""When an entry was last used: noted in memory on a hit, appended to one file in `.local/` now and then."""

from __future__ import annotations

import atexit
import contextlib
import os
import time
from typing import TYPE_CHECKING, Final

from . import files

if TYPE_CHECKING:
    from collections.abc import Collection

    from .local import Local

# So many hits may go unnoted if a process is killed.
_AT_MOST_UNWRITTEN: Final = 256
_COMPACT_ABOVE: Final = 4 * 1024 * 1024
# Of the seconds since the epoch, until the year 5138.
_DIGITS: Final = 11


class LastUse:
    """The last use of every entry of a folder, to within a run: lines of ``<seconds since the epoch> <key>``."""

    __slots__ = ("_known", "_local", "_new", "path")

    def __init__(self, local: Local) -> None:
        self._local = local
        self._new: set[str] = set()
        self._known: set[str] = set()
        self.path = os.path.join(local.root, "last-use")

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
        if not new or not os.path.isdir(self._local.cache_dir):
            return
        now = int(time.time())
        lines = "".join(f"{now} {key}\n" for key in sorted(new)).encode()
        with contextlib.suppress(OSError):
            self._local.make_root()
            with self._local.committing():
                with open(self.path, "ab", buffering=0) as file:
                    file.write(lines)
                    too_long = file.tell() > _COMPACT_ABOVE
                if too_long:
                    self._write(self._read())

    def read(self) -> dict[str, int]:
        """The last use of each entry that has one, in seconds since the epoch."""
        self.flush()
        return self._read()

    def keep_only(self, keys: Collection[str]) -> None:
        """Forget all others, which are gone, and every use but the last."""
        self.flush()
        with contextlib.suppress(OSError), self._local.committing():
            if os.path.exists(self.path):
                self._write({key: when for key, when in self._read().items() if key in keys})
        self._known.clear()

    def _read(self) -> dict[str, int]:
        raw = files.read(self.path) or b""
        uses: dict[str, int] = {}
        for line in raw.decode("ascii", "replace").splitlines():
            when, _, key = line.partition(" ")
            # A line that was cut when its writer was killed, or ran into the next, says nothing.
            if len(when) <= _DIGITS and when.isdecimal() and key and int(when) >= uses.get(key, 0):
                uses[key] = int(when)
        return uses

    def _write(self, uses: dict[str, int]) -> None:
        self._local.make()
        lines = "".join(f"{when} {key}\n" for key, when in uses.items())
        files.replace(self.path, lines.encode(), self._local.temporary)


def _flush_all() -> None:
    for uses in list(_unwritten):
        uses.flush()


_unwritten: Final[set[LastUse]] = set()
atexit.register(_flush_all)
