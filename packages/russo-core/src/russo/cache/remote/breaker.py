"""The circuit breaker: a store that keeps failing is left alone for the rest of the run."""

from __future__ import annotations

import logging
from typing import Final

_log: Final = logging.getLogger("russo.cache")
# One failure is bad luck, and one call at a time is what most runs make.
_IN_A_ROW: Final = 3


class Breaker:
    """Counts the failures of one direction, reading or writing, in a row; one warning when it opens.

    Args:
        what: What is failing, for the warning: ``reading s3://bucket``.
        instead: What happens from then on, for the warning.
    """

    def __init__(self, what: str, instead: str) -> None:
        self._what = what
        self._instead = instead
        self._failures = 0
        self.problem: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether the store is to be left alone."""
        return self.problem is not None

    def succeed(self) -> None:
        """Note an answer of any kind."""
        self._failures = 0

    def fail(self, reason: str, *, for_good: bool = False) -> None:
        """Note that there was no answer, or one that says that asking again is in vain (``for_good``)."""
        self._failures += 1
        if self.problem is None and (for_good or self._failures >= _IN_A_ROW):
            self.problem = reason
            _log.warning("%s failed: %s; %s", self._what, reason, self._instead)
