from __future__ import annotations

import asyncio
import contextlib
import threading

import pytest

import ports
from russo.errors import ProviderUnavailableError, SynthesisTimeoutError

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n"


def until_the_client_leaves(connection):
    with contextlib.suppress(ConnectionError):  # the client may leave without closing
        while connection.recv(4096):
            pass


async def failure(gemini, server, error, **options):
    with pytest.raises(error) as caught:
        await gemini.synthesizer(base_url=server.url, **options).synthesize("Hello")
    assert type(caught.value) is error
    return caught.value


async def test_nobody_listens(gemini):
    with ports.refusing() as port, pytest.raises(ProviderUnavailableError) as caught:
        await gemini.synthesizer(base_url=f"http://127.0.0.1:{port}").synthesize("Hello")
    assert str(caught.value).startswith("google could not be reached: ConnectError")
    assert type(caught.value.__cause__).__name__ == "ConnectError"


async def test_a_connection_that_is_dropped(gemini, socket_server):
    caught = await failure(gemini, socket_server(lambda connection: None), ProviderUnavailableError)
    assert str(caught).startswith("google could not be reached: ")


async def test_a_body_that_is_cut(gemini, socket_server):
    server = socket_server(lambda connection: connection.sendall(HEAD + b'{"candidates": ['))
    caught = await failure(gemini, server, ProviderUnavailableError)
    assert str(caught).startswith("google could not be reached: RemoteProtocolError")


async def test_an_answer_that_is_no_http(gemini, socket_server):
    server = socket_server(lambda connection: connection.sendall(b"220 mail.example.com ESMTP\r\n"))
    await failure(gemini, server, ProviderUnavailableError)


async def test_a_server_that_hangs(gemini, socket_server):
    server = socket_server(until_the_client_leaves)
    caught = await failure(gemini, server, SynthesisTimeoutError, timeout=0.3)
    assert str(caught) == "google did not answer within 0.3 s: raise timeout=..., or speak a shorter text"


async def test_a_body_that_trickles_does_not_outlive_the_deadline(gemini, socket_server):
    def trickle(connection):
        connection.sendall(HEAD)
        connection.settimeout(0.02)
        while True:
            connection.sendall(b" ")
            try:
                if not connection.recv(1):
                    return
            except TimeoutError:
                continue

    await failure(gemini, socket_server(trickle), SynthesisTimeoutError, timeout=0.3)


async def test_a_call_that_is_cancelled_leaves_the_server_at_once(gemini, socket_server):
    arrived, left = threading.Event(), threading.Event()

    def wait(connection):
        arrived.set()
        until_the_client_leaves(connection)
        left.set()

    server = socket_server(wait)
    call = asyncio.create_task(gemini.synthesizer(base_url=server.url).synthesize("Hello"))
    assert await asyncio.to_thread(arrived.wait, 30)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert await asyncio.to_thread(left.wait, 30)
