from __future__ import annotations

import json

import pytest

from russo import Audio
from russo.errors import (
    ContentBlockedError,
    DamagedAudioError,
    NoAudioError,
    ProviderUnavailableError,
    RussoError,
    TextTooLongError,
    TranscriptMismatchError,
)


async def test_the_request_and_the_answer(http):
    http.chats()
    audio = await http.chat().synthesize("Hello")
    assert audio == Audio(http.wav(), "wav", 24000, 1, 2)
    (request,) = http.requests
    assert (request.method, request.path) == ("POST", "/v1/chat/completions")
    assert request.headers["authorization"] == f"Bearer {http.key}"
    body = request.get_json()
    system, user = body.pop("messages")
    assert body == {
        "model": "gpt-audio-1.5",
        "modalities": ["text", "audio"],
        "audio": {"voice": "marin", "format": "wav"},
    }
    assert user == {"role": "user", "content": "<text>Hello</text>"}
    assert system["role"] == "system"
    assert "word for word" in system["content"]


async def test_every_option(http):
    http.chats()
    synthesizer = http.chat(
        voice="onyx", instructions="Whisper.", seed=7, temperature=0, response_format="pcm", verify="off"
    )
    await synthesizer.synthesize("Hello")
    body = http.requests[0].get_json()
    assert body["audio"] == {"voice": "onyx", "format": "pcm16"}
    assert (body["seed"], body["temperature"]) == (7, 0.0)
    assert body["messages"][0]["content"].endswith("How to speak: Whisper.")


NOTHING = {"audio": None}


@pytest.mark.parametrize(
    ("message", "finish_reason", "error", "said"),
    [
        ({"refusal": "I won't.", "audio": None}, "stop", ContentBlockedError, "I won't."),
        (NOTHING, "content_filter", ContentBlockedError, "content_filter"),
        ({}, "length", TextTooLongError, "length"),
        ({"content": "Hello to you", "audio": None}, "stop", NoAudioError, "Hello to you"),
        (NOTHING, "tool_calls", NoAudioError, "tool_calls"),
        ({"audio": {"data": "", "transcript": "Hello"}}, "stop", NoAudioError, "0 bytes"),
        ({"audio": {"data": None, "transcript": "Hello"}}, "stop", NoAudioError, "without audio"),
        ({"audio": {"data": "no base64!", "transcript": "Hello"}}, "stop", NoAudioError, "not base64"),
        (
            {"audio": {"data": "AAAA", "transcript": "Hello"}},
            "stop",
            DamagedAudioError,
            "without audio that can be heard",
        ),
        ({"audio": "yes"}, "stop", NoAudioError, "without audio"),
    ],
)
async def test_an_answer_that_is_none(http, message, finish_reason, error, said):
    http.chats(message, finish_reason)
    with pytest.raises(RussoError, match=said) as caught:
        await http.chat().synthesize("Hello")
    assert type(caught.value) is error


@pytest.mark.parametrize("choices", [[], None, [1], [{"message": None}], {}])
async def test_an_answer_without_a_choice(http, choices):
    http.answers(json.dumps({"choices": choices}), mime="application/json")
    with pytest.raises(NoAudioError, match="openai answered without a choice"):
        await http.chat().synthesize("Hello")


@pytest.mark.parametrize(
    ("body", "mime"),
    [
        ("<html>Log in</html>", "text/html"),
        ("{not json", "application/json"),
        ("", "application/json"),
        ("[1]", "application/json"),
        ("null", "application/json"),
    ],
)
async def test_an_answer_that_is_no_json_object(http, body, mime):
    http.answers(body, mime=mime)
    with pytest.raises(
        ProviderUnavailableError, match=r"openai answered with (something that is not JSON|JSON that is not an object)"
    ):
        await http.chat().synthesize("Hello")


@pytest.mark.parametrize("transcript", ["Hello! How can I help you?", "Hi", "", None])
async def test_another_transcript(http, transcript):
    http.chats({"audio": chat_audio(http, transcript)})
    with pytest.raises(TranscriptMismatchError, match="openai was asked to say 'Hello', but said") as caught:
        await http.chat().synthesize("Hello")
    assert (caught.value.text, caught.value.transcript) == ("Hello", transcript or "")


async def test_another_transcript_is_tried_again(http):
    http.chats({"audio": chat_audio(http, "Good day")})
    http.chats()
    await http.chat(max_retries=1).synthesize("Hello")
    assert len(http.requests) == 2


async def test_another_transcript_with_a_warning(http, caplog):
    http.chats({"audio": chat_audio(http, "Good day")})
    assert (await http.chat(verify="warn").synthesize("Hello")).data == http.wav()
    (record,) = [record for record in caplog.records if record.name == "russo_openai"]
    assert record.levelname == "WARNING"
    assert "said 'Good day': 'good day' instead of 'Hello'" in record.getMessage()


async def test_another_transcript_unseen(http, caplog):
    http.chats({"audio": chat_audio(http, "Good day")})
    assert (await http.chat(verify="off").synthesize("Hello")).data == http.wav()
    assert not [record for record in caplog.records if record.name == "russo_openai"]


async def test_speech_that_is_too_short_for_its_text(http):
    text = "one small step for a man, one giant leap for mankind"
    http.chats({"audio": chat_audio(http, text)})
    with pytest.raises(TranscriptMismatchError, match=r"in 0\.5 s, but that takes between 1\.7 s and"):
        await http.chat().synthesize(text)


def chat_audio(http, transcript):
    import base64

    return {"id": "audio_1", "data": base64.b64encode(http.wav()).decode(), "transcript": transcript}
