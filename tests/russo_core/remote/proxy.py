"""A proxy on loopback between russo and a store, which simulates the failures of networks and stores."""

from __future__ import annotations

import contextlib
import http.client
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


_NOT_PASSED_ON = {"transfer-encoding", "content-length", "connection", "date", "server"}


@dataclass
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes
    cut: int | None = None


def status(code: int, body: bytes = b"") -> Callable[[Proxy, str, str], Answer | None]:
    return lambda proxy, method, path: Answer(code, [], body)


@dataclass
class Proxy:
    """Passes requests on, unless `before` answers them, and changes the answers with `after`."""

    port: int
    upstream: int
    before: Callable[[Proxy, str, str], Answer | None] | None = None
    after: Callable[[str, str, Answer], Answer] | None = None
    drop_headers: tuple[str, ...] = ()
    unknown_headers: tuple[str, ...] = ()
    delay: float = 0.0
    requests: list[tuple[str, str]] = field(default_factory=list)
    _server: Any = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def pass_on(self) -> None:
        self.before = self.after = None
        self.drop_headers, self.unknown_headers, self.delay = (), (), 0.0

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    proxy: Proxy

    def handle_any(self) -> None:
        proxy = self.proxy
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        proxy.requests.append((self.command, self.path))
        if proxy.delay:
            time.sleep(proxy.delay)
        answer = proxy.before(proxy, self.command, self.path) if proxy.before else None
        if answer is None and any(name in self.headers for name in proxy.unknown_headers):
            answer = Answer(501, [], b"<Error><Code>NotImplemented</Code></Error>")
        if answer is None:
            answer = self._ask(body)
        self._answer(proxy.after(self.command, self.path, answer) if proxy.after else answer)

    def _ask(self, body: bytes) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.proxy.upstream, timeout=30)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in self.proxy.drop_headers}
        connection.request(self.command, self.path, body, headers)
        got = connection.getresponse()
        kept = [(name, value) for name, value in got.getheaders() if name.lower() not in _NOT_PASSED_ON]
        if self.command == "HEAD":
            kept.append(("Content-Length", got.getheader("Content-Length") or "0"))
        found = got.read()
        connection.close()
        return Answer(got.status, kept, found)

    def _answer(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        if self.command == "HEAD":
            self.end_headers()
            return
        if answer.status not in {204, 304}:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body if answer.cut is None else answer.body[: answer.cut])
        if answer.cut is not None:
            self.close_connection = True
            self.wfile.flush()
            self.connection.close()

    do_GET = do_PUT = do_HEAD = do_DELETE = do_POST = handle_any  # noqa: N815 - the names of http.server

    def log_message(self, *_: object) -> None:
        """Print nothing."""

    def handle(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            super().handle()


def start(upstream: int) -> Proxy:
    proxy = Proxy(0, upstream)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (_Handler,), {"proxy": proxy}))
    server.daemon_threads = True
    proxy.port, proxy._server = server.server_address[1], server
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return proxy
