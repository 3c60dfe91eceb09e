"""One synthesizer in many event loops and threads, and nothing left behind."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from pytest_httpserver import HTTPServer


def test_successive_event_loops(httpserver: HTTPServer, make: Any, path: str, pcm: bytes) -> None:
    httpserver.expect_request(path).respond_with_data(pcm, content_type="audio/pcm")
    synthesizer = make()
    spoken = [asyncio.run(synthesizer.synthesize("Hello")) for _ in range(3)]
    assert [audio.data for audio in spoken] == [pcm] * 3


def test_threads_with_loops_of_their_own(httpserver: HTTPServer, make: Any, path: str, pcm: bytes) -> None:
    httpserver.expect_request(path).respond_with_data(pcm, content_type="audio/pcm")
    synthesizer = make()
    with ThreadPoolExecutor(4) as pool:
        spoken = list(pool.map(lambda text: asyncio.run(synthesizer.synthesize(text)), "abcdefgh"))
    assert [audio.data for audio in spoken] == [pcm] * 8


_SCRIPT = """
import asyncio, gc, sys
from russo.errors import RussoError
from russo_elevenlabs import ElevenLabsSynthesizer

found = []
sys.unraisablehook = found.append
synthesizer = ElevenLabsSynthesizer(api_key="sk_test", base_url=sys.argv[1], max_retries=0, timeout=20)

async def main():
    await synthesizer.synthesize("Hello")
    await asyncio.gather(*(synthesizer.synthesize(text) for text in "abc"))
    try:
        await ElevenLabsSynthesizer(
            api_key="sk_test", base_url=sys.argv[2], max_retries=0
        ).synthesize("Hello")
    except RussoError as error:
        print(type(error).__name__)
    task = asyncio.create_task(synthesizer.synthesize("Hello"))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

for _ in range(2):
    asyncio.run(main())
    gc.collect()
print([str(one.exc_value) for one in found])
"""


def test_nothing_is_left_unclosed(raw_server: Any, pcm: bytes) -> None:
    speaks = raw_server(
        _keeping_alive(b"HTTP/1.1 200 OK\r\nContent-Type: audio/pcm\r\nContent-Length: 4800\r\n\r\n" + pcm)
    )
    refuses = raw_server(_keeping_alive(b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno"))
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", _SCRIPT, speaks.url, refuses.url],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.stderr == ""
    assert done.stdout.split() == ["InvalidRequestError", "InvalidRequestError", "[]"]


def _keeping_alive(answer: bytes) -> Callable[[socket.socket], None]:
    """Answer, and leave closing the connection to the client."""

    def script(connection: socket.socket) -> None:
        connection.sendall(answer)
        while connection.recv(65536):
            pass

    return script
