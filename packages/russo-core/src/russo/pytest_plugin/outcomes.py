"""Records how each test ended, over all its phases, its subtests and its retries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pytest

# The worse one stays: a phase that passes does not undo one that failed.
_WORST: Final = ("passed", "skipped", "failed")


class Outcomes(dict[str, str]):
    """The outcome of each test by its name, in the order in which they ended."""

    def take(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        """Count a report of a phase or of a subtest. A set-up begins a test anew, for the first time or once more."""
        test, outcome = report.nodeid, report.outcome
        if report.when == "setup":
            self[test] = "passed"
        if outcome not in _WORST:
            return  # it is going to be run again
        before = self.get(test, "passed")
        self[test] = max(before, outcome, key=_WORST.index)
