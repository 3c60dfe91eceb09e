"""Finds or makes the `Run` of a session of pytest, when the session turns out to use russo."""

from __future__ import annotations

import secrets
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ..errors import ConfigurationError, RussoError
from .journal import Journal, folder_of
from .line import check_conditions
from .options import is_asked, refuse_moved_root
from .own_plugins import make_importable
from .reporting import report_on, report_path
from .run import Run
from .settings import read_settings
from .testcases import refuse_parameters

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Final

_run_key: Final[pytest.StashKey[Run]] = pytest.StashKey()
_name_key: Final[pytest.StashKey[str]] = pytest.StashKey()
_journal_key: Final[pytest.StashKey[Journal]] = pytest.StashKey()
# Fixtures may be set up in several threads at once.
_making: Final = threading.RLock()


def run_of(config: pytest.Config) -> Run:
    """The run of a configuration."""
    with _making:
        if _run_key not in config.stash:
            settings = read_settings(config)
            make_importable(config, settings.plugins.value)
            config.stash[_run_key] = run = Run(settings, name_of(config), journal_of(config))
            report_on(config, run_of, run.journal).run = run
        return config.stash[_run_key]


def name_of(config: pytest.Config) -> str:
    """The name of a run, the same in each worker of it."""
    if _name_key not in config.stash:
        given: str | None = getattr(config, "workerinput", {}).get("russo_run")
        config.stash[_name_key] = given or secrets.token_hex(8)
    return config.stash[_name_key]


def journal_of(config: pytest.Config) -> Journal:
    """The journal of a run. Its folder stays the same if a test or a worker moves the folder for temporary files."""
    if _journal_key not in config.stash:
        folder = folder_of(name_of(config))
        given = Path(getattr(config, "workerinput", {}).get("russo_journal", folder))
        # A controller on another machine may have folders that this one lacks.
        config.stash[_journal_key] = Journal(given if given.parent.is_dir() else folder)
    return config.stash[_journal_key]


def prepare(config: pytest.Config, items: Sequence[pytest.Item]) -> None:
    """Get ready for the tests that speak, before the first of them runs.

    Raises:
        pytest.UsageError: A test has a marker that cannot apply to it.
    """
    run = run_of(config)
    for item in items:
        refuse_parameters(item, run.settings)
    run.journal.begin()
    if "pytest_asyncio_cooperative" in sys.modules:
        from .wrapping import wrap_overrides

        wrap_overrides(run, items)
    if "pyfakefs" in sys.modules:
        from .preloading import import_all

        import_all()


def start(config: pytest.Config) -> None:
    """Check every setting before a test is collected, and clear the cache if the run asks for that.

    Raises:
        pytest.UsageError: A setting cannot be used; the message says which, and where it was set.
    """
    refuse_moved_root(config)
    try:
        run = run_of(config)
        if is_asked(config, "--russo-plan") and config.pluginmanager.has_plugin("dsession"):
            msg = "--russo-plan needs a single process: add -n 0"
            raise ConfigurationError(msg)
        if (report := report_path(config)) is not None:
            from ..report.page import check_target

            check_target(report)
        speaker = run.speaker()
        if not speaker.is_default:
            run.synthesizer(speaker)
        for voice in run.settings.voices.value:
            run.synthesizer(speaker.voiced(voice, run.settings.voices.source))
        check_conditions(run.settings)
        # Only the process that starts the run clears: workers of xdist start later, and again after a crash.
        runs_tests = not config.option.collectonly and not is_asked(config, "--russo-plan")
        if run.settings.clear and runs_tests and not hasattr(config, "workerinput"):
            run.cache.clear()
    except RussoError as error:
        raise pytest.UsageError(str(error)) from error
