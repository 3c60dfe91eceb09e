"""OpenAI's API on 127.0.0.1, for the real SDK: over HTTP, over WebSockets, and with failures below them."""

from __future__ import annotations

import base64
import io
import json
import re
import socket
import threading
import wave
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from pytest_httpserver import HTTPServer
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import serve

from russo_openai import OpenAISynthesizer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

KEY = "sk-not-a-real-key-0123456789"
PCM = b"\x01\x00\xff\xff" * 6000  # half a second
VARIABLES = (
    "OPENAI_API_KEY",
    "OPENAI_ADMIN_KEY",
    "OPENAI_BASE_URL",
    "OPENAI_CUSTOM_HEADERS",
    "OPENAI_ORG_ID",
    "OPENAI_PROJECT_ID",
)


@pytest.fixture(autouse=True)
def empty_environment(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.node.get_closest_marker("live") is None:
        for name in VARIABLES:
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        monkeypatch.setenv("no_proxy", "127.0.0.1")


def wav(pcm: bytes = PCM, *, size: int | None = None) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setparams((1, 2, 24000, 0, "NONE", ""))
        writer.writeframes(pcm)
    data = bytearray(file.getvalue())
    if size is not None:
        data[4:8] = data[40:44] = size.to_bytes(4, "little")
    return bytes(data)


class Http:
    """The endpoints that speak HTTP."""

    key = KEY
    pcm = PCM
    wav = staticmethod(wav)

    def __init__(self, server: HTTPServer) -> None:
        self.server = server
        self.url = server.url_for("/v1")

    @property
    def requests(self) -> list[Any]:
        return [request for request, _ in self.server.log]

    def answers(self, body: bytes | str, status: int = 200, mime: str = "audio/wav", **headers: str) -> None:
        """Answer the next requests, and repeat the last answer."""
        self.server.expect_ordered_request(re.compile(".*")).respond_with_data(
            body, status, {name.replace("_", "-"): value for name, value in headers.items()}, content_type=mime
        )

    def refuses(self, status: int, code: str | None = None, type_: str | None = None, **headers: str) -> None:
        error = {"message": f"No: {status}.", "type": type_, "param": None, "code": code}
        self.answers(json.dumps({"error": error}), status, "application/json", **headers)

    def chats(self, message: dict[str, Any] | None = None, finish_reason: str = "stop") -> None:
        message = {"role": "assistant", "content": None, "refusal": None, "audio": chat_audio()} | (message or {})
        choices = [{"index": 0, "message": message, "finish_reason": finish_reason}]
        self.answers(json.dumps({"id": "chatcmpl-1", "choices": choices}), mime="application/json")

    def synthesizer(self, **options: Any) -> OpenAISynthesizer:
        return OpenAISynthesizer(
            **{"api_key": KEY, "base_url": self.url, "model": "gpt-4o-mini-tts", "max_retries": 0, **options}
        )

    def instead_of_openai(self) -> Any:
        """An HTTP client that sends every request for OpenAI to this server."""
        from openai import DefaultAsyncHttpxClient

        port = self.server.port

        async def redirect(request: Any) -> None:
            request.url = request.url.copy_with(scheme="http", host="127.0.0.1", port=port)

        return DefaultAsyncHttpxClient(event_hooks={"request": [redirect]})

    def chat(self, **options: Any) -> OpenAISynthesizer:
        return self.synthesizer(**{"model": "gpt-audio-1.5", "endpoint": "chat", **options})


def chat_audio(transcript: str | None = "Hello", data: str | None = None) -> dict[str, Any]:
    encoded = base64.b64encode(wav()).decode() if data is None else data
    return {"id": "audio_1", "data": encoded, "expires_at": 1, "transcript": transcript}


@pytest.fixture(scope="session")
def http_server() -> Iterator[HTTPServer]:
    with HTTPServer("127.0.0.1", 0, threaded=True) as server:
        yield server


@pytest.fixture
def http(http_server: HTTPServer) -> Http:
    http_server.clear()
    return Http(http_server)


class Realtime:
    """The Realtime API: each connection runs the script, and the client's messages are recorded."""

    key = KEY
    pcm = PCM

    def __init__(self) -> None:
        self.received: list[dict[str, Any]] = []
        self.requests: list[Any] = []
        self.closed = threading.Semaphore(0)
        self.script: Callable[[Any, Realtime], None] = speaks()
        self.handshake: Callable[[Any, Any], Any] | None = None
        self.port = 0

    def handle(self, connection: Any) -> None:
        self.requests.append(connection.request)
        with suppress(ConnectionClosed):
            self.script(connection, self)
        self.closed.release()

    def process_request(self, connection: Any, request: Any) -> Any:
        if self.handshake is None:
            return None
        self.requests.append(request)
        return self.handshake(connection, request)

    def receive(self, connection: Any) -> dict[str, Any]:
        self.received.append(json.loads(connection.recv()))
        return self.received[-1]

    def synthesizer(self, **options: Any) -> OpenAISynthesizer:
        url = f"http://127.0.0.1:{self.port}/v1"
        return OpenAISynthesizer(
            **{"api_key": KEY, "base_url": url, "endpoint": "realtime", "max_retries": 0, **options}
        )


def send(connection: Any, kind: str, **fields: Any) -> None:
    connection.send(json.dumps({"type": kind, "event_id": "event_1", **fields}))


def speaks(
    transcript: str = "Hello",
    pcm: bytes = PCM,
    *,
    before_done: Callable[[Any], None] | None = None,
    done: dict[str, Any] | None = None,
) -> Callable[[Any, Realtime], None]:
    """A script that answers one request as documented."""

    def script(connection: Any, server: Realtime) -> None:
        send(connection, "session.created", session={"type": "realtime"})
        event = server.receive(connection)
        if event["type"] == "session.update":
            send(connection, "session.updated", session=event["session"])
            event = server.receive(connection)
        same = {"response_id": "resp_1", "item_id": "item_1", "output_index": 0, "content_index": 0}
        response = {"id": "resp_1", "metadata": event["response"]["metadata"]}
        send(connection, "response.created", response={**response, "status": "in_progress"})
        send(connection, "response.output_item.added", response_id="resp_1", item={})
        send(connection, "response.content_part.added", part={"type": "audio"}, **same)
        for start in range(0, len(pcm), 8000):
            delta = base64.b64encode(pcm[start : start + 8000]).decode()
            send(connection, "response.output_audio_transcript.delta", delta="He", **same)
            send(connection, "response.output_audio.delta", delta=delta, **same)
        send(connection, "response.output_audio.done", **same)
        send(connection, "response.output_audio_transcript.done", transcript=transcript, **same)
        if before_done is not None:
            before_done(connection)
        send(connection, "response.done", response={**response, "status": "completed", **(done or {})})
        with suppress(ConnectionClosed):
            connection.recv()

    return script


@pytest.fixture
def realtime() -> Iterator[Realtime]:
    api = Realtime()
    with serve(api.handle, "127.0.0.1", 0, process_request=api.process_request, close_timeout=1) as server:
        api.port = server.socket.getsockname()[1]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield api
        server.shutdown()
    thread.join()


class RawServer:
    """Accepts connections, reads a request, and runs the script on the socket."""

    def __init__(self, script: Callable[[socket.socket], None]) -> None:
        self.script = script
        self.calls = 0
        self.released = threading.Event()
        self.gone = threading.Semaphore(0)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/v1"
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                thread = threading.Thread(target=self._serve, args=(connection,))
                self._threads.append(thread)
                thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.recv(65536)
            self.calls += 1
            self.script(connection)
        self.gone.release()

    def close(self) -> None:
        self.released.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join()


@pytest.fixture
def raw() -> Iterator[Callable[..., RawServer]]:
    servers: list[RawServer] = []

    def start(script: Callable[[socket.socket], None]) -> RawServer:
        servers.append(RawServer(script))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


@pytest.fixture(name="speaks")
def speaks_fixture() -> Callable[..., Any]:
    return speaks


@pytest.fixture(name="send")
def send_fixture() -> Callable[..., None]:
    return send
