"""DeepEval: the voice of its simulated user."""

from __future__ import annotations

import base64

import pytest

from russo import Audio
from sounds import tone

pytest.importorskip("deepeval")
from deepeval.models.base_model import DeepEvalBaseTTS

from russo.adapters.deepeval import RussoTTS


def test_it_is_one_of_deepevals(voice):
    assert isinstance(RussoTTS(voice), DeepEvalBaseTTS)
    assert RussoTTS(voice).get_model_name() == "russo (paid)"


async def test_each_text_is_paid_for_once(voice, paid):
    for _ in range(2):
        audio, cost = await RussoTTS(voice).a_synthesize("Hello.")
        assert cost is None
        assert (audio.mimeType, audio.sampleRate, audio.encoding) == ("audio/wav", 24000, "wav")
        assert (
            Audio.from_bytes(base64.b64decode(audio.dataBase64))
            == tone(0.5, 22050, channels=2).to_pcm(24000, 1).to_wav()
        )
    assert paid.texts == ["Hello."]


def test_it_speaks_without_a_loop_too(voice):
    audio, _ = RussoTTS(voice).synthesize("Hello.")
    assert audio.duration == pytest.approx(0.5)


async def test_a_persona_may_name_a_voice(voice, broken):
    speaker = RussoTTS(broken, voices={"anna": voice}.__getitem__)
    audio, _ = await speaker.a_synthesize("Hello.", voice="anna")
    assert audio.duration == pytest.approx(0.5)
