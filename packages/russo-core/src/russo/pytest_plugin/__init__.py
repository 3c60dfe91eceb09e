"""russo in pytest: settings, fixtures, markers.

pytest imports this module in every run in which russo is installed, so it imports nothing but pytest and its own
small neighbours. The rest is imported where a run turns out to use russo.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from .fixtures import russo_audio, russo_audio_cache, russo_audios, russo_say, russo_synthesizer
from .options import add_options, uses_russo

if TYPE_CHECKING:
    from collections.abc import Generator

    from .say import RussoSay

__all__ = ["RussoSay", "russo_audio", "russo_audio_cache", "russo_audios", "russo_say", "russo_synthesizer"]

_MARKER = (
    "russo(*texts, provider=None, voice=None, model=None, **options): what the fixture russo_audio says "
    "(russo_audios, for several texts), and how. On a class or a module, the keywords are defaults for its tests."
)


def pytest_addoption(parser: pytest.Parser) -> None:
    add_options(parser)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", _MARKER)


def pytest_sessionstart(session: pytest.Session) -> None:
    if uses_russo(session.config):
        from .run import start

        start(session.config)


def pytest_report_header(config: pytest.Config) -> str | None:
    if not uses_russo(config):
        return None
    from .run import run_of

    return run_of(config).header()


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest
) -> Generator[None, object, object]:
    """Put the cache around whatever comes out of `russo_synthesizer`, wherever it was overridden."""
    if fixturedef.argname != "russo_synthesizer":
        return (yield)
    cache = request.getfixturevalue("russo_audio_cache")  # before: what is set up first is torn down last
    synthesizer = yield
    from .run import run_of

    wrapped = run_of(request.config).wrap(synthesizer, cache)
    assert fixturedef.cached_result is not None
    fixturedef.cached_result = (wrapped, fixturedef.cached_result[1], None)
    return wrapped


def __getattr__(name: str) -> Any:
    if name == "RussoSay":
        from .say import RussoSay

        return RussoSay
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
