from __future__ import annotations

import json
import types

import pytest

from russo_openai import OpenAISynthesizer

REALTIME = {
    "endpoint": "realtime",
    "model": "gpt-realtime-2.1-mini",
    "reasoning_effort": "minimal",
    "response_format": "pcm",
    "speed": 1.0,
    "template": 1,
    "voice": "marin",
}


def test_the_default():
    assert dict(OpenAISynthesizer().cache_fields) == REALTIME


def test_chat():
    assert dict(OpenAISynthesizer(model="gpt-audio-1.5").cache_fields) == {
        "endpoint": "chat",
        "model": "gpt-audio-1.5",
        "response_format": "wav",
        "template": 1,
        "voice": "marin",
    }


def test_speech():
    assert dict(OpenAISynthesizer(model="tts-1").cache_fields) == {
        "endpoint": "speech",
        "model": "tts-1",
        "response_format": "wav",
        "speed": 1.0,
        "voice": "alloy",
    }


def test_another_server():
    assert dict(OpenAISynthesizer(base_url="http://127.0.0.1:8880/v1/", model="kokoro").cache_fields) == {
        "base_url": "http://127.0.0.1:8880/v1",
        "endpoint": "speech",
        "model": "kokoro",
        "response_format": "wav",
        "voice": "alloy",
    }


def test_the_same_immutable_mapping_each_time():
    synthesizer = OpenAISynthesizer()
    assert synthesizer.cache_fields is synthesizer.cache_fields
    assert isinstance(synthesizer.cache_fields, types.MappingProxyType)


BASES = {
    "realtime": {},
    "chat": {"endpoint": "chat"},
    "speech": {"endpoint": "speech", "model": "gpt-4o-mini-tts"},
    "other": {"base_url": "http://127.0.0.1:8880/v1", "model": "kokoro"},
}


@pytest.mark.parametrize(
    ("base", "option"),
    [
        *[(base, {"voice": "echo"}) for base in BASES],
        *[(base, {"model": "gpt-audio-tts-realtime"}) for base in BASES],
        *[(base, {"instructions": "Calm"}) for base in BASES],
        *[(base, {"speed": 1.25}) for base in ("realtime", "speech", "other")],
        ("realtime", {"response_format": "pcmu"}),
        ("chat", {"response_format": "mp3"}),
        ("speech", {"response_format": "mp3"}),
        ("realtime", {"endpoint": "chat"}),
        ("realtime", {"reasoning_effort": "high"}),
        ("chat", {"seed": 1}),
        ("chat", {"temperature": 0.5}),
        ("speech", {"base_url": "http://127.0.0.1:8880/v1"}),
        ("other", {"base_url": "http://127.0.0.1:8881/v1"}),
    ],
)
def test_what_changes_the_sound_changes_the_fields(base, option):
    before = OpenAISynthesizer(**BASES[base]).cache_fields
    after = OpenAISynthesizer(**{**BASES[base], **option}).cache_fields
    assert before != after
    assert {name: after[name] for name in option} == option


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize(
    "option",
    [
        {"api_key": "sk-secret"},
        {"organization": "org"},
        {"project": "proj"},
        {"timeout": 5},
        {"max_retries": 9},
        {"max_concurrency": 9},
        {"verify": "off"},
    ],
)
def test_what_does_not_does_not(base, option):
    assert OpenAISynthesizer(**BASES[base]).cache_fields == OpenAISynthesizer(**BASES[base], **option).cache_fields


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"speed": 1}, {}),
        ({"voice": "marin", "model": "gpt-realtime-2.1-mini"}, {}),
        ({"base_url": "https://api.openai.com/v1"}, {}),
        ({"base_url": "https://eu.api.openai.com/v1/"}, {}),
        ({"speed": 1.0, "model": "tts-1"}, {"model": "tts-1"}),
        ({"base_url": "http://u:p@h/v1/?k=v", "model": "m"}, {"base_url": "http://H/v1", "model": "m"}),
    ],
)
def test_the_same_sound_has_the_same_fields(one, other):
    first, second = OpenAISynthesizer(**one).cache_fields, OpenAISynthesizer(**other).cache_fields
    assert json.dumps(dict(first)) == json.dumps(dict(second))


@pytest.mark.parametrize("base", BASES)
def test_only_json_scalars(base):
    fields = OpenAISynthesizer(**BASES[base]).cache_fields
    assert {type(value) for value in fields.values()} <= {str, int, float}
