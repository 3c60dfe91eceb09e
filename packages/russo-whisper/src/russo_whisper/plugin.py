"""The plugin ``whisper``: the model that the environment names; in force if ``russo_plugins`` names it."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, Final

from russo import hookimpl

from .model import Whisper

if TYPE_CHECKING:
    from russo import Audio

# The smallest model that seldom mishears clear speech, in every language that Whisper knows.
DEFAULT: Final = "small"


@hookimpl
def russo_transcribe(audio: Audio, language: str | None) -> str | None:
    """Transcribe speech."""
    return _listener(os.environ.get("RUSSO_WHISPER_MODEL") or DEFAULT).transcribe(audio, language)


@cache
def _listener(model: str) -> Whisper:
    return Whisper(model)
