from __future__ import annotations

import os

import pytest

from russo_google import GoogleSynthesizer

pytestmark = [
    pytest.mark.live,
    pytest.mark.skipif(
        not (os.environ.get("GOOGLE_API_KEY") or os.environ.get("GEMINI_API_KEY")),
        reason="set GOOGLE_API_KEY or GEMINI_API_KEY",
    ),
]


async def test_google_says_hello():
    audio = await GoogleSynthesizer().synthesize("Hello.")
    assert (audio.sample_rate, audio.channels, audio.sample_width) == (24000, 1, 2)
    assert 0.2 < audio.duration < 10


async def test_google_lists_the_default_voice():
    assert "Kore" in {voice.id for voice in await GoogleSynthesizer().list_voices()}
