from __future__ import annotations

import subprocess
import sys
from datetime import date
from importlib.metadata import entry_points

import pytest

from russo import Provider, get_synthesizer
from russo.providers import ModelRetirementWarning, warn_if_retiring
from russo_openai import OpenAISynthesizer
from russo_openai.plugin import russo_provider

LIGHT = """
import sys
before = set(sys.modules)
import {module}
{then}
heavy = {{"openai", "asyncio", "numpy", "httpx", "httpx2", "websockets", "ssl", "av"}}
print(sorted(heavy & (set(sys.modules) - before)))
"""


@pytest.mark.parametrize(
    ("module", "then"),
    [
        ("russo_openai.plugin", "russo_openai.plugin.russo_provider()"),
        ("russo_openai", "russo_openai.OpenAISynthesizer(api_key='sk').cache_fields"),
    ],
)
def test_light(module, then):
    program = LIGHT.format(module=module, then=then)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "[]\n"


def test_the_description():
    provider = russo_provider()
    assert isinstance(provider, Provider)
    assert provider is russo_provider()
    assert (provider.name, provider.target, provider.package, provider.env) == (
        "openai",
        "russo_openai:OpenAISynthesizer",
        "russo-openai",
        ("OPENAI_API_KEY",),
    )
    fields = OpenAISynthesizer().cache_fields
    assert (provider.default_voice, provider.default_model) == (fields["voice"], fields["model"])
    assert provider.default_model in provider.prices


def test_the_entry_point():
    (entry,) = entry_points(group="russo", name="openai")
    assert entry.value == "russo_openai.plugin"


def test_by_name():
    synthesizer = get_synthesizer("openai", voice="cedar", speed=1.5)
    assert isinstance(synthesizer, OpenAISynthesizer)
    assert synthesizer.cache_fields["voice"] == "cedar"


def test_every_price_and_date_has_its_source():
    provider = russo_provider()
    for told in (*provider.prices.values(), *provider.retirements.values()):
        assert told.source.startswith("https://developers.openai.com/api/docs/")
    assert all(price.checked == date(2026, 11, 23) for price in provider.prices.values())


@pytest.mark.parametrize(
    ("model", "day"), [("tts-1", "2027-01-06"), ("gpt-4o-mini-tts", "2027-01-06"), ("gpt-audio-mini", "2027-01-20")]
)
def test_models_that_retire(model, day):
    provider = russo_provider()
    with pytest.warns(ModelRetirementWarning, match=f"openai shuts down '{model}' on {day}: use 'gpt-"):
        warn_if_retiring(provider, model, today=date(2026, 12, 1))


async def test_the_warning_comes_before_the_call(http):
    import openai

    # OpenAI's own address, with a transport to the test's server.
    own = "https://api.openai.com/v1"
    http.answers(http.wav())
    async with openai.AsyncOpenAI(api_key="sk", base_url=own, http_client=http.instead_of_openai()) as client:
        synthesizer = OpenAISynthesizer(client=client, model="tts-1-hd")
        with pytest.warns(ModelRetirementWarning, match="tts-1-hd"):
            await synthesizer.synthesize("Hello")
        http.answers(http.wav())
        await synthesizer.synthesize("Hello")  # warned only once, since warnings are errors here
    assert "base_url" not in synthesizer.cache_fields


async def test_a_voice_of_ones_own_has_an_id(http):
    import openai

    http.answers(http.wav())
    own = "https://api.openai.com/v1"
    async with openai.AsyncOpenAI(api_key="sk", base_url=own, http_client=http.instead_of_openai()) as client:
        await OpenAISynthesizer(client=client, voice="voice_1234", model="custom-tts").synthesize("Hello")
    assert http.requests[0].get_json()["voice"] == {"id": "voice_1234"}
    assert http.requests[0].get_json()["speed"] == 1.0


async def test_voices():
    voices = await OpenAISynthesizer().list_voices()
    assert [voice.id for voice in voices] == sorted(
        [
            "alloy",
            "ash",
            "ballad",
            "cedar",
            "coral",
            "echo",
            "fable",
            "marin",
            "nova",
            "onyx",
            "sage",
            "shimmer",
            "verse",
        ]
    )
    tags = {voice.id: voice.tags for voice in voices}
    assert tags["marin"] == ("realtime", "chat", "speech")
    assert tags["nova"] == ("chat", "speech")
    # `russo voices` shows no tags, and the default model is one of Realtime.
    described = {voice.id: voice.description for voice in voices if voice.description}
    assert described == dict.fromkeys(("fable", "nova", "onyx"), "not in Realtime")


async def test_voices_of_another_server_are_not_known(http):
    assert await http.synthesizer().list_voices() == ()
    assert http.requests == []


@pytest.mark.live
async def test_live():
    import os

    if not os.environ.get("OPENAI_API_KEY"):
        pytest.skip("OPENAI_API_KEY is not set")
    assert (await OpenAISynthesizer().synthesize("Hello.")).duration > 0.2
