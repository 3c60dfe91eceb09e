"""The provider ``http``: an engine that is configured by settings alone."""

from __future__ import annotations

import asyncio
import base64
import codecs
import json

import pytest

from http_wires.table import KEY, TEXT, samples, wav
from inner_runs import QUIET
from russo import errors, get_synthesizer

URL = "http://127.0.0.1:9/speak"
SAID = {"text": "{text}"}

BAD = [
    ({"url": "localhost:8880"}, "url must be an address such as 'https://gateway.example/v1'"),
    ({"url": "http://me:pw@x.example"}, "url holds a secret, and settings are written to disk: send it in a header, as {env:NAME}"),
    ({"url": f"{URL}?api_key=abc"}, "url holds a secret, and settings are written to disk: send it in a header, as {env:NAME}"),
    ({"body": {"voice": "x"}}, "http: nothing says where text goes: write {text} in url, header or body"),
    ({"voice": "a"}, "http: nothing says where voice goes: write {voice} in url, header or body"),
    ({"body": {"text": "{text}", "who": "{voice}"}}, "http: {voice} is used, but no voice is set: set voice"),
    ({"body": "{text} {speed}"}, "body looks like JSON but is not valid: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
    ({"body": "say {text} {speed}"}, "http: {speed} is not known: only {text}, {voice} and {model} are"),
    ({"header": {"Authorization": "Bearer abc"}}, "header.Authorization may hold a secret, and settings are written to disk: write {env:NAME} to read a variable"),
    ({"header": {"X-Api-Key": "abc"}}, "header.X-Api-Key may hold a secret, and settings are written to disk: write {env:NAME} to read a variable"),
    ({"header": {"X y": "a"}}, "header.'X y' is not a valid header: a name of letters, digits and dashes, and a value of one line"),
    ({"header": {"X": "a\r\nEvil: b"}}, "header.'X' is not a valid header: a name of letters, digits and dashes, and a value of one line"),
    ({"audio": "json:data"}, "audio='json:data' must be 'body', or like 'json:data.audio|base64': json, sse or lines, base64 or hex"),
    ({"api_key": "k"}, "http takes no api_key: write the whole address in url, and header.NAME = ... {env:VARIABLE}"),
]  # fmt: skip


@pytest.mark.parametrize(("options", "said"), BAD)
def test_what_makes_no_sense_is_refused_at_once(options, said):
    with pytest.raises(errors.OptionError) as caught:
        get_synthesizer("http", **{"url": URL, "body": SAID, **options})
    assert str(caught.value) == said


SHAPES = [
    ("body", wav()),
    ("json:audio|base64", b'{"audio": "%s"}' % base64.b64encode(wav())),
    ("json:a.0.b|hex", b'{"a": [{"b": "%s"}]}' % wav().hex().encode()),
    ("lines:r.a|base64", b"\n".join(b'{"r": {"a": "%s"}}' % base64.b64encode(part) for part in (wav()[:60], wav()[60:]))),
    ("sse:a|base64", b"".join(b'data: {"a": "%s"}\n\n' % base64.b64encode(part) for part in (wav()[:60], wav()[60:])) + b"data: [DONE]\n\n"),
]  # fmt: skip


def event(audio, **more):
    return b"data: %s\n\n" % json.dumps({"a": base64.b64encode(audio).decode(), **more}, ensure_ascii=False).encode()


HALVES = wav()[:60], wav()[60:]
STREAMS = {
    "a byte order mark": codecs.BOM_UTF8 + event(HALVES[0]) + event(HALVES[1]),
    "characters that end a line for a str alone": event(HALVES[0], text="a\u2028b\x85c\x1cd") + event(HALVES[1]),
    "lines that end in CR": (event(HALVES[0]) + event(HALVES[1])).replace(b"\n", b"\r"),
    "comments, names, and data that is empty": b": hello\n\ndata:\n\nevent: audio\nid: 1\n" + event(HALVES[0]) + event(HALVES[1]),
    "objects that have a type": event(HALVES[0], type={"name": "error"}, event=["error"]) + event(HALVES[1], type="audio"),
    "an end that is not marked": (event(HALVES[0]) + event(HALVES[1])).rstrip(),
}  # fmt: skip


@pytest.mark.parametrize("body", STREAMS.values(), ids=STREAMS)
def test_a_stream_of_events_is_heard_whole(body, server):
    server.answers((200, body, {}))
    engine = get_synthesizer("http", url=server.url, body=SAID, audio="sse:a|base64")
    assert asyncio.run(engine.synthesize(TEXT)).data == wav()


FAILED = {
    "an event that is named": (event(wav()) + b'event: error\ndata: {"message": "out of memory"}\n\n', "out of memory"),
    "one that is no JSON": (event(wav()) + b"event: error\ndata: out of memory\n\n", "an error: out of memory"),
    "one without data": (event(HALVES[0]) + b"event: error\n\n" + event(HALVES[1]), "an error: no reason"),
    "one that calls it its type": (
        event(wav()) + b'data: {"type": "error", "message": "out of memory"}\n\n',
        "out of memory",
    ),
    "one that calls it its event": (
        event(wav()) + b'data: {"event": "error", "detail": "out of memory"}\n\n',
        "out of memory",
    ),
    "an event that holds it": (event(wav()) + b'data: {"error": {"message": "out of memory"}}\n\n', "out of memory"),
}


@pytest.mark.parametrize(("body", "said"), FAILED.values(), ids=FAILED)
def test_audio_before_an_error_is_not_kept(body, said, server):
    server.answers((200, body, {}))
    engine = get_synthesizer("http", url=server.url, body=SAID, audio="sse:a|base64", max_retries=0)
    with pytest.raises(errors.SynthesisError) as caught:
        asyncio.run(engine.synthesize(TEXT))
    assert type(caught.value) is errors.SynthesisError
    assert "http answered 200, but with an error" in str(caught.value)
    assert said in str(caught.value)


@pytest.mark.parametrize("failure", [b'{"error": "out of memory"}', b'{"type": "error", "message": "out of memory"}'])
@pytest.mark.parametrize("at", [0, 1, 2])
def test_lines_with_an_error_among_them_are_not_kept(at, failure, server):
    lines = [b'{"a": "%s"}' % base64.b64encode(part) for part in HALVES]
    lines.insert(at, failure)
    server.answers((200, b"\n".join(lines), {}))
    engine = get_synthesizer("http", url=server.url, body=SAID, audio="lines:a|base64", max_retries=0)
    with pytest.raises(errors.SynthesisError, match="http answered 200, but with an error: out of memory"):
        asyncio.run(engine.synthesize(TEXT))


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"a":' * 100_000, b'{"a": ' + b"9" * 5000 + b"}"], ids=range(3))
@pytest.mark.parametrize("audio", ["json:a|base64", "lines:a|base64"])
def test_json_that_python_cannot_read_is_tried_again(audio, body, server, monkeypatch):
    monkeypatch.setattr("russo.clock.sleep", _at_once)
    server.answers((200, body, {}), (503, body, {}), (200, b'{"a": "%s"}' % base64.b64encode(wav()), {}))
    engine = get_synthesizer("http", url=server.url, body=SAID, audio=audio)
    assert asyncio.run(engine.synthesize(TEXT)).data == wav()
    assert len(server.asked) == 3


async def _at_once(_seconds):
    pass


@pytest.mark.parametrize(("audio", "body"), SHAPES)
def test_audio_in_each_shape(audio, body, server):
    server.answers((200, body, {}))
    engine = get_synthesizer("http", url=server.url, body=SAID, audio=audio)
    assert asyncio.run(engine.synthesize(TEXT)).data == wav()


def test_bare_samples(server):
    server.answers((200, samples(16000), {"Content-Type": "application/octet-stream"}))
    engine = get_synthesizer("http", url=server.url, body="say: {text}", sample_rate=16000)
    audio = asyncio.run(engine.synthesize(TEXT))
    assert (audio.format, audio.sample_rate, audio.duration) == ("pcm", 16000, 2.0)
    assert server.asked[0].body.decode() == f"say: {TEXT}"


def test_a_text_in_the_address(server):
    server.answers((200, wav(), {}))
    asyncio.run(get_synthesizer("http", url=f"{server.url}/{{text}}?q={{text}}", method="GET").synthesize("a/b & c?"))
    assert server.asked[0].target == "/a%2Fb%20%26%20c%3F?q=a%2Fb%20%26%20c%3F"


def test_what_a_text_holds_is_no_slot(server):
    server.answers((200, wav(), {}))
    body = {"text": "{text}", "voice": "{voice}"}
    engine = get_synthesizer("http", url=server.url, body=body, voice="{text}")
    asyncio.run(engine.synthesize("Say {voice} and {env:KEY}."))
    assert server.asked[0].said == {"text": "Say {voice} and {env:KEY}.", "voice": "{text}"}


def test_a_variable_that_is_not_set(monkeypatch):
    engine = get_synthesizer("http", url=URL, body=SAID, header={"X-Key": "{env:NO_SUCH}"})
    with pytest.raises(errors.MissingKeyError, match="needs the variable NO_SUCH"):
        asyncio.run(engine.synthesize("Hello."))


def test_a_key_that_is_refused_names_its_variable_and_says_once_what_is_wrong(server, monkeypatch):
    monkeypatch.setenv("TTS_KEY", KEY)
    server.answers((401, b'{"error": {"message": "no such key"}}', {}))
    engine = get_synthesizer("http", url=server.url, body=SAID, header={"X-Key": "{env:TTS_KEY}"})
    with pytest.raises(errors.AuthenticationError) as caught:
        asyncio.run(engine.synthesize("Hello."))
    assert str(caught.value) == "http answered 401: no such key. Check TTS_KEY, and what the account allows."


def test_fields_hold_everything_but_the_value_of_a_variable(make):
    fields = dict(make("http").cache_fields)
    assert fields.pop("url").endswith("/speak?voice={voice}")
    assert fields == {
        "voice": "an na",
        "model": "m-1",
        "method": "POST",
        "header": {"Accept": "audio/*", "Authorization": "Bearer {env:ENGINE_KEY}"},
        "body": {"text": "{text}", "say": {"model": "{model}"}},
        "audio": "json:data.audio|base64",
    }


def test_by_settings_alone(pytester, server, monkeypatch):
    server.answers((200, b'{"data": {"audio": "%s"}}' % base64.b64encode(wav()), {}))
    monkeypatch.setenv("TTS_KEY", KEY)
    pytester.makeini(f"""
        [pytest]
        russo_provider = http
        russo_voice = anna
        russo_options =
            url = {server.url}/speak
            header.Authorization = Bearer {{env:TTS_KEY}}
            header.X-Style = calm
            body = {{"text": "{{text}}", "voice": "{{voice}}"}}
            audio = json:data.audio|base64
    """)
    pytester.makepyfile("""
        def test_hello(russo_say):
            assert russo_say("Hello there.").duration == 2.0
            assert russo_say("Hello there.").duration == 2.0
    """)
    result = pytester.runpytest_subprocess(*QUIET, "-p", "no:cacheprovider")
    result.assert_outcomes(passed=1)
    (asked,) = server.asked
    assert asked.said == {"text": "Hello there.", "voice": "anna"}
    assert (asked.headers["Authorization"], asked.headers["X-Style"]) == (f"Bearer {KEY}", "calm")
    assert all(KEY.encode() not in path.read_bytes() for path in pytester.path.rglob("*") if path.is_file())
