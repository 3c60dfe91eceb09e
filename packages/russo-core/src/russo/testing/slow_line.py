"""A connection with latency to a server on 127.0.0.1, and a host that redirects every request elsewhere."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Seconds each way: a server on another continent.
LATENCY: Final = 0.12

_CHUNK: Final = 65_536


@contextmanager
def slow_line(url: str, *, latency: float = LATENCY) -> Iterator[str]:
    """Relay a server's connections, and delay every byte in both directions.

    Args:
        url: The address of the server.
        latency: Seconds each way. Nothing is delayed beyond the end of the block.

    Returns:
        The address to call instead.
    """
    parts = urlsplit(url)
    target = parts.hostname or "", parts.port or 80
    over = threading.Event()

    def pump(source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(_CHUNK):
                over.wait(latency)
                sink.sendall(data)
        with suppress(OSError):
            over.wait(latency)
            sink.shutdown(socket.SHUT_WR)

    def serve(connection: socket.socket) -> None:
        with socket.create_connection(target) as server:
            there = threading.Thread(target=pump, args=(connection, server), daemon=True)
            there.start()
            pump(server, connection)
            there.join()

    with listening(serve) as port:
        try:
            yield parts._replace(netloc=f"127.0.0.1:{port}").geturl()
        finally:
            over.set()


@contextmanager
def redirecting_host() -> Iterator[tuple[str, list[str]]]:
    """A host that redirects every request to another origin.

    Returns:
        Its address, and the requests that the other origin has received so far.
    """
    got: list[str] = []

    def elsewhere(connection: socket.socket) -> None:
        got.append(_head(connection).partition("\r\n")[0])
        connection.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    with listening(elsewhere) as other:

        def redirect(connection: socket.socket) -> None:
            if _head(connection):
                where = f"Location: http://127.0.0.1:{other}/elsewhere"
                head = f"HTTP/1.1 307 Temporary Redirect\r\n{where}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                connection.sendall(head.encode())

        with listening(redirect) as port:
            yield f"http://127.0.0.1:{port}", got


@contextmanager
def listening(serve: Callable[[socket.socket], None]) -> Iterator[int]:
    """Serve each connection in a thread of its own, until the end of the block."""

    def one(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            serve(connection)

    def accept() -> None:
        with suppress(OSError):  # the listener is closed
            while True:
                connection, _ = listener.accept()
                threading.Thread(target=one, args=(connection,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=accept, daemon=True).start()
        try:
            yield listener.getsockname()[1]
        finally:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)  # on some systems, this wakes a thread that waits in accept


def _head(connection: socket.socket) -> str:
    """The head of a request. Its body is read as well, since closing with unread bytes would reset the connection."""
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = connection.recv(_CHUNK)
        if not chunk:
            return ""
        data += chunk
    head, _, body = data.partition(b"\r\n\r\n")
    lengths = [line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    left = int(lengths[0]) - len(body) if lengths else 0
    while left > 0 and (chunk := connection.recv(_CHUNK)):
        left -= len(chunk)
    return head.decode("latin-1")
