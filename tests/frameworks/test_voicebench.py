"""voicebench: it takes a WAV that already has the rate of its scenario."""

from __future__ import annotations

import asyncio

import pytest

from sounds import speech

pytest.importorskip("voicebench")
from voicebench.audio import read_wav, to_pcm16
from voicebench.bench import run_benchmark
from voicebench.scenario import parse_scenario


def test_a_scenario_plays_what_is_saved(tmp_path):
    said = speech(1.0, 24000).resample(16000)
    said.save(tmp_path / "hello.wav")
    assert to_pcm16(read_wav(tmp_path / "hello.wav", 16000)) == said.data
    turn = {"audio": {"file": "hello.wav"}, "text": "Hello."}
    scenario = parse_scenario({"name": "hello", "adapter": {"type": "mock"}, "turns": [turn]}, tmp_path)
    result = asyncio.run(run_benchmark(scenario))
    assert len(result.sessions) == 1
