"""A package index on loopback, of the files in one folder: https://peps.python.org/pep-0503/."""

from __future__ import annotations

import re
from contextlib import contextmanager
from hashlib import sha256
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def serve(dist: Path) -> Iterator[str]:
    """Serve the folder. Gives the address that pip takes; it lasts as long as the context."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = self.path.strip("/").split("/")
            if len(parts) == 2 and parts[0] == "simple":
                self._answer(_links(dist, parts[1]), "text/html; charset=utf-8")
            elif len(parts) == 2 and parts[0] == "files" and parts[1] in {path.name for path in dist.iterdir()}:
                self._answer((dist / parts[1]).read_bytes(), "application/octet-stream")
            else:
                self.send_error(HTTPStatus.NOT_FOUND)

        def _answer(self, body: bytes, content_type: str) -> None:
            if not body:
                self.send_error(HTTPStatus.NOT_FOUND)
                return
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/simple/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _links(dist: Path, project: str) -> bytes:
    files = [path for path in sorted(dist.iterdir()) if _project_of(path) == project]
    return "".join(
        f'<a href="/files/{escape(path.name)}#sha256={sha256(path.read_bytes()).hexdigest()}" '
        f'data-requires-python="&gt;=3.11">{escape(path.name)}</a>\n'
        for path in files
    ).encode()


def _project_of(path: Path) -> str:
    return re.sub(r"[-_.]+", "-", path.name.partition("-")[0]).lower()
