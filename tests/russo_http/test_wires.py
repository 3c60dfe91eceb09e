"""Each API: its request, the form of its audio, each of its errors, and its voices."""

from __future__ import annotations

import asyncio
import json

import pytest

from http_wires.table import KEY, TEXT, WIRES, wav
from russo.errors import ConfigurationError, ProviderUnavailableError, RateLimitError

EACH = pytest.mark.parametrize("name", WIRES)
ROWS = [
    pytest.param(name, row, id=f"{name}-{index}") for name, wire in WIRES.items() for index, row in enumerate(wire.rows)
]


def speak(synthesizer, text=TEXT):
    return asyncio.run(synthesizer.synthesize(text))


@EACH
def test_the_request_is_as_documented(name, server, make):
    wire = WIRES[name]
    server.answers((200, wire.audio(), {"Content-Type": wire.mime}))
    speak(make(name))
    (asked,) = server.asked
    assert (asked.method, asked.target) == ("POST", wire.target)
    assert asked.said == wire.body
    assert {name: asked.headers.get(name) for name in wire.headers} == wire.headers


@EACH
def test_every_option_is_sent(name, server, make):
    wire = WIRES[name]
    if not wire.given:
        assert name == "http", "every API has options"
        return
    server.answers((200, wire.audio(3), {"Content-Type": wire.mime}))
    speak(make(name, **wire.given))
    (asked,) = server.asked
    sent = dict(wire.is_sent)
    if "?" in sent:
        assert asked.target.partition("?")[2] == sent.pop("?")
    if "<" in sent:
        assert asked.body.decode() == sent.pop("<")
    assert {key: asked.said[key] for key in sent} == sent


@EACH
def test_the_audio_is_heard_whole(name, server, make):
    wire = WIRES[name]
    server.answers((200, wire.audio(), {"Content-Type": wire.mime}))
    audio = speak(make(name))
    assert audio.duration == 2.0
    assert audio.to_pcm().data.count(b"\x40\x1f") > 1000


@pytest.mark.parametrize(("name", "row"), ROWS)
def test_each_error(name, row, server, make):
    server.answers((row.status, row.body, dict(row.headers)))
    with pytest.raises(row.error) as caught:
        speak(make(name))
    assert type(caught.value) is row.error
    assert str(caught.value) == row.said
    assert len(server.asked) == 1


@EACH
@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({}, None),
        ({"Retry-After": "7"}, 7.0),
        ({"Date": "Wed, 25 Nov 2026 10:00:00 GMT", "Retry-After": "Wed, 25 Nov 2026 10:00:30 GMT"}, 30.0),
    ],
)
def test_429_says_when_to_come_back(name, headers, wait, server, make):
    server.answers((429, b'{"message": "later"}', headers))
    with pytest.raises(RateLimitError) as caught:
        speak(make(name))
    assert caught.value.retry_after == wait


@pytest.mark.parametrize("name", [name for name in WIRES if name != "http"])
def test_the_voices_are_listed(name, server, make):
    wire = WIRES[name]
    server.answers((200, json.dumps(wire.voices).encode(), {"Content-Type": "application/json"}))
    voices = asyncio.run(make(name).list_voices())
    assert tuple(voice.id for voice in voices) == wire.listed
    assert [asked.target for asked in server.asked] == ([wire.listing] if wire.listing else [])
    key_sent = any(KEY in value for asked in server.asked for value in asked.headers.values())
    assert key_sent == (bool(wire.listing) and name not in {"rime", "polly"})


def test_wav_of_a_stream_gets_a_true_header(server, make):
    streamed = bytearray(wav())
    streamed[4:8] = streamed[40:44] = b"\xff\xff\xff\xff"
    server.answers((200, bytes(streamed), {"Content-Type": "audio/wav"}))
    audio = speak(make("deepgram"))
    assert audio.data == wav()


def test_an_engine_by_settings_alone_lists_no_voices(make):
    with pytest.raises(ConfigurationError, match="provider 'http' does not list its voices"):
        asyncio.run(make("http").list_voices())


def test_voices_on_several_pages(server, make):
    """Cartesia pages by the last id, Hume by number."""
    pages = [{"data": [{"id": "a"}, {"id": "b"}], "has_more": True}, {"data": [{"id": "c"}], "has_more": False}]
    server.answers(*((200, json.dumps(page).encode(), {}) for page in pages))
    voices = asyncio.run(make("cartesia").list_voices())
    assert [voice.id for voice in voices] == ["a", "b", "c"]
    assert server.asked[1].target == "/voices?limit=100&starting_after=b"
    server.asked.clear()
    pages = [{"voices_page": [{"id": "a"}], "total_pages": 2}, {"voices_page": [{"id": "b"}], "total_pages": 2}]
    server.answers(*((200, json.dumps(page).encode(), {}) for page in pages))
    voices = asyncio.run(make("hume").list_voices())
    assert [voice.id for voice in voices] == ["a", "b"]
    assert [asked.target.rpartition("=")[2] for asked in server.asked] == ["0", "1"]


def test_voices_that_never_end(server, make):
    server.answers((200, json.dumps({"data": [{"id": "a"}], "has_more": True}).encode(), {}))
    assert [voice.id for voice in asyncio.run(make("cartesia").list_voices())] == ["a"]
    assert len(server.asked) == 2


@EACH
def test_a_list_of_voices_that_is_none(name, server, make):
    server.answers((200, b"<html>", {}))
    if not WIRES[name].listing:
        return
    with pytest.raises(ProviderUnavailableError, match="not JSON"):
        asyncio.run(make(name).list_voices())
