"""A relay in front of a server on 127.0.0.1 that records what is sent, and a server that never answers."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from .slow_line import listening

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHUNK: Final = 65_536


@contextmanager
def watched_line(url: str) -> Iterator[tuple[str, list[bytes]]]:
    """Relay a server's connections, and record what is sent to it.

    Args:
        url: The address of the server.

    Returns:
        The address to call instead, and what has been sent so far.
    """
    parts = urlsplit(url)
    target = parts.hostname or "", parts.port or 80
    sent: list[bytes] = []

    def serve(connection: socket.socket) -> None:
        with socket.create_connection(target) as server:
            back = threading.Thread(target=_pump, args=(server, connection, None), daemon=True)
            back.start()
            _pump(connection, server, sent)
            back.join()

    with listening(serve) as port:
        yield parts._replace(netloc=f"127.0.0.1:{port}").geturl(), sent


@contextmanager
def silent_server() -> Iterator[tuple[str, list[bytes], threading.Event]]:
    """A server that accepts every request and answers none, until it is told to stop.

    Returns:
        Its address, the data it was sent, one item for each connection, and the event that stops it.
    """
    sent: list[bytes] = []
    released = threading.Event()

    def serve(connection: socket.socket) -> None:
        sent.append(connection.recv(_CHUNK))
        released.wait()

    with listening(serve) as port:
        try:
            yield f"http://127.0.0.1:{port}", sent, released
        finally:
            released.set()


def _pump(source: socket.socket, sink: socket.socket, seen: list[bytes] | None) -> None:
    with suppress(OSError):
        while data := source.recv(_CHUNK):
            if seen is not None:
                seen.append(data)
            sink.sendall(data)
    with suppress(OSError):
        sink.shutdown(socket.SHUT_WR)
