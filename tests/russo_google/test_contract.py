from __future__ import annotations

import re

import pytest
from google.oauth2.credentials import Credentials

from russo.testing import SynthesizerContract

TONE = (b"\0\x20" * 24 + b"\0\xe0" * 24) * 1500  # three seconds


@pytest.mark.filterwarnings("ignore::russo.providers.retirement.ModelRetirementWarning")
class TestGoogle(SynthesizerContract):
    provider_name = "google"
    sdk_modules = ("google.genai", "google.auth")
    secrets = ("api_key",)
    varies = {  # noqa: RUF012 - only read
        "voice": ("Kore", "Puck"),
        "model": ("gemini-3.8-flash-tts", "gemini-3.8-flash-lite-tts"),
        "style": ("calm", "cheerful"),
        "language": ("de-DE", "en-US"),
        "seed": (1, 2),
        "speakers": ({"Joe": "Kore", "Jane": "Puck"}, {"Joe": "Puck", "Jane": "Kore"}),
        "temperature": (0.5, 1.0),
        "top_p": (0.5, 1.0),
        "top_k": (1.0, 2.0),
        "vertexai": (False, True),
    }
    beside = {  # noqa: RUF012
        "temperature": {"model": "gemini-2.5-flash-preview-tts"},
        "top_p": {"model": "gemini-2.5-flash-preview-tts"},
        "top_k": {"model": "gemini-2.5-flash-preview-tts"},
    }
    neutral = ("project", "location", "credentials", "base_url", "timeout", "max_retries", "max_concurrency", "client")
    max_characters = 32_768
    text = "Joe: Hello, I would like to book a table for two."
    failing = {"base_url": "http://127.0.0.1:9", "max_retries": 0}  # noqa: RUF012

    @pytest.fixture
    def transport(self, gemini):
        gemini.server.expect_request(re.compile(".*")).respond_with_json(gemini.answer(TONE))
        self.url = gemini.url

    def make(self, **options):
        if options.get("vertexai"):
            options |= {"project": "acme", "credentials": Credentials(token="ya29.token")}
        return super().make(**{"base_url": self.url, **options})
