from __future__ import annotations

from russo.testing import SynthesizerContract


class TestTone(SynthesizerContract):
    provider_name = "tone"
    sdk_modules = ()
    varies = {"voice": ("flute", "horn"), "letters": (8.0, 16.0)}  # noqa: RUF012 - only read
    max_characters = 10_000
    failing_text = "..."
