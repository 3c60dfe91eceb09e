"""Which entries a refresh has made again. The times of a file system may be cut, or wrong, and do not tell."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from .. import clock
from .journal import Journal

if TYPE_CHECKING:
    from .local import Local


class Renewals:
    """When the entries of a folder were made again, by the clock of whoever made them."""

    __slots__ = ("_asked", "_journal", "_known")

    def __init__(self, local: Local) -> None:
        self._journal = Journal(local, "renewed")
        self._known: dict[str, float] = {}
        self._asked: dict[str, float] = {}

    def is_kept_since(self, key: str, moment: float, written: float) -> bool:
        """Whether an entry was made at a moment or later.

        Args:
            key: The entry.
            moment: In seconds since the epoch.
            written: What the file system says of when its file was written: it counts where russo has noted nothing,
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
        """Write down that an entry was made, if somebody did not want the old one any more."""
        asked = self._asked.pop(key, None)
        if asked is not None:
            self._known[key] = max(clock.now(), asked)  # a clock that was set back must not make it old
            with contextlib.suppress(OSError):
                self._journal.add({key: self._known[key]})
