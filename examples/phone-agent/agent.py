"""A small telephone agent, behind a WebSocket that speaks the format of Twilio Media Streams.

It waits until the caller has paused for 0.7 seconds, and answers with a beep. A real one would transcribe and think.
"""

from __future__ import annotations

import asyncio
import json
from base64 import b64decode, b64encode

from websockets.asyncio.server import serve

PAUSE = 0.7  # seconds of silence that end a turn
FRAME = 160  # bytes: 20 ms of mu-law
BEEP = bytes([0x80, 0x80, 0x80, 0x80, 0x00, 0x00, 0x00, 0x00]) * 500  # half a second of 1000 Hz


def loudness(frame: bytes) -> float:
    """The mean amplitude of mu-law samples (https://www.itu.int/rec/T-REC-G.711)."""
    codes = [~code & 0x7F for code in frame]
    return sum((((code & 0x0F) << 3) + 0x84 << (code >> 4)) - 0x84 for code in codes) / len(codes)


class Turn:
    """Listens for the end of the caller's turn."""

    def __init__(self):
        self.loudest = 200.0
        self.spoken = False
        self.silence = 0.0

    def hear(self, frame: bytes) -> bool:
        """Whether the caller has finished with this frame."""
        level = loudness(frame)
        self.loudest = max(self.loudest, level)
        if level > self.loudest / 4:
            self.spoken, self.silence = True, 0.0
        else:
            self.silence += len(frame) / 8000
        return self.spoken and self.silence >= PAUSE


async def answer(websocket) -> None:
    """One call."""
    turn, stream = Turn(), ""
    async for text in websocket:
        message = json.loads(text)
        if message["event"] == "start":
            stream = message["streamSid"]
        if message["event"] == "media" and turn.hear(b64decode(message["media"]["payload"])):
            for start in range(0, len(BEEP), FRAME):
                payload = b64encode(BEEP[start : start + FRAME]).decode()
                await websocket.send(json.dumps({"event": "media", "streamSid": stream, "media": {"payload": payload}}))
            heard = {"name": f"after {message['media']['timestamp']} ms"}
            await websocket.send(json.dumps({"event": "mark", "streamSid": stream, "mark": heard}))
            turn = Turn()


async def main() -> None:
    """Answer calls until the process is stopped."""
    async with serve(answer, "127.0.0.1", 8765) as server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
