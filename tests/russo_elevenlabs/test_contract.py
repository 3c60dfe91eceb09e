from __future__ import annotations

import re

import pytest

from russo.testing import SynthesizerContract

TONE = (b"\0\x20" * 24 + b"\0\xe0" * 24) * 1500  # three seconds


class TestElevenLabs(SynthesizerContract):
    provider_name = "elevenlabs"
    options = {"output_format": "pcm_24000"}  # noqa: RUF012 - only read
    sdk_modules = ("elevenlabs", "httpx")
    secrets = ("api_key",)
    varies = {  # noqa: RUF012
        "voice": ("George", "Alice"),
        "model": ("eleven_multilingual_v2", "eleven_flash_v2_5"),
        "output_format": ("pcm_24000", "pcm_16000"),
        "stability": (0.2, 0.8),
        "similarity_boost": (0.2, 0.8),
        "style": (0.2, 0.8),
        "use_speaker_boost": (True, False),
        "speed": (0.8, 1.1),
        "clone_strength": (0.2, 0.8),
        "seed": (1, 2),
        "language": ("de", "en"),
        "previous_text": ("One.", "Two."),
        "next_text": ("One.", "Two."),
        "previous_request_ids": (["a"], ["b"]),
        "next_request_ids": (["a"], ["b"]),
        "apply_text_normalization": ("on", "off"),
        "apply_language_text_normalization": (True, False),
        "pronunciation_dictionaries": ([["a", "1"]], [["a", "2"]]),
        "audio_effects": ({"room": "hall"}, {"room": "bath"}),
        "use_pvc_as_ivc": (True, False),
        "optimize_streaming_latency": (0, 4),
    }
    beside = {"language": {"model": "eleven_flash_v2_5"}}  # noqa: RUF012
    neutral = ("enable_logging", "base_url", "timeout", "max_retries", "max_concurrency", "client")
    failing = {"base_url": "http://127.0.0.1:9", "max_retries": 0}  # noqa: RUF012

    @pytest.fixture
    def transport(self, httpserver):
        httpserver.expect_request(re.compile(".*")).respond_with_data(TONE, content_type="audio/pcm")
        self.url = httpserver.url_for("")

    def make(self, **options):
        return super().make(**{"base_url": self.url, **options})
