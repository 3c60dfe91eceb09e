"""The hooks of a run that uses russo, registered when it turns out to: accounts, failures, the summary."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import pytest

from ..display import plain
from ..errors import CacheWriteError, LockError, ReportError
from ..lockfile import read_lock
from .failing import SECTION, properties, section, shortened, skip_without_key
from .locking import lock_path, write_lock
from .options import is_asked
from .retiring import retirement_lines
from .said import Said
from .sharing import SharingNotes
from .tally import Tally
from .unused import reason_for_partial, unused_entries, unused_line

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from .run import Run

_NAME: Final = "russo-reporting"
_PARTIAL: Final = "russo_partial"
_said_key: pytest.StashKey[list[Said]] = pytest.StashKey()


def report_on(config: pytest.Config, find_run: Callable[[pytest.Config], Run]) -> Reporting:
    """Watch a run, once.

    Args:
        config: The configuration of the run.
        find_run: Gives the run of a configuration. Where workers of xdist run the tests, their controller needs one
            only if they turn out to use russo.
    """
    reporting = config.pluginmanager.get_plugin(_NAME)
    if reporting is None:
        reporting = Reporting(config, find_run)
        config.pluginmanager.register(reporting, _NAME)
    return cast("Reporting", reporting)


class Reporting:
    """Keeps the accounts of a run. Each report of a test carries what was said, also between processes."""

    def __init__(self, config: pytest.Config, find_run: Callable[[pytest.Config], Run]) -> None:
        self.run: Run | None = None
        self._config = config
        self._find_run = find_run
        self._tally = Tally()
        self._partial = reason_for_partial(config)
        self._notes: list[str] = []
        self._sharing = SharingNotes()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtestloop(self, session: pytest.Session) -> Generator[None, object, object]:
        """Speak what is known beforehand, before the first test."""
        if self.run is not None and is_asked(session.config, "--russo-plan"):
            self._print_plan(self.run, session)
            session.items.clear()
        if self.run is not None and session.items and not session.config.option.collectonly:
            from .prefetch import prefetch

            if self.run.settings.shared is not None:
                from .sharing import fetch_ahead

                fetch_ahead(self.run, session)
            prefetch(self.run, session)
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[Any]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Put down what a phase of a test has said, and show a failure of russo shortly."""
        said = self.run.recorder.take() if self.run else []
        by_test = item.stash.setdefault(_said_key, [])
        by_test += [one for one in said if not one.early]
        item.user_properties.extend(properties(said))
        skipped = bool(self.run and self.run.settings.skip_without_key) and skip_without_key(call)
        with shortened(call) as instead:
            report = yield
        if skipped and isinstance(report.longrepr, tuple):
            report.longrepr = (str(item.path), (item.location[1] or 0) + 1, report.longrepr[2])
        elif instead is not None and report.failed:
            report.longrepr = instead
        if said:
            # A report keeps whatever is set on it, and xdist sends that along.
            report.__dict__["russo"] = [one.to_dict() for one in said]
        if report.failed and by_test:
            report.sections.append((SECTION, section(by_test)))
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count what a report carries."""
        for said in getattr(report, "russo", ()):
            self._tally.add(report.nodeid, Said.from_dict(said))
        if report.when == "call" or not report.passed:
            self._tally.outcomes[report.nodeid] = report.outcome
        if not report.passed:
            self._partial = self._partial or "not every test passed"

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Notice that tests are missing."""
        if not report.passed:
            self._partial = self._partial or "not every test was collected"

    def pytest_deselected(self) -> None:
        """Notice that tests are missing."""
        self._partial = self._partial or "tests were deselected"

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Learn from a worker of xdist that it has left out tests, or does not live to tell."""
        output = getattr(node, "workeroutput", {_PARTIAL: "a worker crashed"})
        self._partial = self._partial or output.get(_PARTIAL)
        self._sharing.add(output)

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Look for entries that a full run has not used."""
        config = session.config
        if self.run is not None:
            self.run.close()
            self._sharing.take(self.run.cache)
        if hasattr(config, "workeroutput"):
            config.workeroutput[_PARTIAL] = self._partial
            config.workeroutput.update(self._sharing.to_dict())
            return
        if exitstatus != pytest.ExitCode.OK:
            self._partial = self._partial or "the run did not end well"
        if config.option.collectonly:
            return
        if config.option.russo_report is not None:
            self._notes.append(self._write_report(Path(config.invocation_params.dir, config.option.russo_report)))
        self._notes += self._sharing.lines()
        if not self._tally:
            return
        self._notes += self._close_budget()
        self._notes += retirement_lines(said for _, said in self._tally.said)
        if is_asked(config, "--russo-lock"):
            self._write_lock(session)
        self._notes += self._look_for_unused(prune=is_asked(config, "--russo-prune-unused"))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the summary."""
        verbosity = self._config.get_verbosity()
        if not (self._tally or self._notes) or verbosity <= -2:
            return
        if verbosity < 0:
            terminalreporter.write_line(plain(f"russo: {self._tally.short()}"))
        else:
            terminalreporter.write_sep("-", "russo")
            for line in (*self._tally.lines(self._paces()), *self._notes):
                terminalreporter.write_line(plain(line))
        number = self._config.option.russo_durations
        if number is not None:
            terminalreporter.write_sep("-", "slowest utterances")
            for line in self._tally.slowest(number):
                terminalreporter.write_line(plain(line))

    def _paces(self) -> dict[tuple[str, str], float]:
        from ..spending.ledger import paces

        return paces(self._find_run(self._config).settings.cache_dir)

    def _close_budget(self) -> list[str]:
        budget = self._find_run(self._config).budget
        if budget is None:
            return []
        try:
            left = f"{budget.limit.shown(budget.left)} of {budget.limit} left"
        except CacheWriteError as error:
            left = str(error)
        budget.close()
        return [f"budget: {left}"]

    def _print_plan(self, run: Run, session: pytest.Session) -> None:
        from .plan import plan

        if session.config.option.collectonly:
            return
        try:
            lock = read_lock(lock_path(run.settings.root))
        except LockError as error:
            raise pytest.UsageError(str(error)) from error
        terminal: Any = session.config.pluginmanager.get_plugin("terminalreporter")
        for line in plan(run, session.items, lock):
            terminal.write_line(plain(f"russo: {line}"))

    def _write_lock(self, session: pytest.Session) -> None:
        run = self._find_run(self._config)
        try:
            self._notes.append(
                write_lock(lock_path(run.settings.root), run.cache, self._tally.used, partial=self._partial)
            )
        except LockError as error:
            self._notes.append(str(error))
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def _write_report(self, path: Path) -> str:
        from ..report import write

        try:
            return f"report: {write(path, self._tally.lines(self._paces()), self._tally.heard(self._config.rootpath))}"
        except ReportError as error:
            return str(error)  # the tests have run: their outcome counts

    def _look_for_unused(self, *, prune: bool) -> list[str]:
        if self._partial:
            return [f"no entries were deleted: {self._partial}"] if prune else []
        settings = self._find_run(self._config).settings
        unused = unused_entries(settings.cache_dir, self._tally.used, prune=prune) if settings.enabled else []
        return [unused_line(settings.cache_dir, unused, prune=prune)] if unused else []
