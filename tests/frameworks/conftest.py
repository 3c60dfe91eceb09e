"""Voices for frameworks: each text is paid for once."""

from __future__ import annotations

import pytest

from russo import AudioCache, CachedSynthesizer
from sounds import tone


class Paid:
    """A provider that counts its calls, and sends stereo at a rate that nobody has requested."""

    provider = "paid"

    def __init__(self, **fields):
        self.cache_fields = fields
        self.texts = []

    async def synthesize(self, text):
        self.texts.append(text)
        return tone(0.5, 22050, channels=2)


@pytest.fixture
def paid():
    return Paid(voice="anna")


@pytest.fixture
def voice(paid, tmp_path):
    return CachedSynthesizer(paid, cache=AudioCache(tmp_path / "cache"))


@pytest.fixture
def broken(tmp_path):
    """A voice that is offline with an empty cache."""
    return CachedSynthesizer(Paid(), cache=AudioCache(tmp_path / "empty"), offline=True)
