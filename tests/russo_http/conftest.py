"""A server on 127.0.0.1 that answers like each API, and synthesizers that call it."""

from __future__ import annotations

import json
import threading
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from http_wires.table import KEY, WIRES
from russo import get_synthesizer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

ENGINE = {
    "header": {"Authorization": "Bearer {env:ENGINE_KEY}", "Accept": "audio/*"},
    "body": {"text": "{text}", "say": {"model": "{model}"}},
    "audio": "json:data.audio|base64",
    "error": "fault",
    "voice": "an na",
    "model": "m-1",
}


# The files in which every provider does the same with one client, and the providers that the fast suite has there: one
# for each way of signing, of writing a request and of sending audio.
_SAME = frozenset({"test_contract.py", "test_not_audio.py"})
_FAST = frozenset({"azure", "deepgram", "http", "inworld", "minimax", "polly"})


@pytest.hookimpl(tryfirst=True)  # before pytest leaves out what is slow
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave the other providers to the slow session."""
    for item in items:
        if item.path.parent == Path(__file__).parent and item.path.name in _SAME and _provider(item) not in _FAST:
            item.add_marker(pytest.mark.slow)


def _provider(item: Any) -> str:
    """The provider that a test is about; ``http``, if it is about none."""
    params = item.callspec.params if hasattr(item, "callspec") else {}
    return params.get("name") or getattr(item.cls, "provider_name", "http")


@dataclass
class Asked:
    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def said(self) -> Any:
        text = self.body.decode()
        return json.loads(text) if text.startswith(("{", "[")) else text


class Server(ThreadingHTTPServer):
    """Keeps connections open, as HTTP/1.1 does. `answer` handles each request."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.asked: list[Asked] = []
        self.answer: Callable[[_Handler], None] = lambda handler: handler.give(500)
        self.released = threading.Event()

    def answers(self, *answers: tuple[int, bytes, Mapping[str, str]]) -> None:
        """Give these answers, one after the other, and repeat the last one."""
        left = list(answers)
        self.answer = lambda handler: handler.give(*(left.pop(0) if len(left) > 1 else left[0]))

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Do not report clients that have gone, since some of these tests are about that."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        self.server.asked.append(Asked(self.command, self.path, dict(self.headers), body))
        with suppress(OSError):
            self.server.answer(self)

    do_GET = do_POST = do_PUT = _serve  # noqa: N815 - the names that the library calls

    def give(self, status: int, body: bytes = b"", headers: Mapping[str, str] | None = None) -> None:
        self.send_response_only(status)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Nothing."""


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    """Remove the machine's own settings."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    for name in ("GOOGLE_APPLICATION_CREDENTIALS", "GOOGLE_API_KEY", "AZURE_SPEECH_REGION", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", KEY)
    monkeypatch.setenv("ENGINE_KEY", KEY)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.released.set()
        server.shutdown()
        thread.join()


@pytest.fixture
def make(server: Server) -> Callable[..., Any]:
    """Synthesizers that call the server, without retries."""

    def make(name: str, **options: Any) -> Any:
        common: dict[str, Any] = {"max_retries": 0, "timeout": 20}
        if name == "http":
            common |= {"url": f"{server.url}/speak?voice={{voice}}", **ENGINE}
        else:
            common |= {"base_url": server.url}
        if name not in {"http", "polly"}:
            common["api_key"] = KEY
        return get_synthesizer(name, **{**common, **WIRES[name].options, **options})

    return make
