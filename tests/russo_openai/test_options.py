from __future__ import annotations

import math
import re

import pytest

from russo.errors import OptionError, TextError, TextTooLongError
from russo_openai import OpenAISynthesizer

FOREIGN = "http://127.0.0.1:8880/v1"


@pytest.mark.parametrize(
    ("options", "endpoint", "model", "voice"),
    [
        ({}, "realtime", "gpt-realtime-2.1-mini", "marin"),
        ({"model": "gpt-realtime-9"}, "realtime", "gpt-realtime-9", "marin"),
        ({"model": "gpt-audio-1.5"}, "chat", "gpt-audio-1.5", "marin"),
        ({"model": "gpt-4o-mini-tts"}, "speech", "gpt-4o-mini-tts", "marin"),
        ({"model": "gpt-4o-mini-tts-2025-12-15"}, "speech", "gpt-4o-mini-tts-2025-12-15", "marin"),
        ({"model": "tts-1"}, "speech", "tts-1", "alloy"),
        ({"model": "tts-1-hd"}, "speech", "tts-1-hd", "alloy"),
        ({"endpoint": "chat"}, "chat", "gpt-audio-1.5", "marin"),
        ({"endpoint": "speech"}, "speech", "gpt-4o-mini-tts", "marin"),
        ({"model": "omni", "endpoint": "chat"}, "chat", "omni", "marin"),
        ({"base_url": FOREIGN, "model": "gpt-realtime-x"}, "speech", "gpt-realtime-x", "alloy"),
        ({"base_url": FOREIGN, "model": "kokoro"}, "speech", "kokoro", "alloy"),
        ({"base_url": FOREIGN, "endpoint": "realtime"}, "realtime", "gpt-realtime-2.1-mini", "marin"),
        ({"base_url": "https://eu.api.openai.com/v1"}, "realtime", "gpt-realtime-2.1-mini", "marin"),
        ({"base_url": "https://api.openai.com.example.org/v1", "model": "x"}, "speech", "x", "alloy"),
    ],
)
def test_what_is_resolved(options, endpoint, model, voice):
    fields = OpenAISynthesizer(**options).cache_fields
    assert (fields["endpoint"], fields["model"], fields["voice"]) == (endpoint, model, voice)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"model": "omni"},
            "model='omni' is a name that does not tell which endpoint to use at https://api.openai.com/v1: pass endpoint='realtime', endpoint='chat' or endpoint='speech'",
        ),
        (
            {"base_url": FOREIGN},
            "the server at http://127.0.0.1:8880/v1 is not OpenAI's: pass model=... with a name that it knows",
        ),
        (
            {"base_url": "localhost:8880"},
            "base_url must be an address such as 'https://gateway.example/v1'",
        ),
        (
            {"base_url": "ws://127.0.0.1/v1"},
            "base_url must be an address such as 'https://gateway.example/v1'",
        ),
        ({"base_url": 5}, "base_url must be a str, not int"),
        ({"api_key": b"sk"}, "api_key must be a str, not bytes"),
        ({"endpoint": "sse"}, "endpoint='sse' must be one of 'realtime', 'chat', 'speech'"),
        ({"voice": " "}, "voice=' ' must be a str that is not blank"),
        ({"voice": 5}, "voice=5 must be a str that is not blank"),
        ({"model": ""}, "model='' must be a str that is not blank"),
        ({"instructions": "\ud800"}, "instructions='\\ud800' holds half of a surrogate pair"),
        ({"speed": 1.6}, "speed=1.6 must be a number from 0.25 to 1.5"),
        ({"speed": "fast"}, "speed='fast' must be a number from 0.25 to 1.5"),
        ({"speed": True}, "speed=True must be a number from 0.25 to 1.5"),
        ({"speed": math.nan}, "speed=nan must be a number from 0.25 to 1.5"),
        ({"speed": 4.1, "model": "gpt-4o-mini-tts"}, "speed=4.1 must be a number from 0.25 to 4"),
        (
            {"speed": 1.0, "model": "gpt-audio-1.5"},
            "speed=1.0 is not possible with endpoint 'chat': ask for it in instructions=...",
        ),
        (
            {"response_format": "wav"},
            "response_format='wav' is not possible with endpoint 'realtime': one of 'pcm', 'pcmu', 'pcma'",
        ),
        (
            {"response_format": "aac", "model": "gpt-4o-mini-tts"},
            "response_format='aac' is not possible with endpoint 'speech': one of 'wav', 'mp3', 'flac', 'opus', 'pcm'",
        ),
        ({"seed": 1}, "seed=1 is an option of endpoint 'chat', but 'gpt-realtime-2.1-mini' uses 'realtime'"),
        ({"seed": 1.5, "endpoint": "chat"}, f"seed=1.5 must be a whole number of at least {-(2**63)}"),
        ({"temperature": 2.1, "endpoint": "chat"}, "temperature=2.1 must be a number from 0 to 2"),
        (
            {"temperature": 1, "endpoint": "speech"},
            "temperature=1 is an option of endpoint 'chat', but 'gpt-4o-mini-tts' uses 'speech'",
        ),
        (
            {"reasoning_effort": "low", "endpoint": "chat"},
            "reasoning_effort='low' is an option of endpoint 'realtime', but 'gpt-audio-1.5' uses 'chat'",
        ),
        (
            {"instructions": "Calm", "model": "tts-1"},
            "instructions='Calm' cannot be given with model 'tts-1': use 'gpt-realtime-2.1-mini'",
        ),
        ({"verify": "maybe"}, "verify='maybe' must be one of 'strict', 'warn', 'off'"),
        ({"timeout": 0}, "timeout=0 must be a number of at least 0.001"),
        ({"timeout": None}, "timeout=None must be a number of at least 0.001"),
        ({"timeout": math.inf}, "timeout=inf must be a number of at least 0.001"),
        ({"max_retries": -1}, "max_retries=-1 must be a whole number of at least 0"),
        ({"max_concurrency": 0}, "max_concurrency=0 must be a whole number of at least 1"),
        (
            {"client": object(), "api_key": "sk"},
            "api_key=... cannot be given beside client=...: the client has its own",
        ),
    ],
)
def test_what_is_refused(options, message):
    with pytest.raises(OptionError) as caught:
        OpenAISynthesizer(**options)
    assert str(caught.value) == message


def test_long_instructions():
    text = "a" * 4097
    with pytest.raises(OptionError, match="has 4097 characters: at most 4096 are possible"):
        OpenAISynthesizer(model="gpt-4o-mini-tts", instructions=text)
    OpenAISynthesizer(instructions=text)


def test_a_bad_address_in_the_environment_is_named(monkeypatch):
    monkeypatch.setenv("OPENAI_BASE_URL", "nonsense")
    with pytest.raises(OptionError, match=re.escape("OPENAI_BASE_URL must be an address")):
        OpenAISynthesizer()


@pytest.mark.parametrize("text", ["", " \n", "\ud800", 5])
async def test_texts_that_cannot_be_spoken(http, text):
    with pytest.raises(TextError):
        await http.synthesizer().synthesize(text)
    assert http.requests == []


async def test_a_text_over_the_limit():
    with pytest.raises(TextTooLongError, match="openai takes at most 4096 characters at once, and this text has 4097"):
        await OpenAISynthesizer(model="tts-1").synthesize("a" * 4097)


async def test_the_limit_of_another_server_is_not_known(http):
    http.answers(http.wav())
    await http.synthesizer().synthesize("a" * 4097)
    assert len(http.requests) == 1
