"""Every cloud provider with its real SDK, against a small server on 127.0.0.1 that sends exactly what it is given."""

from __future__ import annotations

import base64
import json
import math
import os
import socket
import struct
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from russo.synthesizers import ElevenLabsSynthesizer, GoogleSynthesizer, OpenAISynthesizer

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator

    from russo import Synthesizer

KEY = "sk-not-a-real-key-0123456789"
TEXT = "Hello, I would like to book a table for two."
PCM = struct.pack("<60000h", *(round(9000 * math.sin(n / 20)) for n in range(60_000)))  # 2.5 s at 24 kHz


class Request(NamedTuple):
    """A request to the server."""

    line: str
    headers: dict[str, str]
    body: bytes


class Answer(NamedTuple):
    """An answer of the server, with literal headers and bytes."""

    body: bytes
    status: str = "200 OK"
    headers: tuple[str, ...] = ()


class Server:
    """Answers each request with the result of `answer`, and closes the connection."""

    def __init__(self, answer: Callable[[Request], Answer], tls: ssl.SSLContext | None = None) -> None:
        self.requests: list[Request] = []
        self.connections = 0
        self._answer = answer
        self._tls = tls
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                self.connections += 1
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            if self._tls is None:
                self._converse(connection)
                return
            with self._tls.wrap_socket(connection, server_side=True) as secure:
                self._converse(secure)

    def _converse(self, connection: socket.socket) -> None:
        request = self._read(connection)
        if request is None:
            return
        self.requests.append(request)
        body, status, headers = self._answer(request)
        length = (
            ()
            if any(line.lower().startswith("content-length") for line in headers)
            else (f"Content-Length: {len(body)}",)
        )
        head = "\r\n".join((f"HTTP/1.1 {status}", *headers, *length, "Connection: close", "", ""))
        connection.sendall(head.encode() + body)

    def _read(self, connection: socket.socket) -> Request | None:
        data = b""
        while b"\r\n\r\n" not in data:
            chunk = connection.recv(65536)
            if not chunk:
                return None
            data += chunk
        head, _, body = data.partition(b"\r\n\r\n")
        line, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (one.partition(":") for one in lines)}
        while len(body) < int(headers.get("content-length", 0)):
            body += connection.recv(65536)
        return Request(line, headers, body)


class Wire(NamedTuple):
    """A provider: how it is made, and a good answer of its server."""

    make: Callable[..., Synthesizer]
    body: bytes
    mime: str


def _speech(url: str, **options: Any) -> Synthesizer:
    options = {"model": "gpt-4o-mini-tts", "endpoint": "speech", "response_format": "pcm", **options}
    return OpenAISynthesizer(base_url=f"{url}/v1", api_key=KEY, **options)


def _chat(url: str, **options: Any) -> Synthesizer:
    options = {"model": "gpt-audio-1.5", "endpoint": "chat", "response_format": "pcm", **options}
    return OpenAISynthesizer(base_url=f"{url}/v1", api_key=KEY, **options)


def _google(url: str, **options: Any) -> Synthesizer:
    return GoogleSynthesizer(base_url=url, api_key=KEY, **options)


def _elevenlabs(url: str, **options: Any) -> Synthesizer:
    return ElevenLabsSynthesizer(base_url=url, api_key=KEY, **options)


def _json(value: Any) -> bytes:
    return json.dumps(value).encode()


_B64 = base64.b64encode(PCM).decode()
_CHAT = {"choices": [{"finish_reason": "stop", "message": {"audio": {"data": _B64, "transcript": TEXT}}}]}
_PART = {"inlineData": {"mimeType": "audio/L16;rate=24000", "data": _B64}}
_GEMINI = {"candidates": [{"content": {"role": "model", "parts": [_PART]}, "finishReason": "STOP"}]}

WIRES = {
    "openai-speech": Wire(_speech, PCM, "audio/pcm"),
    "openai-chat": Wire(_chat, _json(_CHAT), "application/json"),
    "google": Wire(_google, _json(_GEMINI), "application/json"),
    "elevenlabs": Wire(_elevenlabs, PCM, "audio/pcm"),
}


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remove the machine's own settings."""
    for name in list(os.environ):
        own = name.startswith(("OPENAI_", "GOOGLE_", "GEMINI_", "ELEVENLABS_", "SSL_CERT_"))
        if own or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


@pytest.fixture(params=WIRES)
def wire(request: pytest.FixtureRequest) -> Wire:
    """Each provider in turn."""
    return WIRES[request.param]


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    """Starts servers that end with the test."""
    servers: list[Server] = []

    def start(answer: Callable[[Request], Answer], tls: ssl.SSLContext | None = None) -> Server:
        servers.append(Server(answer, tls))
        return servers[-1]

    yield start
    for server in servers:
        server.close()
