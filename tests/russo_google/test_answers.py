from __future__ import annotations

import pytest

from russo import Audio
from russo.errors import ContentBlockedError, InvalidRequestError, NoAudioError, TextTooLongError

MIMES = [
    "audio/L16;codec=pcm;rate=24000",
    "audio/l16; rate=24000; channels=1",
    "AUDIO/L16; RATE=24000",
    "audio/pcm;rate=24000",
    "audio/L16",
]


@pytest.mark.parametrize("mime", MIMES)
async def test_bare_samples_whatever_the_mime_type_looks_like(gemini, mime):
    gemini.speaks(gemini.answer(gemini.pcm, mime))
    audio = await gemini.synthesizer().synthesize("Hello")
    assert audio == Audio(gemini.pcm, format="pcm", sample_rate=24000, channels=1, sample_width=2)


async def test_the_rate_of_the_mime_type(gemini):
    gemini.speaks(gemini.answer(gemini.pcm, "audio/L16;rate=16000"))
    assert (await gemini.synthesizer().synthesize("Hello")).sample_rate == 16000


@pytest.mark.parametrize("mime", ["audio/wav", "audio/x-wav", "audio/L16;codec=pcm;rate=24000", ""])
async def test_a_wav_whatever_the_mime_type_says(gemini, mime):
    gemini.speaks(gemini.answer(gemini.wav(), mime))
    assert await gemini.synthesizer().synthesize("Hello") == Audio(gemini.wav())


async def test_the_rate_of_a_wav_is_its_own(gemini):
    gemini.speaks(gemini.answer(gemini.wav(rate=48000), "audio/wav;rate=24000"))
    assert (await gemini.synthesizer().synthesize("Hello")).sample_rate == 48000


async def test_samples_in_parts_that_are_cut_anywhere(gemini):
    gemini.speaks(gemini.candidate([gemini.part(gemini.pcm[:1001]), gemini.part(gemini.pcm[1001:])]))
    assert (await gemini.synthesizer().synthesize("Hello")).data == gemini.pcm


async def test_a_wav_for_each_turn(gemini):
    part = gemini.part(gemini.wav(), "audio/wav")
    gemini.speaks(gemini.candidate([part, {"text": "a note"}, part]))
    assert await gemini.synthesizer().synthesize("Hello") == Audio(gemini.pcm * 2, format="pcm")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "google answered without audio: no candidate"),
        ({"candidates": []}, "google answered without audio: no candidate"),
        ({"candidates": None}, "google answered without audio: no candidate"),
        ({"candidates": [{"finishReason": "OTHER"}]}, "google answered without audio: OTHER"),
        ({"candidates": [{"finishReason": "OTHER", "content": {}}]}, "google answered without audio: OTHER"),
        (
            {"candidates": [{"finishReason": "STOP", "content": {"parts": [{"text": "Hello there"}]}}]},
            "google answered without audio: STOP, but wrote 'Hello there'",
        ),
        ({"candidates": [{"content": {"parts": []}}]}, "google answered without audio: STOP"),
    ],
)
async def test_a_success_without_audio(gemini, body, message):
    gemini.speaks(body)
    with pytest.raises(NoAudioError) as caught:
        await gemini.synthesizer().synthesize("Hello")
    assert str(caught.value) == message


@pytest.mark.parametrize("reason", ["SAFETY", "PROHIBITED_CONTENT", "RECITATION", "BLOCKLIST", "SPII"])
async def test_an_answer_that_was_blocked_is_not_asked_for_again(gemini, reason):
    gemini.speaks({"candidates": [{"finishReason": reason}]})
    with pytest.raises(ContentBlockedError) as caught:
        await gemini.synthesizer(max_retries=2).synthesize("Hello")
    assert str(caught.value) == f"google refused to speak this text: {reason}"
    assert len(gemini.requests) == 1


async def test_audio_of_an_answer_that_was_blocked_is_not_used(gemini):
    gemini.speaks(gemini.answer(finish="SAFETY"))
    with pytest.raises(ContentBlockedError):
        await gemini.synthesizer().synthesize("Hello")


@pytest.mark.parametrize("reason", ["PROHIBITED_CONTENT", "SAFETY", "OTHER"])
async def test_a_prompt_that_was_blocked(gemini, reason):
    gemini.speaks({"promptFeedback": {"blockReason": reason, "blockReasonMessage": "not this"}})
    with pytest.raises(ContentBlockedError) as caught:
        await gemini.synthesizer(max_retries=2).synthesize("Hello")
    assert str(caught.value) == f"google refused to speak this text: {reason} (not this)"
    assert len(gemini.requests) == 1


async def test_audio_that_stops_at_the_longest_is_not_used(gemini):
    gemini.speaks(gemini.answer(finish="MAX_TOKENS"))
    with pytest.raises(TextTooLongError) as caught:
        await gemini.synthesizer(max_retries=2).synthesize("Hello")
    assert str(caught.value) == "google stopped before the end of the text: MAX_TOKENS; split it"
    assert len(gemini.requests) == 1


async def test_audio_that_stops_for_another_reason_is_not_used(gemini):
    gemini.speaks(gemini.answer(finish="OTHER"))
    with pytest.raises(NoAudioError, match="google stopped before the end of the text: OTHER"):
        await gemini.synthesizer().synthesize("Hello")


async def test_a_language_that_the_model_does_not_speak(gemini):
    gemini.speaks({"candidates": [{"finishReason": "LANGUAGE"}]})
    with pytest.raises(InvalidRequestError, match="google does not speak this language: LANGUAGE"):
        await gemini.synthesizer(language="tlh").synthesize("nuqneH")


async def test_a_reason_that_the_sdk_does_not_know(gemini):
    # The SDK warns about it, and warnings are errors here.
    gemini.speaks(gemini.answer(finish="TIRED"))
    with pytest.raises(NoAudioError, match="TIRED"):
        await gemini.synthesizer().synthesize("Hello")


@pytest.mark.filterwarnings("ignore:TIRED is not a valid FinishReason")
async def test_a_reason_that_the_sdk_only_warns_of(gemini):
    gemini.speaks(gemini.answer(finish="TIRED"))
    with pytest.raises(NoAudioError, match="google stopped before the end of the text: TIRED"):
        await gemini.synthesizer().synthesize("Hello")


@pytest.mark.parametrize(
    ("data", "mime", "message"),
    [
        (b"<html>sorry</html>", "text/html", "google answered without audio that can be heard"),
        (b"\x01", "audio/L16;rate=24000", "less than one frame of 2 bytes"),
        (b"RIFF\x00\x00\x00\x00WAVE", "audio/wav", "google answered without audio that can be heard"),
        (b"RIFFjunk", "audio/wav", "google answered without audio that can be heard"),
    ],
)
async def test_audio_that_cannot_be_heard(gemini, data, mime, message):
    gemini.speaks(gemini.answer(data, mime))
    with pytest.raises(NoAudioError, match=message):
        await gemini.synthesizer().synthesize("Hello")


async def test_a_wav_that_was_cut_short(gemini):
    gemini.speaks(gemini.answer(gemini.wav()[:-100], "audio/wav"))
    with pytest.raises(
        NoAudioError, match="a WAV that was cut short: it says 4800 bytes of samples and 4700 are there"
    ):
        await gemini.synthesizer().synthesize("Hello")


async def test_audio_of_no_bytes(gemini):
    gemini.speaks(gemini.answer(b""))
    with pytest.raises(NoAudioError, match="google answered without audio: STOP"):
        await gemini.synthesizer().synthesize("Hello")
