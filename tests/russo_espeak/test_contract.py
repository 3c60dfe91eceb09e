from __future__ import annotations

from russo.testing import SynthesizerContract


class TestEspeak(SynthesizerContract):
    provider_name = "espeak"
    varies = {  # noqa: RUF012 - only read
        "voice": ("de", "en-gb"),
        "rate": (140, 200),
        "pitch": (30, 70),
        "volume": (50, 100),
        "pitch_range": (10, 90),
        "word_gap": (0, 5),
    }
    neutral = ("timeout", "max_concurrency")
    sdk_modules = ()
    failing = {"timeout": 0.001}  # noqa: RUF012
