"""The circuit breaker: no more calls to a store that keeps failing, for the rest of the run."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_log: Final = logging.getLogger("russo.cache")
# A single failure may be bad luck, and most runs make one call at a time.
_IN_A_ROW: Final = 3


class Breaker:
    """Counts the consecutive failures of one direction, reading or writing.

    Args:
        what: What is failing, for the warning: ``reading the remote 's3://bucket'``.
        told: Shared by both directions, so that only the first that opens warns.
        may_write: Whether new entries are sent, and so wait if they cannot be.
        on_open: Called with the reason when it opens.
    """

    def __init__(self, what: str, told: list[str], on_open: Callable[[str], None], *, may_write: bool) -> None:
        self._what = what
        self._told = told
        self._on_open = on_open
        self._waiting = "; new ones wait there for the next run" if may_write else ""
        self._failures = 0
        self.problem: str | None = None

    def succeed(self) -> None:
        """Count an answer of any kind."""
        self._failures = 0

    def fail(self, reason: str, *, for_good: bool = False) -> None:
        """Count a missing answer, or one that says that asking again is pointless (``for_good``)."""
        self._failures += 1
        if self.problem is not None or not (for_good or self._failures >= _IN_A_ROW):
            return
        self.problem = reason
        self._on_open(reason)
        self._told.append(self._what)
        _log.log(
            logging.WARNING if len(self._told) == 1 else logging.INFO,
            "%s failed: %s; the run goes on with the entries on disk%s",
            self._what,
            reason,
            self._waiting,
        )
