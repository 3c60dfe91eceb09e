"""Failures below HTTP and below the WebSocket."""

from __future__ import annotations

import asyncio

import pytest

import ports
from russo.errors import ProviderUnavailableError, SynthesisTimeoutError

HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: audio/wav\r\ncontent-length: 1000\r\n\r\n"
CHUNKED = b"HTTP/1.1 200 OK\r\ncontent-type: audio/wav\r\ntransfer-encoding: chunked\r\n\r\n"
ENDPOINTS = pytest.mark.parametrize("endpoint", ["speech", "chat", "realtime"])


@ENDPOINTS
async def test_nobody_listens(http, endpoint):
    with ports.refusing() as port, pytest.raises(ProviderUnavailableError, match="openai could not be reached"):
        await http.synthesizer(endpoint=endpoint, base_url=f"http://127.0.0.1:{port}/v1").synthesize("Hello")


@ENDPOINTS
async def test_no_such_host(http, endpoint):
    with pytest.raises(ProviderUnavailableError, match="openai could not be reached"):
        await http.synthesizer(endpoint=endpoint, base_url="http://russo.invalid/v1").synthesize("Hello")


@ENDPOINTS
async def test_the_server_hangs_up_without_an_answer(http, raw, endpoint):
    server = raw(lambda connection: None)
    with pytest.raises(ProviderUnavailableError, match="openai could not be reached"):
        await http.synthesizer(endpoint=endpoint, base_url=server.url).synthesize("Hello")
    assert server.calls == 1


@ENDPOINTS
async def test_the_server_does_not_speak_http(http, raw, endpoint):
    server = raw(lambda connection: connection.sendall(b"220 mail.example.com ESMTP\r\n"))
    with pytest.raises(ProviderUnavailableError, match="openai could not be reached"):
        await http.synthesizer(endpoint=endpoint, base_url=server.url).synthesize("Hello")


@pytest.mark.parametrize("endpoint", ["speech", "chat"])
@pytest.mark.parametrize("head", [HEAD, CHUNKED + b"10\r\n"])
async def test_a_body_that_is_cut(http, raw, endpoint, head):
    server = raw(lambda connection: connection.sendall(head + b"RIFF"))
    with pytest.raises(ProviderUnavailableError, match="openai could not be reached"):
        await http.synthesizer(endpoint=endpoint, base_url=server.url).synthesize("Hello")


@ENDPOINTS
async def test_tls_that_is_none(http, raw, endpoint):
    server = raw(lambda connection: connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n"))
    url = server.url.replace("http:", "https:")
    with pytest.raises(ProviderUnavailableError, match="openai could not be reached"):
        await http.synthesizer(endpoint=endpoint, base_url=url).synthesize("Hello")


@ENDPOINTS
async def test_a_server_that_never_answers(http, raw, endpoint):
    def hang(connection):
        server.released.wait(30)

    server = raw(hang)
    with pytest.raises(SynthesisTimeoutError, match=r"openai did not answer"):
        await http.synthesizer(endpoint=endpoint, base_url=server.url, timeout=0.3).synthesize("Hello")


@pytest.mark.parametrize("endpoint", ["speech", "chat"])
async def test_a_body_that_trickles(http, raw, endpoint):
    def trickle(connection):
        connection.sendall(HEAD)
        while not server.released.wait(0.02):
            connection.sendall(b"x")

    server = raw(trickle)
    with pytest.raises(SynthesisTimeoutError, match=r"openai did not answer within 0\.4 s"):
        await http.synthesizer(endpoint=endpoint, base_url=server.url, timeout=0.4).synthesize("Hello")


async def runs_out_of_time(realtime):
    """Let a call that is connected run out of time: before that, a busy machine may use up the shortest limit."""
    for limit in (0.3, 3.0, 30.0):
        with pytest.raises(SynthesisTimeoutError, match=rf"openai did not answer within {limit:g} s"):
            await realtime.synthesizer(timeout=limit).synthesize("Hello")
        if realtime.requests:
            break


async def test_events_that_trickle(realtime, send):
    def script(connection, server):
        while True:
            send(connection, "session.created.soon")
            with pytest.raises(TimeoutError):
                connection.recv(timeout=0.02)

    realtime.script = script
    await runs_out_of_time(realtime)
    assert await asyncio.to_thread(realtime.closed.acquire, timeout=30)


async def test_a_connection_that_says_nothing(realtime):
    realtime.script = lambda connection, server: connection.recv()
    await runs_out_of_time(realtime)
    assert await asyncio.to_thread(realtime.closed.acquire, timeout=30)


@pytest.mark.parametrize("endpoint", ["speech", "chat"])
async def test_a_cancelled_call_leaves_the_server(http, raw, endpoint):
    started = asyncio.Event()
    loop = asyncio.get_running_loop()

    def wait_for_the_end(connection):
        loop.call_soon_threadsafe(started.set)
        while connection.recv(4096):
            pass

    server = raw(wait_for_the_end)
    task = asyncio.create_task(http.synthesizer(endpoint=endpoint, base_url=server.url).synthesize("Hello"))
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await asyncio.to_thread(server.gone.acquire, timeout=30)


async def test_a_cancelled_call_leaves_the_socket(realtime, send):
    started = asyncio.Event()
    loop = asyncio.get_running_loop()

    def script(connection, server):
        send(connection, "session.created")
        server.receive(connection)
        loop.call_soon_threadsafe(started.set)
        connection.recv()

    realtime.script = script
    task = asyncio.create_task(realtime.synthesizer().synthesize("Hello"))
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await asyncio.to_thread(realtime.closed.acquire, timeout=30)
