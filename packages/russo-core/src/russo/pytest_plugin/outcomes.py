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
        """Count the report of a phase, of a subtest, or of another run of a test, as on each worker of xdist."""
        test, outcome = report.nodeid, report.outcome
        if outcome not in _WORST:
            self[test] = "passed"  # a plugin runs the test again, and this time does not count
        elif report.when != "setup" or outcome != "passed":  # a test that only began has not ended
            self[test] = max(self.get(test, "passed"), outcome, key=_WORST.index)
