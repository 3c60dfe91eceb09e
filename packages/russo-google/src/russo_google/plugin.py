"""The description of the provider ``google``, which its entry point names."""

from __future__ import annotations

from datetime import date
from typing import Final

from russo.providers import Price, Provider, Retirement, hookimpl

from .access import ENV
from .models import DEFAULT_MODEL, DEFAULT_VOICE

_CHECKED: Final = date(2026, 11, 23)

# Prices are per token, and Google counts 25 tokens for a second of speech and about 4 characters for a token of text
# (https://ai.google.dev/gemini-api/docs/tokens). So dollars for a million tokens, times 25 * 60 / 1e6, are dollars for
# a minute; divided by 4, they are dollars for a million characters.
#
# The lower end is the price until 2026-12-31; it doubles on 2027-01-01.
# https://github.com/BerriAI/litellm/discussions/42776
_PRICES: Final = {
    "gemini-3.8-flash-tts": Price(
        per_million_characters=(0.125, 0.25),  # $0.50, then $1 a million tokens
        per_minute=(0.0135, 0.027),  # $9, then $18 a million tokens
        source="https://github.com/BerriAI/litellm/discussions/42776",
        checked=_CHECKED,
    ),
    "gemini-3.8-flash-lite-tts": Price(
        per_million_characters=(0.125, 0.25),
        per_minute=(0.009, 0.018),  # $6, then $12 a million tokens
        source="https://vercel.com/ai-gateway/models/gemini-3.8-flash-lite-tts",
        checked=_CHECKED,
    ),
    # $1 and $20 a million tokens; some pages give half of that, which is the price of a batch.
    "gemini-3.1-flash-tts-preview": Price(
        per_million_characters=(0.125, 0.25),
        per_minute=(0.015, 0.03),
        source="https://cn.nemovideo.com/blog/gemini-3-1-flash-tts-pricing",
        checked=_CHECKED,
    ),
}

# Two dates are published and nothing reconciles them: 2026-11-17 (the feed of developersdigest.tech, of 2026-10-18) and
# 2026-12-18 (the wiki below). The earlier one is the safe one to warn of.
_SHUTDOWN: Final = Retirement(
    on=date(2026, 11, 17),
    replacement=DEFAULT_MODEL,
    source="https://github.com/gunpal5/Google_GenerativeAI/wiki/Speech-Generation",
)

DESCRIPTION: Final = Provider(
    "google",
    target="russo_google:GoogleSynthesizer",
    package="russo-google",
    env=ENV,
    default_voice=DEFAULT_VOICE,
    default_model=DEFAULT_MODEL,
    prices=_PRICES,
    retirements={
        "gemini-2.5-flash-preview-tts": _SHUTDOWN,
        "gemini-2.5-pro-preview-tts": _SHUTDOWN,
        "gemini-3.1-flash-tts-preview": _SHUTDOWN,
    },
)


@hookimpl
def russo_provider() -> Provider:
    """Describe the provider ``google``."""
    return DESCRIPTION
