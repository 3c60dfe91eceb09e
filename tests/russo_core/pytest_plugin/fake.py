"""The providers that the inner runs choose by name."""

from __future__ import annotations

FAKE_PROVIDER = """
import json, os

from russo import Audio, Provider, hookimpl
from russo.errors import MissingKeyError, QuotaExceededError
from russo.providers import CallPolicy

SECOND = bytes(48000)


class FakeSynthesizer:
    provider = "fake"

    def __init__(
        self,
        *,
        voice: str = "anna",
        model: str = "m1",
        speed: float = 1.0,
        loud: bool = False,
        delay: float = 0.0,
        max_concurrency: int = 4,
    ):
        self.cache_fields = {"voice": voice, "model": model, "speed": float(speed), "loud": loud}
        self._delay = delay
        self._policy = CallPolicy(timeout=30, max_retries=0, max_concurrency=max_concurrency)

    async def synthesize(self, text):
        from russo.providers import speak

        return await speak(lambda: self._attempt(text), provider="fake", policy=self._policy, classify=lambda e: None)

    async def _attempt(self, text):
        import asyncio

        if self.cache_fields["model"] == "locked":
            raise MissingKeyError("fake needs a key: set FAKE_API_KEY, or api_key in russo_options")
        if "refuse" in text:
            raise QuotaExceededError("fake: the credit is used up") from RuntimeError("from deep inside of an SDK")
        await asyncio.sleep(self._delay)
        line = json.dumps({"text": text, **self.cache_fields}) + "\\n"
        descriptor = os.open(os.environ["FAKE_PROVIDER_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(descriptor, line.encode())
        os.close(descriptor)
        return Audio(SECOND, "pcm")


@hookimpl
def russo_provider():
    from datetime import date

    from russo.providers import Price

    prices = {"m1": Price(per_million_characters=(1000.0, 1000.0), source="https://example.com", checked=date(2026, 11, 1))}
    return Provider(
        "fake",
        target="fake_provider:FakeSynthesizer",
        package="fake-voices",
        default_voice="anna",
        default_model="m1",
        prices=prices,
    )
"""

OTHER_PROVIDER = """
from russo import Audio, Provider, hookimpl


class OtherSynthesizer:
    provider = "other"

    def __init__(self, *, voice: str = "otto"):
        self.cache_fields = {"voice": voice}

    async def synthesize(self, text):
        return Audio(b"o" * 4800, "pcm")


@hookimpl
def russo_provider():
    return Provider("other", target="other_provider:OtherSynthesizer", package="fake-voices", default_voice="otto")
"""

# A test that says its own name.
SAY = "def test_{name}(russo_say): russo_say('{name}')\n"
