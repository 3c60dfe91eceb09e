"""Pipecat: a service through the cache, alone and in Pipecat Evals."""

from __future__ import annotations

import pytest

from russo.errors import ProviderNotFoundError
from sounds import tone

pytest.importorskip("pipecat")
from pipecat.evals.services import tts_service_from_config
from pipecat.evals.tts import CachingTTSService
from pipecat.frames.frames import ErrorFrame, TTSAudioRawFrame, TTSSpeakFrame
from pipecat.pipeline.worker import PipelineParams
from pipecat.tests.utils import run_test

from russo.adapters.pipecat import RussoTTSService, user_speech


async def heard(service, *texts, rate=16000):
    down, up = await run_test(
        service,
        frames_to_send=[TTSSpeakFrame(text) for text in texts],
        pipeline_params=PipelineParams(audio_out_sample_rate=rate),
    )
    return [frame for frame in down if isinstance(frame, TTSAudioRawFrame)], [*down, *up]


async def test_each_text_is_paid_for_once(voice, paid):
    for rate in (16000, 24000):
        frames, _ = await heard(RussoTTSService(voice), "Hello.", rate=rate)
        assert {(frame.sample_rate, frame.num_channels) for frame in frames} == {(rate, 1)}
        assert b"".join(frame.audio for frame in frames) == tone(0.5, 22050, channels=2).to_pcm(rate, 1).data
    assert paid.texts == ["Hello."]


async def test_a_miss_that_may_not_be_paid_for_is_an_error(broken):
    frames, others = await heard(RussoTTSService(broken), "Hello.")
    assert not frames
    assert any("offline, and 'Hello.'" in frame.error for frame in others if isinstance(frame, ErrorFrame))


async def test_the_cache_of_evals_keeps_all_of_it(voice, tmp_path):
    for _ in range(2):
        service = CachingTTSService(RussoTTSService(voice), cache_key="russo anna", cache_dir=tmp_path / "evals")
        frames, _ = await heard(service, "Hello.")
        assert b"".join(frame.audio for frame in frames) == tone(0.5, 22050, channels=2).to_pcm(16000, 1).data


async def test_a_scenario_names_the_factory(tmp_path, monkeypatch):
    monkeypatch.setenv("RUSSO_CACHE_DIR", str(tmp_path / "cache"))
    block = {"factory": "russo.adapters.pipecat.user_speech", "provider": "espeak", "voice": "en-gb"}
    frames, _ = await heard(tts_service_from_config(block, cache_dir=str(tmp_path / "evals")), "Hello.")
    assert sum(frame.num_frames for frame in frames) > 3200
    assert len(list((tmp_path / "cache").glob("*.audio"))) == 1


def test_an_unknown_provider_is_russos_error():
    with pytest.raises(ProviderNotFoundError, match="no provider named 'nobody'"):
        user_speech({"provider": "nobody"})
