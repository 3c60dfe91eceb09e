"""The settings and the tests of the project, read by pytest itself so that the command and pytest cannot differ."""

from __future__ import annotations

import contextlib
import io
import sys
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pytest

from ..errors import ConfigurationError, RussoError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ..pytest_plugin.plan import Plan
    from ..pytest_plugin.run import Run
    from ..pytest_plugin.settings import Shown
    from ..pytest_plugin.speaker import Speaker

# No test runs, so no assertion is rewritten. pytest would warn that it can no longer rewrite those of russo, which is
# imported here before pytest, and `filterwarnings = error` would make an exception of that.
_AS_IT_IS: Final = "--assert=plain"


@dataclass(frozen=True, slots=True)
class Suite:
    """A project's run of pytest that has not started, and what the markers of the collected tests say."""

    run: Run
    said: tuple[tuple[Speaker, str], ...] = ()


def read_run(options: Sequence[str], spelled: Mapping[str, str]) -> Run:
    """The run that pytest would start here: its settings, without any tests.

    Args:
        options: Options of pytest, which override environment variables and files.
        spelled: What the command calls them, for messages.

    Raises:
        ConfigurationError: pytest cannot read the project's files, or a setting cannot be used.
    """
    from ..pytest_plugin.run import Run
    from ..pytest_plugin.session import journal_of, name_of
    from ..pytest_plugin.settings import read_settings

    def of(config: pytest.Config) -> Run:
        return Run(read_settings(config), name_of(config), journal_of(config))

    run: Run = _configured(options, of, spelled)
    return run


def read_sources() -> list[Shown]:
    """Each setting, with its source.

    Raises:
        ConfigurationError: pytest cannot read the project's files, or a setting cannot be used.
    """
    from ..pytest_plugin.settings import show_settings

    shown: list[Shown] = _configured((), show_settings, {})
    return shown


def collect(arguments: Sequence[str], spelled: Mapping[str, str]) -> Suite:
    """Collect the tests, as ``pytest --collect-only`` does, and take what their markers say.

    Args:
        arguments: Arguments and options of pytest.
        spelled: What the command calls the options among them, for messages.

    Raises:
        ConfigurationError: pytest cannot collect the tests.
    """
    suite: Suite = _collected(arguments, _suite_of, spelled)
    return suite


def plan(arguments: Sequence[str]) -> Plan:
    """What a run of the tests would find, miss and pay.

    Args:
        arguments: Arguments and options of pytest.

    Raises:
        ConfigurationError: pytest cannot collect the tests.
        LockError: The lock cannot be read.
    """
    from ..pytest_plugin.completeness import reason_at_start
    from ..pytest_plugin.plan import plan_of

    def of(run: Run, items: list[pytest.Item]) -> Plan:
        return plan_of(run, items, partial=reason_at_start(items[0].config) if items else None)

    found: Plan = _collected(arguments, of, {})
    return found


def _collected(
    arguments: Sequence[str], use: Callable[[Run, list[pytest.Item]], Any], spelled: Mapping[str, str]
) -> Any:
    collector = _Collector(use, spelled)
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a run of the tests shows them
        status = pytest.main([_AS_IT_IS, "--collect-only", "-q", *arguments], plugins=[collector])
    if collector.error is not None:
        raise collector.error
    if not collector.found or status not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        sys.stderr.write(shown.getvalue())
        msg = "the tests cannot be collected (see above); to see only that, run pytest --collect-only"
        raise ConfigurationError(msg)
    return collector.found[0]


def _suite_of(run: Run, items: list[pytest.Item]) -> Suite:
    from ..pytest_plugin.markers import marked_speech
    from ..pytest_plugin.prefetch import is_certain, left_to_the_test

    said: list[tuple[Speaker, str]] = []
    for item in items:
        with left_to_the_test():
            speaker, texts = marked_speech(run.settings.speaker, item)
            said += [(speaker, text) for text in texts if is_certain(item)]
    return Suite(run, tuple(said))


def _configured(options: Sequence[str], use: Callable[[pytest.Config], Any], spelled: Mapping[str, str]) -> Any:
    reader = _Reader(use, spelled)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a run of the tests shows them
        pytest.main([_AS_IT_IS, *options], plugins=[reader])
    if reader.error is not None:
        raise reader.error
    if not reader.found:
        msg = "pytest cannot read the settings of this project (see above)"
        raise ConfigurationError(msg)
    return reader.found[0]


class _Taker:
    """A plugin of pytest that takes something from a run."""

    def __init__(self, spelled: Mapping[str, str]) -> None:
        self._spelled = spelled
        self.found: list[Any] = []
        self.error: RussoError | None = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_cmdline_main(self, config: pytest.Config) -> int | None:
        from ..pytest_plugin.settings import SPELLED

        config.stash[SPELLED] = self._spelled
        return None


class _Reader(_Taker):
    """Takes what it needs from the configuration, and stops pytest before it starts."""

    def __init__(self, use: Callable[[pytest.Config], Any], spelled: Mapping[str, str]) -> None:
        super().__init__(spelled)
        self._use = use

    @pytest.hookimpl(tryfirst=True)
    def pytest_cmdline_main(self, config: pytest.Config) -> int:
        super().pytest_cmdline_main(config)
        try:
            self.found.append(self._use(config))
        except RussoError as error:
            self.error = error
        return pytest.ExitCode.OK


class _Collector(_Taker):
    """Takes what it needs from the tests that were collected."""

    def __init__(self, use: Callable[[Run, list[pytest.Item]], Any], spelled: Mapping[str, str]) -> None:
        super().__init__(spelled)
        self._use = use

    @pytest.hookimpl(trylast=True)
    def pytest_collection_finish(self, session: pytest.Session) -> None:
        from ..pytest_plugin.session import run_of

        try:
            self.found.append(self._use(run_of(session.config), session.items))
        except RussoError as error:
            self.error = error
