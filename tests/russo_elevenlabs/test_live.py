"""One short sentence from the real ElevenLabs: `pytest -m live`."""

from __future__ import annotations

import os

import pytest

from russo_elevenlabs import ElevenLabsSynthesizer

# Read before a fixture hides it from every test.
_KEY = os.environ.get("ELEVENLABS_API_KEY")


@pytest.mark.live
@pytest.mark.skipif(not _KEY, reason="ELEVENLABS_API_KEY is not set")
async def test_it_speaks() -> None:
    audio = await ElevenLabsSynthesizer(api_key=_KEY, model="eleven_flash_v2_5").synthesize("Hello.")
    assert (audio.format, audio.sample_rate) == ("pcm", 24000)
    assert 0.2 < audio.duration < 5
