"""Whether the real provider speaks: one short sentence, only where it is asked for."""

from __future__ import annotations

import asyncio
import os

import pytest

from ...providers.registry import find_provider, get_synthesizer
from .base import Subject


class LiveChecks(Subject):
    """What costs money."""

    @pytest.mark.live
    def test_live_speech(self, request: pytest.FixtureRequest) -> None:
        """The real provider says the text, with its real key. Runs with ``pytest -m live`` and not otherwise.

        To mend: look at what the provider answers; its key, its default voice or its default model may be outdated.
        """
        if "live" not in (request.config.option.markexpr or ""):
            pytest.skip("calls the real provider: run pytest -m live")
        variables = find_provider(self.provider_name).env
        if variables and not any(os.environ.get(name) for name in variables):
            pytest.skip(f"needs a key: set {' or '.join(variables)}")
        synthesizer = get_synthesizer(self.provider_name, **{**self.options, **self.live_options})
        audio = asyncio.run(synthesizer.synthesize(self.text))
        assert any(audio.to_pcm().data)
        least, most = (seconds * len(self.text) for seconds in self.seconds_per_character)
        assert least <= audio.duration <= most
