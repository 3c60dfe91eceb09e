from __future__ import annotations

import subprocess
import sys
from datetime import date
from importlib.metadata import entry_points

import pytest

import russo_google
from russo.providers import ModelRetirementWarning, warn_if_retiring
from russo_google.plugin import DESCRIPTION, russo_provider

HEAVY = ("aiohttp", "asyncio", "google.genai", "httpx", "httpx2", "numpy", "pydantic", "ssl")
SHUTDOWN = ["gemini-2.5-flash-preview-tts", "gemini-2.5-pro-preview-tts", "gemini-3.1-flash-tts-preview"]


def imported_by(code):
    probe = f"{code}\nimport sys\nprint([name for name in {HEAVY!r} if name in sys.modules])"
    return subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True).stdout.strip()


def test_the_entry_point():
    (found,) = entry_points(group="russo", name="google")
    assert found.value == "russo_google.plugin"
    assert found.load().russo_provider() is DESCRIPTION


def test_the_description():
    provider = russo_provider()
    assert (provider.name, provider.package) == ("google", "russo-google")
    assert provider.env == ("GOOGLE_API_KEY", "GEMINI_API_KEY")
    assert (provider.default_model, provider.default_voice) == ("gemini-3.8-flash-tts", "Kore")
    module, _, name = provider.target.partition(":")
    assert getattr(sys.modules[module], name) is russo_google.GoogleSynthesizer


@pytest.mark.parametrize(
    "code",
    [
        "import russo_google.plugin; russo_google.plugin.russo_provider()",
        "import russo_google; dict(russo_google.GoogleSynthesizer(api_key='k').cache_fields)",
    ],
)
def test_neither_the_description_nor_a_synthesizer_imports_an_sdk(code):
    assert imported_by(code) == "[]"


def test_every_price_has_a_source_and_a_range():
    for price in DESCRIPTION.prices.values():
        assert price.source.startswith("https://")
        assert price.checked == date(2026, 11, 23)
        assert 0 < price.per_million_characters[0] <= price.per_million_characters[1]
        assert 0 < price.per_minute[0] <= price.per_minute[1]


def test_a_minute_costs_what_its_tokens_do():
    # $9 per million tokens, 25 tokens per second; twice that from 2027 on.
    assert DESCRIPTION.prices["gemini-3.8-flash-tts"].per_minute == pytest.approx((25 * 60 * 9e-6, 25 * 60 * 18e-6))


def test_the_models_that_are_shut_down():
    assert sorted(DESCRIPTION.retirements) == SHUTDOWN
    for retirement in DESCRIPTION.retirements.values():
        assert (retirement.on, retirement.replacement) == (date(2026, 11, 17), "gemini-3.8-flash-tts")


def test_the_warning_of_a_shutdown():
    with pytest.warns(ModelRetirementWarning) as caught:
        warn_if_retiring(DESCRIPTION, "gemini-2.5-pro-preview-tts", today=date(2026, 11, 1))
    assert str(caught[0].message) == (
        "google shuts down 'gemini-2.5-pro-preview-tts' on 2026-11-17: use 'gemini-3.8-flash-tts' instead "
        "(https://github.com/gunpal5/Google_GenerativeAI/wiki/Speech-Generation)"
    )


def test_a_call_of_a_model_that_is_shut_down_warns_once(gemini):
    # In a separate process, because the warning is only given once.
    code = f"""
import asyncio, warnings
from russo_google import GoogleSynthesizer
synthesizer = GoogleSynthesizer(api_key="k", base_url={gemini.url!r}, model="gemini-2.5-flash-preview-tts")
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    for _ in range(2):
        asyncio.run(synthesizer.synthesize("Hello"))
print([str(warning.message) for warning in caught])
"""
    gemini.speaks()
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told.count("google shut down 'gemini-2.5-flash-preview-tts' on 2026-11-17") == 1
    assert told.count("use 'gemini-3.8-flash-tts' instead") == 1


async def test_a_model_that_stays_is_not_warned_of(gemini):
    gemini.speaks()
    await gemini.synthesizer(model="gemini-3.8-flash-lite-tts").synthesize("Hello")
    assert len(gemini.requests) == 1
