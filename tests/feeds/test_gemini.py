"""Google's own client sends the blobs."""

from __future__ import annotations

import base64
import json
import ssl

import pytest

from sounds import tone

genai = pytest.importorskip("google.genai")
pytest.importorskip("websockets")
trustme = pytest.importorskip("trustme")
from websockets.asyncio.server import serve


def test_blobs_hold_the_samples():
    *blobs, end = tone(0.25, 24000).feed("gemini")
    assert {blob["audio"].mime_type for blob in blobs} == {"audio/pcm;rate=16000"}
    sent = b"".join(blob["audio"].data for blob in blobs)
    assert sent == tone(0.25, 24000).resample(16000).data + bytes(1600)
    assert end == {"audio_stream_end": True}


async def test_its_session_sends_them():
    received = []

    async def agent(socket):
        await socket.recv()
        await socket.send(json.dumps({"setupComplete": {}}))
        received.extend([json.loads(message) async for message in socket])

    authority = trustme.CA()
    theirs, ours = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH), ssl.create_default_context()
    authority.issue_cert("localhost").configure_cert(theirs)
    authority.configure_trust(ours)
    async with serve(agent, "127.0.0.1", 0, ssl=theirs) as server:
        url = f"https://localhost:{server.sockets[0].getsockname()[1]}"
        options = {"base_url": url, "async_client_args": {"ssl": ours}}
        client = genai.Client(api_key="none", http_options=options)
        async with client.aio.live.connect(model="gemini-live") as session:
            await tone(0.2).feed("gemini", realtime=False).into(session)
    *audio, end = (message["realtime_input"] for message in received)
    assert b"".join(base64.urlsafe_b64decode(one["audio"]["data"]) for one in audio) == tone(0.2).resample(16000).data
    assert {one["audio"]["mime_type"] for one in audio} == {"audio/pcm;rate=16000"}
    assert end == {"audioStreamEnd": True}
