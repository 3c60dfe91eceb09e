"""streamdouble: its simulated Twilio call, with russo's frames, to the example agent."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from sounds import speech

streamdouble = pytest.importorskip("streamdouble.api")
from streamdouble import g711
from websockets.asyncio.server import serve

AGENT = Path(__file__).parents[2] / "examples" / "phone-agent" / "agent.py"


async def test_an_agent_hears_russos_frames_and_answers():
    frames = list(speech(1.0, 24000).feed("pcm", format="ulaw", tail=1.0))
    assert {len(frame) for frame in frames} == {160}
    async with serve(runpy.run_path(str(AGENT))["answer"], "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        report = await streamdouble.call(f"ws://127.0.0.1:{port}", frames=frames)
    assert report.violations == []
    assert report.time_to_first_audio_ms > 1000


def test_its_own_decoder_reads_them_alike():
    (frame,) = speech(0.02, 8000).feed("pcm", format="ulaw")
    assert g711.decode(frame).astype("<i2").tobytes() == speech(0.02, 8000).encode("ulaw").to_pcm().data
