"""`russo_voices`: runs one test with several voices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ..errors import ConfigurationError, RussoError
from .markers import VOICE
from .session import run_of

if TYPE_CHECKING:
    from .run import Run


def parametrize(metafunc: pytest.Metafunc) -> None:
    """Run a test once per voice of its nearest marker, or else of the settings.

    Raises:
        pytest.Collector.CollectError: A voice is invalid, or the marked test does not speak.
    """
    marker = metafunc.definition.get_closest_marker("russo_voices")
    speaks = VOICE in metafunc.fixturenames
    if marker and not speaks:
        # A marker on a class or a module only applies to those of its tests that speak.
        if any(own.name == "russo_voices" for own in metafunc.definition.own_markers):
            msg = "it is marked with russo_voices, but asks for no fixture of russo that speaks"
            raise _refused(metafunc, msg)
        return
    try:
        run = run_of(metafunc.config)
        voices = marker.args if marker else run.settings.voices.value
        for voice in voices:
            _check(run, voice)
    except RussoError as error:
        raise _refused(metafunc, str(error)) from error
    if voices:
        metafunc.parametrize(VOICE, voices, ids=voices, indirect=True)


def _check(run: Run, voice: Any) -> None:
    if not isinstance(voice, str):
        msg = f"a voice is written 'provider:voice', not {voice!r}"
        raise ConfigurationError(msg)
    run.synthesizer(run.speaker(voice))


def _refused(metafunc: pytest.Metafunc, reason: str) -> pytest.Collector.CollectError:
    # pytest shows only the message of this exception.
    return pytest.Collector.CollectError(f"{metafunc.definition.nodeid}: {reason}")
