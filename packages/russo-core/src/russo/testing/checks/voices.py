"""Checks that voices are listed, if the provider can list them."""

from __future__ import annotations

import asyncio
import inspect

import pytest

from ...errors import RussoError
from ...providers.registry import load_class
from ...providers.voices import Voice
from .base import Subject


class VoiceChecks(Subject):
    """The list of voices."""

    def test_voices_are_listed(self) -> None:
        """``list_voices``, if there is one, returns a tuple of ``Voice``, or raises a RussoError.

        To fix: make the call with ``russo.providers.speak``, and turn each item into a ``russo.providers.Voice``.
        """
        takes_retries = "max_retries" in inspect.signature(load_class(self.described())).parameters
        once = {"max_retries": 0} if takes_retries else {}
        list_voices = getattr(self.make(**once), "list_voices", None)
        if list_voices is None:
            pytest.skip("it has no list_voices")
        try:
            voices = asyncio.run(list_voices())
        except RussoError:
            return  # the stand-in for the server may not list voices
        assert isinstance(voices, tuple), f"list_voices returned a {type(voices).__name__}, not a tuple"
        assert all(isinstance(voice, Voice) for voice in voices), f"not every item is a Voice: {voices!r:.200}"
