"""The table of docs/agents.md: the two lines for each agent feed a stand-in for it."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from sounds import tone

PAGE = Path(__file__).parents[2] / "docs" / "agents.md"
ROWS = [
    [cell.strip() for cell in line.split("|")[1:-1]]
    for line in PAGE.read_text(encoding="utf-8").splitlines()
    if line.count("|") == 4 and "audio.feed(" in line
]
LINES = {agent: "\n".join(re.findall(r"`([^`]+)`(?:<br>)?", code)) for agent, _, code in ROWS}


class Ear:
    """Records everything that is sent, by any of the names that agents have for sending."""

    def __init__(self):
        self.heard = []

    async def send(self, message):
        self.heard.append(message)

    queue_frame = send

    async def send_realtime_input(self, **message):
        self.heard.append(message)


def lines_of(agent):
    body = LINES[agent].replace("\n", "\n    ")
    return compile(f"async def main():\n    {body}\n", f"{agent} in {PAGE.name}", "exec")


def run(agent, **names):
    scope = {"audio": tone(0.1, 24000), **names}
    exec(lines_of(agent), scope)
    asyncio.run(scope["main"]())


def test_every_feed_has_its_row():
    from russo.feeds.registry import OWN

    assert {re.findall(r'feed\("(\w+)"', code)[0] for code in LINES.values()} == set(OWN)
    assert all(len(code.splitlines()) == 2 for code in LINES.values())


def test_livekit():
    rtc = pytest.importorskip("livekit.rtc")
    run("LiveKit", rtc=rtc)


def test_pipecat():
    frames = pytest.importorskip("pipecat.frames.frames")
    worker = Ear()
    run("Pipecat", worker=worker)
    assert [type(one) for one in worker.heard] == [frames.InputAudioRawFrame] * 45


def test_openai():
    connection = Ear()
    run("OpenAI Realtime", connection=connection)
    assert len(connection.heard) == 9


def test_gemini():
    pytest.importorskip("google.genai")
    session = Ear()
    run("Gemini Live", session=session)
    assert [*map(list, session.heard)] == [["audio"], ["audio_stream_end"]]


@pytest.mark.parametrize("agent", ["Twilio Media Streams", "a plain WebSocket"])
def test_a_websocket(agent):
    websocket = Ear()
    run(agent, websocket=websocket)
    assert len(websocket.heard) in {45, 48}


def test_aiortc():
    pytest.importorskip("aiortc")
    from aiortc.codecs.opus import OpusEncoder

    kept = []
    encoder = OpusEncoder()
    run("aiortc", encoder=SimpleNamespace(encode=lambda frame: kept.append(encoder.encode(frame))))
    assert kept[0][0]
