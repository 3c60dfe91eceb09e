"""voice-evals: the caller of its runner."""

from __future__ import annotations

import pytest

from sounds import tone

pytest.importorskip("voice_evals")
from voice_evals.probe import AudioFormat, CallerVoice, SynthesizedAudio

from russo.adapters.voice_evals import RussoCaller


@pytest.mark.parametrize("rate", [16000, 24000])
async def test_it_speaks_in_the_format_that_is_asked_for(voice, paid, rate):
    caller = RussoCaller(voice)
    assert isinstance(caller, CallerVoice)
    for seed in (None, 7):
        said = await caller.synthesize("Hello.", audio_format=AudioFormat(sample_rate=rate), seed=seed)
        assert isinstance(said, SynthesizedAudio)
        assert said.pcm == tone(0.5, 22050, channels=2).to_pcm(rate, 1).data
        assert (said.text, said.samples) == ("Hello.", rate // 2)
        assert said.provenance["engine"] == "russo"
    assert paid.texts == ["Hello."]
    await caller.aclose()
