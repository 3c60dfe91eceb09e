"""russo in pytest: settings, fixtures, markers.

pytest imports this module in every run in which russo is installed, so it imports nothing but pytest and a few small
modules of this package. The rest is imported once a run turns out to use russo.
"""

from __future__ import annotations

import sys

import pytest

from .fixtures import (
    _russo_condition,
    _russo_voice,
    russo_audio,
    russo_audio_cache,
    russo_audios,
    russo_say,
    russo_synthesizer,
    russo_synthesizer_factory,
)
from .options import add_options, uses_russo

# Type checkers treat this name as true; importing `typing` would slow down every idle run.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import Any

    from .say import RussoSay, RussoSynthesizerFactory

__all__ = [
    "RussoSay",
    "RussoSynthesizerFactory",
    "_russo_condition",
    "_russo_voice",
    "russo_audio",
    "russo_audio_cache",
    "russo_audios",
    "russo_say",
    "russo_synthesizer",
    "russo_synthesizer_factory",
]

_MARKERS = (
    (
        "russo(*texts, provider=None, voice=None, model=None, conditions=None, **options): the text of the fixture "
        "russo_audio (or several, of russo_audios), how to say it, and the conditions of the line. On a class or a "
        "module, the keywords are defaults for its tests."
    ),
    (
        "russo_voices(*voices): run the test once with each voice, written provider:voice, or just voice for the "
        "configured provider."
    ),
    "russo_conditions(*conditions): run the test once under each condition of the line, such as 'phone'.",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    add_options(parser)


def pytest_configure(config: pytest.Config) -> None:
    for marker in _MARKERS:
        config.addinivalue_line("markers", marker)


def pytest_sessionstart(session: pytest.Session) -> None:
    config = session.config
    if uses_russo(config):
        from ..legacy.other_russo import find_conflict

        if problem := find_conflict():
            raise pytest.UsageError(problem)
        from .session import start

        start(config)
    elif config.pluginmanager.has_plugin("dsession"):
        # The workers collect the tests and find out whether they use russo, but the controller sums them up.
        from .reporting import report_on
        from .session import journal_of, run_of

        report_on(config, run_of, journal_of(config))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker of xdist which run it belongs to, and when the run began."""
    from .session import journal_of, name_of, run_of

    node.workerinput["russo_run"] = name_of(node.config)
    node.workerinput["russo_journal"] = str(journal_of(node.config).folder)
    if uses_russo(node.config):
        node.workerinput["russo_started"] = run_of(node.config).settings.refresh_before


def pytest_report_header(config: pytest.Config) -> str | None:
    if not uses_russo(config):
        return None
    from .session import run_of

    return run_of(config).header()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "_russo_voice" in metafunc.fixturenames or metafunc.definition.get_closest_marker("russo_voices"):
        from .voices import parametrize

        parametrize(metafunc)
    if "_russo_condition" in metafunc.fixturenames or metafunc.definition.get_closest_marker("russo_conditions"):
        from .conditions import parametrize as run_under_conditions

        run_under_conditions(metafunc)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the conformance check that calls a real provider, before tests are selected by their marks."""
    if "russo.testing" in sys.modules:
        from ..testing.checks.live import mark_live_checks

        mark_live_checks(config, items)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Get ready for the first test, if any test asks for a fixture of russo."""
    # An override of `russo_synthesizer` may ask for nothing else of russo.
    speaking = [
        item
        for item in session.items
        if "_russo_voice" in (names := getattr(item, "fixturenames", ())) or "russo_synthesizer" in names
    ]
    if speaking:
        from .session import prepare

        prepare(session.config, speaking)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show how to fix a failed conformance check, since ``--tb=short`` hides the check's docstring."""
    report = yield
    if report.failed and call.when == "call" and "russo.testing" in sys.modules:
        from ..testing.checks.live import cure_of

        if cure := cure_of(item):
            report.sections.append(("what this check is about", cure))
    return report


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest
) -> Generator[None, object, object]:
    """Wrap the value of `russo_synthesizer` with the cache, wherever the fixture was overridden."""
    __tracebackhide__ = True  # every fixture is set up through here, also those of tests that do not use russo
    if fixturedef.argname != "russo_synthesizer" or request.config.getoption("setupplan", default=False):
        return (yield)
    from .session import run_of

    parameter = fixturedef.cache_key(request)  # type: ignore[arg-type]  # pytest itself calls it with this request
    try:
        cache = request.getfixturevalue("russo_audio_cache")  # set up first, so that it is torn down last
        synthesizer = yield
        wrapped = run_of(request.config).wrap(synthesizer, cache)
    except BaseException as error:
        # As for any failing fixture, the next test that asks gets the same error, and never an unwrapped synthesizer.
        # Before 8.3, pytest caches the error without its traceback.
        kept: Any = (error, error.__traceback__) if pytest.version_tuple >= (8, 3) else error
        fixturedef.cached_result = (None, parameter, kept)
        raise
    fixturedef.cached_result = (wrapped, parameter, None)
    return wrapped


def __getattr__(name: str) -> Any:
    if name in {"RussoSay", "RussoSynthesizerFactory"}:
        from . import say

        return getattr(say, name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
