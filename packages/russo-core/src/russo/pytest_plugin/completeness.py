"""Finds out whether a run covered the whole suite: only then is unused speech removed from russo.lock or the cache."""

from __future__ import annotations

import glob
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ..display import count

if TYPE_CHECKING:
    from collections.abc import Mapping


def reason_at_start(config: pytest.Config) -> str | None:
    """Why this run was told to leave out tests, or None where it was not."""
    option = config.option
    source, sources = config.args_source, config.ArgsSource
    if source is sources.ARGS:
        return "tests were named on the command line"
    if source is sources.INVOCATION_DIR and Path(config.invocation_params.dir) != config.rootpath:
        return f"it was started in {str(config.invocation_params.dir)!r}, below the root of the project"
    if set(config.args) != _whole(config):
        return "a plugin has chosen what to collect"
    for name, value in (("-k", option.keyword), ("-m", option.markexpr), ("--deselect", option.deselect)):
        if value:
            return f"{name} was given"
    ignoring = option.ignore or option.ignore_glob
    return "--ignore was given" if ignoring else None


def _whole(config: pytest.Config) -> set[str]:
    """What pytest collects when nobody says what to collect."""
    if config.args_source is config.ArgsSource.TESTPATHS:
        return {path for pattern in config.getini("testpaths") for path in glob.iglob(pattern, recursive=True)}
    return {str(config.invocation_params.dir)}


def reason_at_end(collected: int, outcomes: Mapping[str, str], exitstatus: int) -> str | None:
    """Why a run that was to be of everything was not, or None where it was.

    Args:
        collected: How many tests were found, before anybody dropped any.
        outcomes: How each test ended that ran.
        exitstatus: How the run ended.
    """
    if any(outcome != "passed" for outcome in outcomes.values()):
        return "not every test passed"
    if len(outcomes) < collected:
        return f"{count(collected - len(outcomes), 'collected test')} did not run"
    return None if exitstatus == pytest.ExitCode.OK else "the run did not end well"
