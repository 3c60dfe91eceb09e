"""Connections that drop, hang, trickle or are refused."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any

import httpx
import pytest

import ports
from russo.errors import NoAudioError, ProviderUnavailableError, SynthesisTimeoutError

if TYPE_CHECKING:
    import socket

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: audio/pcm\r\n"


def _drop(connection: socket.socket) -> None:
    connection.close()


def _cut_length(connection: socket.socket) -> None:
    connection.sendall(HEAD + b"Content-Length: 4800\r\n\r\n" + b"\0" * 2400)


def _cut_chunk(connection: socket.socket) -> None:
    connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n12c0\r\n" + b"\0" * 2400)


def _no_last_chunk(connection: socket.socket) -> None:
    connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n960\r\n" + b"\0" * 2400 + b"\r\n")


def _no_http(connection: socket.socket) -> None:
    connection.sendall(b"SSH-2.0-OpenSSH_9.9\r\n\r\n")


@pytest.mark.parametrize("script", [_drop, _cut_length, _cut_chunk, _no_last_chunk, _no_http])
async def test_a_connection_that_breaks(make: Any, raw_server: Any, script: Any) -> None:
    server = raw_server(script)
    with pytest.raises(
        ProviderUnavailableError, match="elevenlabs could not be reached: RemoteProtocolError"
    ) as caught:
        await make(base_url=server.url).synthesize("Hello")
    assert isinstance(caught.value.__cause__, httpx.RemoteProtocolError)
    assert len(server.requests) == 1


async def test_a_body_that_is_no_gzip(make: Any, raw_server: Any) -> None:
    server = raw_server(lambda c: c.sendall(HEAD + b"Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope"))
    with pytest.raises(
        ProviderUnavailableError, match=r"sent a packed answer that cannot be unpacked: .*incorrect header check"
    ):
        await make(base_url=server.url).synthesize("Hello")


async def test_an_empty_answer(make: Any, raw_server: Any) -> None:
    server = raw_server(lambda connection: connection.sendall(HEAD + b"Content-Length: 0\r\n\r\n"))
    with pytest.raises(NoAudioError, match="elevenlabs answered without audio that can be heard: no audio: 0 bytes"):
        await make(base_url=server.url).synthesize("Hello")


async def test_a_refused_connection(make: Any) -> None:
    unreachable = pytest.raises(ProviderUnavailableError, match="elevenlabs could not be reached: ConnectError")
    with ports.refusing() as port, unreachable as caught:
        await make(base_url=f"http://127.0.0.1:{port}").synthesize("Hello")
    assert isinstance(caught.value.__cause__, httpx.ConnectError)


async def test_a_server_that_does_not_answer(make: Any, raw_server: Any) -> None:
    server = raw_server(lambda connection: connection.recv(1))
    with pytest.raises(SynthesisTimeoutError, match=r"elevenlabs did not answer within 0.5 s: raise timeout="):
        await make(base_url=server.url, timeout=0.5).synthesize("Hello")


async def test_a_body_that_trickles_does_not_outlive_the_timeout(make: Any, raw_server: Any) -> None:
    server = raw_server(_trickle)
    with pytest.raises(SynthesisTimeoutError, match=r"elevenlabs did not answer within 0.5 s: raise timeout="):
        await make(base_url=server.url, timeout=0.5).synthesize("Hello")


def _trickle(connection: socket.socket) -> None:
    """Send a sample every 20 ms forever, so that no single read takes long."""
    connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    connection.settimeout(0.02)
    while True:
        connection.sendall(b"2\r\n\0\0\r\n")
        try:
            if not connection.recv(1):
                return
        except TimeoutError:
            continue


async def test_cancelling_closes_the_connection(make: Any, raw_server: Any) -> None:
    came, gone = threading.Event(), threading.Event()

    def script(connection: socket.socket) -> None:
        connection.sendall(HEAD + b"Content-Length: 4800\r\n\r\n\0\0")
        came.set()
        _until_gone(connection, gone)

    task = asyncio.create_task(make(base_url=raw_server(script).url).synthesize("Hello"))
    assert await asyncio.to_thread(came.wait, 30)
    assert not gone.is_set()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await asyncio.to_thread(gone.wait, 30)
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_the_connection_does_not_outlive_the_call(make: Any, raw_server: Any, pcm: bytes) -> None:
    gone = threading.Event()

    def script(connection: socket.socket) -> None:
        connection.sendall(HEAD + b"Content-Length: 4800\r\n\r\n" + pcm)
        _until_gone(connection, gone)

    audio = await make(base_url=raw_server(script).url).synthesize("Hello")
    assert audio.data == pcm
    assert await asyncio.to_thread(gone.wait, 30)


def _until_gone(connection: socket.socket, gone: threading.Event) -> None:
    try:
        while connection.recv(65536):
            pass
    finally:
        gone.set()
