"""Finds out whether a run covered the whole suite: only then is unused speech removed from russo.lock or the cache."""

from __future__ import annotations

import glob
import os
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ..display import count
from .options import project_root, root_of, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any, Final

# Keys of the ini file that decide what counts as a test.
_COLLECTING: Final = (
    "addopts",
    "collect_imported_tests",
    "norecursedirs",
    "python_classes",
    "python_files",
    "python_functions",
    "russo_voices",
    "testpaths",
)
# Parts of pytest that find tests.
_COLLECTORS: Final = ("doctest", "python", "unittest")


def reason_at_start(config: pytest.Config) -> str | None:
    """Why this run leaves out tests, or None if it was not told to."""
    source, sources = config.args_source, config.ArgsSource
    if source is sources.ARGS:
        return "tests were named on the command line"
    if source is sources.INVOCATION_DIR and Path(config.invocation_params.dir) != project_root(config):
        return f"it was started in {str(config.invocation_params.dir)!r}, below the root of the project"
    if set(config.args) != _whole(config):
        return "a plugin has chosen what to collect"
    return _given(config) or _missing(config)


def _missing(config: pytest.Config) -> str | None:
    """A folder of tests that is not there, in words, as after a sparse checkout, or None if all are."""
    if config.args_source is config.ArgsSource.TESTPATHS:
        for pattern in config.getini("testpaths"):
            if next(glob.iglob(pattern, recursive=True), None) is None:
                return f"there is no {pattern!r}, which testpaths names"
    return None


def _given(config: pytest.Config) -> str | None:
    """The option that leaves out tests, in words, or None if there is none."""
    option = config.option
    overridden = {given.partition("=")[0].strip() for given in option.override_ini or ()}
    words = list(words_of(config))  # a plugin that the ini file blocks finds no tests in any run
    options = {
        "-k": option.keyword,
        "-m": option.markexpr,
        "--deselect": option.deselect,
        "--ignore": option.ignore or option.ignore_glob,
        "--setup-only": config.getoption("setuponly", default=False),
        "--noconftest": option.noconftest,
        "--confcutdir": any(word.startswith("--confcutdir") for word in words),
        **{f"-p no:{name}": any(word.endswith(f"no:{name}") for word in words) for name in _COLLECTORS},
        **{f"-o {name}": name in overridden for name in _COLLECTING},
    }
    if name := next((name for name, value in options.items() if value), None):
        return f"{name} was given"
    if option.inifilename and root_of(config, config.args, inifile=None)[1] not in {config.inipath, None}:
        return f"-c {option.inifilename} was given, which is not the file of the project"
    return None


def reason_to_ignore(path: Path, config: pytest.Config) -> str | None:
    """Why ignoring a path makes a run incomplete, or None if nothing in it would have been collected."""
    of_pytest: Any = config.pluginmanager.get_plugin("main")
    if of_pytest is None or not of_pytest.pytest_ignore_collect(path, config):
        return f"a plugin has left out {path.name!r}"
    patterns = config.getini("python_files")
    # Only a conftest.py may decide anew in each run, for example by the platform; norecursedirs never changes.
    if path.is_dir():
        has_tests = _is_left_out(path, config) and any(True for pattern in patterns for _ in path.rglob(pattern))
    else:
        has_tests = any(fnmatch(path.name, pattern) for pattern in patterns)
    return f"a conftest.py has left out {path.name!r}" if has_tests else None


def _is_left_out(path: Path, config: pytest.Config) -> bool:
    """Whether a conftest.py names a path in `collect_ignore` or `collect_ignore_glob`."""
    # pytest has no public API for these.
    find: Any = getattr(config, "_getconftest_pathlist", lambda *_, **__: None)
    named = find("collect_ignore", path=path.parent) or ()
    patterns = find("collect_ignore_glob", path=path.parent) or ()
    return path in named or any(fnmatch(str(path), str(pattern)) for pattern in patterns)


def _whole(config: pytest.Config) -> set[str]:
    """The paths that pytest collects when none are given."""
    if config.args_source is config.ArgsSource.TESTPATHS:
        return {path for pattern in config.getini("testpaths") for path in glob.iglob(pattern, recursive=True)}
    return {str(config.invocation_params.dir)}


def is_wanted(path: Path, config: pytest.Config) -> bool:
    """Whether a file is one of tests by its name, and in a folder that is to be collected.

    On the way to such a folder, pytest also looks at the files beside it.
    """
    if path.suffix != ".py" or not any(fnmatch(path.name, pattern) for pattern in config.getini("python_files")):
        return False
    return any(path.is_relative_to(os.path.abspath(config.invocation_params.dir / arg)) for arg in config.args)


def reason_to_miss(found: Iterable[pytest.Item], left: Sequence[pytest.Item], files: Iterable[Path]) -> str | None:
    """Why a run is incomplete of whose tests a plugin has dropped or replaced some, or None if it has not.

    Args:
        found: The tests that were collected.
        left: The tests that will be run.
        files: The files of tests that were not collected.
    """
    if missed := min(files, default=None):
        return f"a plugin has left out {missed.name!r}"
    same, names = set(map(id, left)), {item.nodeid for item in left}
    return _not_run(sum(id(item) not in same and item.nodeid not in names for item in found))


def reason_at_end(collected: int, outcomes: Mapping[str, str], exitstatus: int) -> str | None:
    """Why a run of the whole suite turned out incomplete, or None if it did not.

    Args:
        collected: How many tests were found, before any plugin dropped some.
        outcomes: The outcome of each test that ran.
        exitstatus: The exit status of the run.
    """
    if any(outcome != "passed" for outcome in outcomes.values()):
        return "not every test passed"
    if reason := _not_run(collected - len(outcomes)):
        return reason
    return None if exitstatus == pytest.ExitCode.OK else "the run did not end well"


def _not_run(number: int) -> str | None:
    return f"{count(number, 'collected test')} did not run" if number > 0 else None
