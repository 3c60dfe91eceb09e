"""The Realtime API on a bad line: complete answers are kept, foreign ones are ignored, and nothing stays open."""

from __future__ import annotations

import asyncio
import base64
import gc
import json
import sys
import warnings
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

import pytest
from websockets.asyncio.server import serve as serve_websocket
from websockets.exceptions import ConnectionClosed

from russo import AudioCache, CachedSynthesizer
from russo.errors import DamagedAudioError, SynthesisTimeoutError
from russo.synthesizers import OpenAISynthesizer
from russo.testing.slow_line import LATENCY, slow_line
from wire.conftest import KEY, PCM, TEXT

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

FOREIGN = bytes(48_000)


class Peer:
    """The server's side of one connection."""

    def __init__(self, socket: Any) -> None:
        self.socket = socket
        self.metadata: dict[str, str] = {}

    async def begin(self) -> None:
        await self.say("session.created", session={})
        self.metadata = json.loads(await self.socket.recv())["response"]["metadata"]

    async def say(self, kind: str, **fields: Any) -> None:
        await self.socket.send(json.dumps({"type": kind, **fields}))

    async def created(self, name: str, metadata: dict[str, str] | None) -> None:
        await self.say("response.created", response={"id": name, "status": "in_progress", "metadata": metadata})

    async def audio(self, name: str, pcm: bytes) -> None:
        await self.say("response.output_audio.delta", response_id=name, delta=base64.b64encode(pcm).decode())

    async def transcript(self, name: str, text: str) -> None:
        await self.say("response.output_audio_transcript.done", response_id=name, transcript=text)

    async def done(self, name: str, metadata: dict[str, str] | None, status: str = "completed") -> None:
        await self.say("response.done", response={"id": name, "status": status, "metadata": metadata, "output": []})

    async def speak(self) -> None:
        await self.created("ours", self.metadata)
        await self.audio("ours", PCM)
        await self.transcript("ours", TEXT)
        await self.done("ours", self.metadata)


@asynccontextmanager
async def listening(script: Callable[[Peer], Any], connections: list[Any] | None = None) -> AsyncIterator[str]:
    async def handle(socket: Any) -> None:
        if connections is not None:
            connections.append(socket)
        with suppress(ConnectionClosed):
            await script(Peer(socket))
            await socket.wait_closed()

    async with serve_websocket(handle, "127.0.0.1", 0, ping_interval=None, max_size=None, close_timeout=0.1) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def synthesizer(url: str, **options: Any) -> OpenAISynthesizer:
    options = {"max_retries": 0, "timeout": 20.0, **options}
    return OpenAISynthesizer(base_url=f"{url}/v1", api_key=KEY, endpoint="realtime", **options)


@pytest.fixture
def left_open() -> Iterator[list[str]]:
    """What the test has left to the garbage collector."""
    left: list[str] = []
    before = sys.unraisablehook
    sys.unraisablehook = lambda told: left.append(repr(told.exc_value))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        gc.collect()
        left.clear()  # whatever ran before in this process has left that
        yield left
    sys.unraisablehook = before


@pytest.mark.parametrize("metadata", [None, {}, {"event_id": "somebody-else"}])
async def test_a_foreign_response_cannot_take_our_place(metadata: dict[str, str] | None) -> None:
    async def script(peer: Peer) -> None:
        await peer.begin()
        await peer.created("foreign", metadata)
        await peer.audio("foreign", FOREIGN)
        await peer.transcript("foreign", "Something else.")
        await peer.done("foreign", metadata)
        await peer.created("ours", peer.metadata)
        await peer.audio("ours", PCM[:24_000])
        await peer.created("late", metadata)
        await peer.audio("late", FOREIGN)
        await peer.done("late", metadata, "failed")
        await peer.audio("ours", PCM[24_000:])
        await peer.transcript("ours", TEXT)
        await peer.done("ours", peer.metadata)

    async with listening(script) as url:
        assert (await synthesizer(url).synthesize(TEXT)).data == PCM


async def test_a_complete_answer_is_kept_though_nobody_answers_the_end(left_open: list[str]) -> None:
    async def script(peer: Peer) -> None:
        await peer.begin()
        await peer.speak()
        peer.socket.transport.pause_reading()  # the client's close is not even read, let alone answered

    connections: list[Any] = []
    async with listening(script, connections) as url:
        audio = await synthesizer(url).synthesize(TEXT)
        connections[0].transport.resume_reading()
        await connections[0].wait_closed()
    assert audio.data == PCM
    assert connections[0].close_code == 1000
    gc.collect()
    assert left_open == []


@pytest.mark.parametrize("cached", [False, True], ids=["plain", "cached"])
@pytest.mark.parametrize("trips", [1, 3, 5, 7])
def test_a_call_on_a_slow_line_that_is_cancelled_leaves_nothing_open(
    *, cached: bool, trips: int, left_open: list[str], tmp_path: Any
) -> None:
    async def script(peer: Peer) -> None:
        await peer.begin()
        await peer.socket.wait_closed()

    async def leave() -> None:
        async with listening(script) as server:
            with slow_line(server) as url:
                synth: Any = synthesizer(url)
                if cached:
                    synth = CachedSynthesizer(synth, cache=AudioCache(tmp_path))
                call = asyncio.ensure_future(synth.synthesize(TEXT))
                await asyncio.sleep(trips * LATENCY)
                call.cancel()
                await asyncio.gather(call, return_exceptions=True)

    asyncio.run(leave())
    gc.collect()
    assert left_open == []


def test_a_call_on_a_slow_line_that_is_too_late_leaves_nothing_open(left_open: list[str]) -> None:
    async def script(peer: Peer) -> None:
        await peer.begin()
        await peer.socket.wait_closed()

    async def wait() -> None:
        async with listening(script) as server:
            with slow_line(server) as url:
                await synthesizer(url, timeout=1.0).synthesize(TEXT)

    with pytest.raises(SynthesisTimeoutError, match=r"openai did not answer within 1 s"):
        asyncio.run(wait())
    gc.collect()
    assert left_open == []


def test_speech_comes_whole_over_a_slow_line(left_open: list[str]) -> None:
    async def script(peer: Peer) -> None:
        await peer.begin()
        await peer.speak()

    async def speak() -> bytes:
        async with listening(script) as server:
            with slow_line(server) as url:
                return (await synthesizer(url).synthesize(TEXT)).data

    assert asyncio.run(speak()) == PCM
    gc.collect()
    assert left_open == []


async def test_one_event_over_the_limit_is_refused_once() -> None:
    async def script(peer: Peer) -> None:
        await peer.begin()
        await peer.created("ours", peer.metadata)
        await peer.audio("ours", bytes(2**20))

    connections: list[Any] = []
    async with listening(script, connections) as url:
        with pytest.raises(DamagedAudioError, match=r"openai sent an event that is too large: raise max_bytes="):
            await synthesizer(url, max_bytes=100_000, max_retries=3).synthesize(TEXT)
    assert len(connections) == 1


async def test_many_events_over_the_limit_are_refused_once() -> None:
    async def script(peer: Peer) -> None:
        await peer.begin()
        await peer.created("ours", peer.metadata)
        for _ in range(9):
            await peer.audio("ours", bytes(50_000))

    connections: list[Any] = []
    async with listening(script, connections) as url:
        with pytest.raises(DamagedAudioError, match=r"openai sent more than 100,000 bytes of audio"):
            await synthesizer(url, max_bytes=100_000, max_retries=3).synthesize(TEXT)
    assert len(connections) == 1
