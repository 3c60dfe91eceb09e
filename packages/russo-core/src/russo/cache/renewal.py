"""Records which entries a refresh has already made anew, because the times of files are not reliable enough to tell."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from .. import clock
from .journal import Journal

if TYPE_CHECKING:
    from .local import Local


class Renewals:
    """When the entries of a folder were made again, by the clock of the process that made them."""

    __slots__ = ("_asked", "_journal", "_known")

    def __init__(self, local: Local) -> None:
        self._journal = Journal(local, "renewed")
        self._known: dict[str, float] = {}
        self._asked: dict[str, float] = {}

    def is_kept_since(self, key: str, moment: float, written: float) -> bool:
        """Whether an entry was made at this moment or later.

        Args:
            key: The entry.
            moment: In seconds since the epoch.
            written: When its file was written, according to the file system. It counts if russo has recorded nothing,
                unless it is in the future.
        """
        if self._known.get(key, 0) >= moment:
            return True
        for name, when in self._journal.news():
            self._known[name] = max(when, self._known.get(name, 0))
        if self._known.get(key, 0) >= moment or moment <= written <= clock.now():
            return True
        self._asked[key] = max(moment, self._asked.get(key, 0))
        return False

    def note(self, key: str) -> None:
        """Record that an entry was made, if a newer one was requested."""
        asked = self._asked.pop(key, None)
        if asked is not None:
            self._known[key] = max(clock.now(), asked)  # even if the clock was set back in the meantime
            with contextlib.suppress(OSError):
                self._journal.add({key: self._known[key]})
