"""Google's API on 127.0.0.1, for the real SDK: its answers, its requests, and failures below HTTP."""

from __future__ import annotations

import base64
import io
import re
import socket
import threading
import wave
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytest_httpserver import HTTPServer

from google.genai import version

from russo_google import GoogleSynthesizer

# Since 3.0, the SDK uses the stable version of the API.
SDK = int(version.__version__.partition(".")[0])

KEY = "AIza-not-a-real-key"
PCM = b"\x01\x00\xff\xff" * 1200
VARIABLES = (
    "GEMINI_API_KEY",
    "GOOGLE_API_KEY",
    "GOOGLE_APPLICATION_CREDENTIALS",
    "GOOGLE_CLOUD_LOCATION",
    "GOOGLE_CLOUD_PROJECT",
    "GOOGLE_GEMINI_BASE_URL",
    "GOOGLE_GENAI_API_VERSION",
    "GOOGLE_GENAI_CLIENT_MODE",
    "GOOGLE_GENAI_DEBUG",
    "GOOGLE_GENAI_HTTP_CLIENT",
    "GOOGLE_GENAI_USE_ENTERPRISE",
    "GOOGLE_GENAI_USE_VERTEXAI",
    "GOOGLE_VERTEX_BASE_URL",
)


@pytest.fixture(autouse=True)
def empty_environment(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.node.get_closest_marker("live") is None:
        for name in VARIABLES:
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        monkeypatch.setenv(
            "NO_GCE_CHECK", "true"
        )  # or google-auth would ask the network whether this is a cloud machine


class Gemini:
    """The API, as far as it speaks HTTP."""

    key = KEY
    pcm = PCM
    sdk = SDK
    version = "v1" if SDK >= 3 else "v1beta"

    def __init__(self, server: HTTPServer) -> None:
        self.server = server
        self.url = server.url_for("").rstrip("/")

    @property
    def anything(self) -> re.Pattern[str]:
        return re.compile(".*")

    def speaks(self, body: dict[str, Any] | None = None) -> None:
        self.server.expect_request(self.anything).respond_with_json(self.answer() if body is None else body)

    def speaks_once(self) -> None:
        self.server.expect_oneshot_request(self.anything).respond_with_json(self.answer())

    def fails(self, status: int, body: Any, headers: dict[str, str] | None = None) -> None:
        self.server.expect_request(self.anything).respond_with_json(body, status=status, headers=headers)

    def fails_once(self, status: int, body: Any, headers: dict[str, str] | None = None) -> None:
        self.server.expect_oneshot_request(self.anything).respond_with_json(body, status=status, headers=headers)

    def sends(self, data: bytes, status: int = 200, content_type: str = "application/json") -> None:
        self.server.expect_request(self.anything).respond_with_data(data, status=status, content_type=content_type)

    @property
    def requests(self) -> list[Any]:
        return [request for request, _ in self.server.log]

    def answer(
        self, data: bytes = PCM, mime: str = "audio/L16;codec=pcm;rate=24000", **candidate: Any
    ) -> dict[str, Any]:
        return self.candidate([self.part(data, mime)], **candidate)

    def part(self, data: bytes, mime: str = "audio/L16;codec=pcm;rate=24000") -> dict[str, Any]:
        return {"inlineData": {"mimeType": mime, "data": base64.b64encode(data).decode()}}

    def candidate(self, parts: list[Any] | None, finish: str = "STOP", **more: Any) -> dict[str, Any]:
        content = {} if parts is None else {"content": {"parts": parts, "role": "model"}}
        return {
            "candidates": [{**content, "finishReason": finish, "index": 0, **more}],
            "usageMetadata": {"promptTokenCount": 5, "candidatesTokenCount": 25, "totalTokenCount": 30},
            "modelVersion": "gemini-3.8-flash-tts",
        }

    def error(self, code: int, status: str, message: str, *details: dict[str, Any]) -> dict[str, Any]:
        return {"error": {"code": code, "message": message, "status": status, "details": list(details)}}

    def wav(self, pcm: bytes = PCM, rate: int = 24000) -> bytes:
        buffer = io.BytesIO()
        with wave.open(buffer, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(rate)
            file.writeframes(pcm)
        return buffer.getvalue()

    def synthesizer(self, **options: Any) -> GoogleSynthesizer:
        return GoogleSynthesizer(**{"api_key": KEY, "base_url": self.url, "max_retries": 0} | options)


@pytest.fixture
def gemini(httpserver: HTTPServer) -> Gemini:
    return Gemini(httpserver)


class SocketServer:
    """A server whose script controls the raw connections, each in its own thread."""

    def __init__(self, handle: Callable[[socket.socket], None]) -> None:
        self._handle = handle
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._threads: list[threading.Thread] = []
        self.connections = 0
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._acceptor = threading.Thread(target=self._accept)
        self._acceptor.start()

    def _accept(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            if self._closing:
                connection.close()
                return
            self.connections += 1
            thread = threading.Thread(target=self._serve, args=(connection,))
            self._threads.append(thread)
            thread.start()

    _closing = False

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            connection.settimeout(30)
            try:
                read_request(connection)
                self._handle(connection)
            except OSError:
                pass  # the client has gone, which some tests are about

    def close(self) -> None:
        self._closing = True
        # On some systems, closing a socket does not wake a thread that waits in accept.
        socket.create_connection(self._listener.getsockname()).close()
        for thread in (self._acceptor, *self._threads):
            thread.join(30)
        self._listener.close()


def read_request(connection: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        data += connection.recv(65536) or b"\r\n\r\n"
    head, _, body = data.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: *(\d+)", head.lower())
    while length and len(body) < int(length[1]):
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


@pytest.fixture
def socket_server() -> Iterator[Callable[[Callable[[socket.socket], None]], SocketServer]]:
    servers: list[SocketServer] = []

    def make(handle: Callable[[socket.socket], None]) -> SocketServer:
        servers.append(SocketServer(handle))
        return servers[-1]

    yield make
    for server in servers:
        server.close()
