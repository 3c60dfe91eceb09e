"""LangWatch Scenario: its registry of speech providers."""

from __future__ import annotations

import pytest

from russo.errors import OptionError
from sounds import tone

pytest.importorskip("scenario")
from scenario.voice import synthesize
from scenario.voice.tts import clear_cache

from russo.adapters.scenario import register


@pytest.fixture(autouse=True)
def _forget():
    clear_cache()
    yield
    clear_cache()


async def test_a_voice_speaks_at_the_rate_of_scenario_and_is_paid_for_once(voice, paid):
    register({"caller": voice})
    for _ in range(2):
        clear_cache()
        chunk = await synthesize("Hello.", "russo/caller")
        assert chunk.data == tone(0.5, 22050, channels=2).to_pcm(24000, 1).data
    assert paid.texts == ["Hello."]


async def test_an_unknown_voice_is_named(voice):
    register({"caller": voice})
    with pytest.raises(OptionError, match=r"no voice russo/Kore was registered\. There are: russo/caller"):
        await synthesize("Hello.", "russo/Kore")


def test_a_voice_needs_a_name(voice):
    with pytest.raises(OptionError, match=r"each voice needs a name, but the names are \[''\]"):
        register({"": voice})
