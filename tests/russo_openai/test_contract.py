from __future__ import annotations

import re

import pytest

from russo.testing import SynthesizerContract

TONE = (b"\0\x20" * 24 + b"\0\xe0" * 24) * 1500  # three seconds


class TestOpenAI(SynthesizerContract):
    """The speech endpoint, which compatible servers have."""

    provider_name = "openai"
    options = {"model": "gpt-4o-mini-tts", "endpoint": "speech"}  # noqa: RUF012 - only read
    sdk_modules = ("openai", "httpx", "websockets")
    secrets = ("api_key",)
    varies = {  # noqa: RUF012
        "voice": ("alloy", "echo"),
        "model": ("tts-1", "tts-1-hd"),
        "instructions": ("Calm.", "Cheerful."),
        "speed": (1.0, 1.5),
        "response_format": ("wav", "pcm"),
        "base_url": ("/one/v1", "/two/v1"),  # two addresses of the server on 127.0.0.1
    }
    # Options of endpoints that compatible servers do not have; test_fields.py tests their keys.
    neutral = (
        "reasoning_effort",
        "seed",
        "temperature",
        "verify",
        "organization",
        "project",
        "timeout",
        "max_retries",
        "max_concurrency",
        "max_bytes",
        "sample_rate",
        "client",
    )
    failing = {"base_url": "http://127.0.0.1:9/v1", "max_retries": 0}  # noqa: RUF012

    @pytest.fixture
    def transport(self, http):
        http.server.expect_request(re.compile(".*")).respond_with_data(http.wav(TONE), content_type="audio/wav")
        self.host = http.server.url_for("").rstrip("/")

    def make(self, **options):
        base_url = options.pop("base_url", "/v1")
        return super().make(base_url=base_url if "//" in base_url else self.host + base_url, **options)
