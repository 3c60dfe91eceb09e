"""The pytest hooks that are registered once a run turns out to use russo: for failures, the report and the summary."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import pytest

from ..display import plain
from ..errors import CacheWriteError, LockError, ReportError
from .attachments import attach
from .completeness import is_wanted, reason_at_end, reason_at_start, reason_to_ignore, reason_to_miss
from .failing import SECTION, hand_back, properties, section, shortened, skip_without_key, take_over
from .locking import lock_path, write_lock
from .options import is_asked
from .outcomes import Outcomes
from .retiring import retirement_lines
from .sharing import SharingNotes
from .tally import Tally
from .terminal import write_line
from .unused import reason_to_keep, unused_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from .journal import Journal
    from .record import Record
    from .run import Run

_NAME: Final = "russo-reporting"
_PARTIAL: Final = "russo_partial"
_COLLECTED: Final = "russo_collected"
_USED: Final = "russo_used"
_QUIETEST: Final = -2
_said_key: pytest.StashKey[list[Record]] = pytest.StashKey()


def report_on(config: pytest.Config, find_run: Callable[[pytest.Config], Run], journal: Journal) -> Reporting:
    """Watch a run, once.

    Args:
        config: The configuration of the run.
        find_run: Returns the run of a configuration. If workers of xdist run the tests, their controller only needs
            one once they turn out to use russo.
        journal: The journal, to which the run or its workers write.
    """
    reporting = config.pluginmanager.get_plugin(_NAME)
    if reporting is None:
        reporting = Reporting(config, find_run, journal)
        config.pluginmanager.register(reporting, _NAME)
    return cast("Reporting", reporting)


def report_path(config: pytest.Config) -> Path | None:
    """Where the report of a run is to be written, if one is."""
    named = config.option.russo_report
    return None if named is None else Path(config.invocation_params.dir, named)


class Reporting:
    """Keeps the accounts of a run."""

    def __init__(self, config: pytest.Config, find_run: Callable[[pytest.Config], Run], journal: Journal) -> None:
        self.run: Run | None = None
        self._config = config
        self._find_run = find_run
        self._journal = journal
        self._tally = Tally()
        self._outcomes = Outcomes()
        # Files of tests that pytest has found, but not collected yet.
        self._files: set[Path] = set()
        # The tests that were found, before any plugin dropped some, and their names in order.
        self._found: list[pytest.Item] = []
        self._order: dict[str, None] = {}
        self._collected = 0
        self._partial = reason_at_start(config)
        self._notes: list[str] = []
        # Changes to committed files that the user has asked for, which are printed with -q, too.
        self._changes: list[str] = []
        self._sharing = SharingNotes()
        # The entries that were used, also by what no fixture of russo has wrapped.
        self._used: set[str] = set()
        # What made the run fail, or kept it from doing what was asked. It is printed however quiet the run is.
        self._errors: list[str] = []

    @pytest.hookimpl(wrapper=True)
    def pytest_ignore_collect(
        self, collection_path: Path, config: pytest.Config
    ) -> Generator[None, bool | None, bool | None]:
        """Notice that a plugin leaves out files before a test in them is found."""
        ignored = yield
        if ignored:
            self._partial = self._partial or reason_to_ignore(collection_path, config)
        elif is_wanted(collection_path, config):
            self._files.add(collection_path)
        return ignored

    def pytest_collectstart(self, collector: pytest.Collector) -> None:
        """Tick off a file of tests."""
        self._files.discard(collector.path)

    def pytest_itemcollected(self, item: pytest.Item) -> None:
        """Remember a test, whether or not it is run later."""
        self._found.append(item)
        self._order[item.nodeid] = None

    @pytest.hookimpl(trylast=True)
    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Notice that tests are missing."""
        self._partial = self._partial or reason_to_miss(self._found, session.items, self._files)
        self._found.clear()

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: Sequence[str]) -> None:
        """Learn the order of the suite from a worker of xdist."""
        self._order = self._order or dict.fromkeys(ids)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtestloop(self, session: pytest.Session) -> Generator[None, object, object]:
        """Before the first test, speak the texts that are already known."""
        if self.run is not None and is_asked(session.config, "--russo-plan"):
            from .plan import print_plan

            print_plan(self.run, session, partial=self._partial)
            session.items.clear()
        if self.run is not None and session.items and not session.config.option.collectonly:
            from .prefetch import prefetch

            if self.run.settings.shared is not None:
                from .sharing import fetch_ahead

                fetch_ahead(self.run, session)
            prefetch(self.run, session)
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Keep track of the test that is running."""
        if self.run is None:
            return (yield)
        with self.run.recorder.test(item.nodeid):
            return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[Any]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Attach what a phase of a test has said, and shorten a failure of russo."""
        said = self.run.recorder.take(item.nodeid) if self.run else []
        by_test = item.stash.setdefault(_said_key, [])
        by_test += said
        item.user_properties.extend(properties(said))
        take_over(item, call)
        skipped = bool(self.run and self.run.settings.skip_without_key) and skip_without_key(call)
        hand_back(item, call)
        with shortened(call) as instead:
            report = yield
        if skipped and isinstance(report.longrepr, tuple):
            report.longrepr = (str(item.path), (item.location[1] or 0) + 1, report.longrepr[2])
        elif instead is not None and report.failed:
            report.longrepr = instead
        if report.failed and by_test:
            report.sections.append((SECTION, section(by_test)))
        if said and self.run is not None:
            attach(item.config, report, said, self.run)
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count the outcome of a test."""
        self._outcomes.take(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Notice that tests are missing."""
        if not report.passed:
            self._partial = self._partial or "not every test was collected"

    def pytest_deselected(self) -> None:
        """Notice that tests are missing."""
        self._partial = self._partial or "tests were deselected"

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take what a worker of xdist reports, or notice that it has crashed."""
        output = getattr(node, "workeroutput", {_PARTIAL: "a worker crashed"})
        self._partial = self._partial or output.get(_PARTIAL)
        self._collected = max(self._collected, output.get(_COLLECTED, 0))
        self._used.update(output.get(_USED, ()))
        self._sharing.add(output)

    @pytest.hookimpl(trylast=True)  # in a run that ends early, fixtures are torn down here, and may still speak
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Add up what was said, and do what the options ask for at the end of a run."""
        config = session.config
        if self.run is not None:
            self.run.close()
            self._sharing.take(self.run.cache)
            self._used.update(self.run.cache.used)
        if hasattr(config, "workeroutput"):
            config.workeroutput[_PARTIAL] = self._partial
            config.workeroutput[_COLLECTED] = len(self._order)
            config.workeroutput[_USED] = sorted(self._used)
            config.workeroutput.update(self._sharing.to_dict())
            return
        if config.option.collectonly or is_asked(config, "--russo-plan"):
            self._journal.close()
            return
        collected = max(len(self._order), self._collected)
        self._partial = self._partial or reason_at_end(collected, self._outcomes, exitstatus)
        self._finish(session)

    def _finish(self, session: pytest.Session) -> None:
        config = session.config
        self._tally = Tally(self._journal.read(), self._outcomes, self._order, self._sharing.fetched)
        self._journal.close()
        if (path := report_path(config)) is not None:
            if self._outcomes or not path.is_file():
                self._write_report(path)
            else:  # such as after a mistyped path, or with a test file that cannot be imported
                self._notes.append(f"report: {path} was left as it is, since no test ran")
        self._notes += self._sharing.lines()
        if self._tally:
            self._conclude(session)
        else:
            asked = [option for option in ("--russo-lock", "--russo-prune-unused") if is_asked(config, option)]
            self._changes += [f"{option} has changed nothing: no test said anything" for option in asked]
        if not config.pluginmanager.has_plugin("terminalreporter"):
            for error in self._errors:
                write_line(config, f"russo: {error}")

    def _conclude(self, session: pytest.Session) -> None:
        config = session.config
        only = self._find_run(config).settings.refresh_only
        if only is not None and not self._tally.synthesized:
            self._notes.append(f"--russo-refresh-only {only!r} matches nothing that was said: nothing was made again")
        self._tally.count_hits()
        self._notes += self._close_budget()
        self._notes += retirement_lines(said for _, said in self._tally.said)
        if is_asked(config, "--russo-lock"):
            self._write_lock(session)
        prune = is_asked(config, "--russo-prune-unused")
        (self._changes if prune else self._notes).extend(self._look_for_unused(prune=prune))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the summary, and errors however quiet the run is."""
        verbosity = self._config.get_verbosity()
        lines: list[str] = []
        if verbosity >= 0 and (self._tally or self._notes or self._changes or self._errors):
            terminalreporter.write_sep("-", "russo")
            lines += [*self._tally.lines(self._paces()), *self._notes, *self._changes, *self._errors]
        elif verbosity < 0:
            told = [*([self._tally.short()] if self._tally else []), *self._changes]
            lines += [f"russo: {line}" for line in (*(told if verbosity > _QUIETEST else ()), *self._errors)]
        for line in lines:
            terminalreporter.write_line(plain(line))
        number = self._config.option.russo_durations
        if number is not None and self._tally and verbosity > _QUIETEST:
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

    def _write_lock(self, session: pytest.Session) -> None:
        run = self._find_run(self._config)
        try:
            self._changes.append(
                write_lock(
                    lock_path(run.settings.root),
                    run.cache,
                    self._tally.used,
                    partial=self._partial or self._tally.reason_to_keep,
                )
            )
        except LockError as error:
            self._errors.append(str(error))
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def _write_report(self, path: Path) -> None:
        from ..report import write

        root = self._find_run(self._config).settings.root
        try:
            written = write(
                path,
                self._tally.lines(self._paces()),
                self._tally.heard(root),
                project=root,
                outcomes=self._outcomes,
                original=is_asked(self._config, "--russo-report-original"),
            )
            self._notes.append(f"report: {written}")
        except ReportError as error:
            self._errors.append(str(error))  # not raised, since the outcome of the tests counts

    def _look_for_unused(self, *, prune: bool) -> list[str]:
        settings = self._find_run(self._config).settings
        if reason := self._partial or reason_to_keep(settings.cache_dir, settings.root):
            return [f"no entries were deleted: {reason}"] if prune else []
        used = self._used.union(self._tally.used)
        return unused_lines(settings.cache_dir, used, prune=prune) if settings.enabled else []
