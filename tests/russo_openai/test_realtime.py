from __future__ import annotations

import pytest

from russo import Audio
from russo.errors import TranscriptMismatchError


async def test_the_request_and_the_answer(realtime):
    audio = await realtime.synthesizer().synthesize("Hello")
    assert audio == Audio(realtime.pcm, "pcm", 24000, 1, 2)
    (request,) = realtime.requests
    assert request.path == "/v1/realtime?model=gpt-realtime-2.1-mini"
    assert request.headers["authorization"] == f"Bearer {realtime.key}"
    assert "openai-beta" not in request.headers
    (event,) = realtime.received
    instructions = event["response"].pop("instructions")
    assert "word for word" in instructions
    assert event == {
        "type": "response.create",
        "event_id": "russo-speak",
        "response": {
            "conversation": "none",
            "metadata": {"event_id": "russo-speak"},
            "output_modalities": ["audio"],
            "input": [
                {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "<text>Hello</text>"}]}
            ],
            "audio": {"output": {"voice": "marin", "format": {"type": "audio/pcm", "rate": 24000}}},
            "tools": [],
            "tool_choice": "none",
            "max_output_tokens": "inf",
            "reasoning": {"effort": "minimal"},
        },
    }


async def test_speed_is_set_for_the_session(realtime):
    await realtime.synthesizer(speed=1.25, organization="o", project="p").synthesize("Hello")
    session, response = realtime.received
    assert session == {
        "type": "session.update",
        "session": {"type": "realtime", "audio": {"output": {"speed": 1.25}}},
    }
    assert response["type"] == "response.create"
    assert realtime.requests[0].headers["openai-organization"] == "o"
    assert realtime.requests[0].headers["openai-project"] == "p"


async def test_every_option(realtime):
    synthesizer = realtime.synthesizer(
        model="gpt-realtime-2",
        voice="cedar",
        instructions="Calm.",
        reasoning_effort="low",
        response_format="pcmu",
        speed=1,
    )
    audio = await synthesizer.synthesize("Hello")
    assert (audio.format, audio.sample_rate) == ("ulaw", 8000)
    response = realtime.received[0]["response"]
    assert realtime.requests[0].path == "/v1/realtime?model=gpt-realtime-2"
    assert response["audio"] == {"output": {"voice": "cedar", "format": {"type": "audio/pcmu"}}}
    assert response["reasoning"] == {"effort": "low"}
    assert response["instructions"].endswith("How to speak: Calm.")


@pytest.mark.parametrize("model", ["gpt-realtime", "gpt-realtime-1.5", "gpt-realtime-2025-08-28"])
async def test_models_that_do_not_reason_are_not_asked_to(realtime, model):
    await realtime.synthesizer(model=model).synthesize("Hello")
    assert "reasoning" not in realtime.received[0]["response"]


async def test_events_of_others_and_unknown_events_change_nothing(realtime, speaks, send):
    def noise(connection):
        send(connection, "response.output_audio.delta", response_id="resp_other", delta="AAAA")
        send(connection, "response.output_audio_transcript.done", response_id="resp_other", transcript="Nonsense")
        send(connection, "response.done", response={"id": "resp_other", "status": "failed"})
        send(connection, "something.new", error="no")
        send(connection, "rate_limits.updated", rate_limits=[{"name": "tokens", "remaining": 5, "reset_seconds": 1}])
        connection.send(b'{"event_id": "a binary frame without a type"}')

    realtime.script = speaks(before_done=noise)
    assert (await realtime.synthesizer().synthesize("Hello")).data == realtime.pcm


async def test_the_transcript_may_come_with_the_end_only(realtime, speaks):
    output = [{"type": "message", "content": [{"type": "output_audio", "transcript": "Hello"}]}]
    realtime.script = speaks(transcript="", done={"output": output})
    assert (await realtime.synthesizer().synthesize("Hello")).data == realtime.pcm


async def test_another_transcript(realtime, speaks):
    realtime.script = speaks("Hello! How can I help you today?")
    with pytest.raises(TranscriptMismatchError) as caught:
        await realtime.synthesizer().synthesize("Hello")
    assert (caught.value.text, caught.value.transcript) == ("Hello", "Hello! How can I help you today?")
    assert "'how can i help you' instead of 'nothing'" in str(caught.value)
    assert "verify='warn'" in str(caught.value)


async def test_another_transcript_is_tried_again(realtime, speaks):
    answers = iter([speaks("I am a model."), speaks("Hello.")])
    realtime.script = lambda connection, server: next(answers)(connection, server)  # noqa: PLW0108 - a new one each time
    assert (await realtime.synthesizer(max_retries=2).synthesize("Hello")).data == realtime.pcm
    assert len(realtime.requests) == 2


async def test_speech_that_goes_on(realtime, speaks):
    realtime.script = speaks("Hello", realtime.pcm * 30)
    with pytest.raises(TranscriptMismatchError, match=r"said 'Hello' in 15\.0 s"):
        await realtime.synthesizer().synthesize("Hello")


async def test_speech_that_goes_on_with_a_warning(realtime, speaks, caplog):
    realtime.script = speaks("Hello", realtime.pcm * 30)
    assert (await realtime.synthesizer(verify="warn").synthesize("Hello")).duration == 15.0
    assert [record.name for record in caplog.records if record.levelname == "WARNING"] == ["russo_openai"]


async def test_a_client_of_the_users(realtime):
    from openai import AsyncOpenAI

    async with AsyncOpenAI(api_key="sk-mine", base_url=f"http://127.0.0.1:{realtime.port}/v1") as client:
        synthesizer = realtime.synthesizer(client=client, api_key=None, base_url=None)
        await synthesizer.synthesize("Hello")
        assert not client.is_closed()
    assert realtime.requests[0].headers["authorization"] == "Bearer sk-mine"
