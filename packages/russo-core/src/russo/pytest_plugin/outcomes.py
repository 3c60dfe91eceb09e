"""Records how each test ended, over all its phases, its subtests and its retries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pytest

# The worse outcome stays: a phase that passes does not undo one that failed.
_WORST: Final = ("passed", "skipped", "failed")


class Outcomes(dict[str, str]):
    """The outcome of each test by name, in the order in which the tests ended."""

    def take(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        """Count the report of a phase or of a subtest. A set-up starts a test over, even if it has run before."""
        test, outcome = report.nodeid, report.outcome
        if report.when == "setup":
            self[test] = "passed"
        if outcome not in _WORST:
            return  # the test is going to be run again
        before = self.get(test, "passed")
        self[test] = max(before, outcome, key=_WORST.index)
