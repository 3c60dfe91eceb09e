"""Servers on 127.0.0.1 that answer like ElevenLabs, and synthesizers that call them."""

from __future__ import annotations

import json
import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from russo_elevenlabs import ElevenLabsSynthesizer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytest_httpserver import HTTPServer

KEY = "sk_0123456789abcdef0123456789abcdef"
GEORGE = "JBFqnCBsd6RMkjVDRZzb"
PATH = f"/v1/text-to-speech/{GEORGE}"
PCM = b"\x01\x00" * 2400


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remove the machine's own settings."""
    for name in (
        "ELEVENLABS_API_KEY",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "http_proxy",
        "https_proxy",
        "all_proxy",
    ):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def key() -> str:
    return KEY


@pytest.fixture
def pcm() -> bytes:
    return PCM


@pytest.fixture
def path() -> str:
    return PATH


@pytest.fixture
def make(httpserver: HTTPServer) -> Callable[..., ElevenLabsSynthesizer]:
    """Synthesizers that call the local server, without retries."""

    def make(**options: Any) -> ElevenLabsSynthesizer:
        defaults = {"api_key": KEY, "base_url": httpserver.url_for(""), "max_retries": 0, "timeout": 20}
        return ElevenLabsSynthesizer(**(defaults | options))

    return make


@pytest.fixture
def sent(httpserver: HTTPServer) -> Callable[[], list[dict[str, Any]]]:
    """The request bodies that the local server has received."""
    return lambda: [json.loads(request.data) for request, _ in httpserver.log]


class RawServer:
    """Handles each connection in a thread of its own, in which a script controls the socket."""

    def __init__(self, script: Callable[[socket.socket], None]) -> None:
        self._script = script
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._threads: list[threading.Thread] = []
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.requests: list[bytes] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        # Many of these tests are about clients that have gone.
        with connection, suppress(OSError):
            self.requests.append(_read_request(connection))
            self._script(connection)

    def close(self) -> None:
        # On some systems, closing alone does not wake a thread that waits in accept.
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(10)


def _read_request(connection: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        data += connection.recv(65536) or b"\r\n\r\n"
    head, _, body = data.partition(b"\r\n\r\n")
    length = next((int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if b"content-length" in line), 0)
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


@pytest.fixture
def raw_server() -> Iterator[Callable[[Callable[[socket.socket], None]], RawServer]]:
    """Makes servers that behave as no HTTP library would."""
    servers: list[RawServer] = []

    def start(script: Callable[[socket.socket], None]) -> RawServer:
        servers.append(RawServer(script))
        return servers[-1]

    yield start
    for server in servers:
        server.close()
