"""The number of retries, and of calls at once."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any

import pytest

from russo.errors import (
    AuthenticationError,
    NoAudioError,
    ProviderUnavailableError,
    QuotaExceededError,
    RateLimitError,
    SynthesisError,
)

if TYPE_CHECKING:
    import socket

    from pytest_httpserver import HTTPServer

BUSY = {"detail": {"status": "system_busy", "message": "Busy."}}
SOON = {"retry-after-ms": "10"}


async def test_what_is_transient_is_tried_again(httpserver: HTTPServer, make: Any, path: str, pcm: bytes) -> None:
    httpserver.expect_ordered_request(path).respond_with_json(BUSY, status=429, headers=SOON)
    httpserver.expect_ordered_request(path).respond_with_json({}, status=503)
    httpserver.expect_ordered_request(path).respond_with_data(b"", content_type="audio/pcm")
    httpserver.expect_ordered_request(path).respond_with_data(pcm, content_type="audio/pcm")
    audio = await make(max_retries=3).synthesize("Hello")
    assert audio.data == pcm
    assert len(httpserver.log) == 4
    assert {request.data for request, _ in httpserver.log} == {httpserver.log[0][0].data}


@pytest.mark.parametrize("tries", [1, 2, 3])
async def test_it_is_tried_as_often_as_was_said(httpserver: HTTPServer, make: Any, path: str, tries: int) -> None:
    httpserver.expect_request(path).respond_with_json(BUSY, status=429, headers=SOON)
    with pytest.raises(RateLimitError):
        await make(max_retries=tries - 1).synthesize("Hello")
    assert len(httpserver.log) == tries


@pytest.mark.parametrize(
    ("status", "reason", "error"),
    [(401, "quota_exceeded", QuotaExceededError), (401, "invalid_api_key", AuthenticationError)],
)
async def test_what_stays_wrong_is_not_tried_again(
    httpserver: HTTPServer, make: Any, path: str, status: int, reason: str, error: type[SynthesisError]
) -> None:
    body = {"detail": {"status": reason, "message": ""}}
    httpserver.expect_request(path).respond_with_json(body, status=status, headers=SOON)
    with pytest.raises(error):
        await make(max_retries=3).synthesize("Hello")
    assert len(httpserver.log) == 1


async def test_a_wait_that_is_too_long_is_an_error_at_once(httpserver: HTTPServer, make: Any, path: str) -> None:
    httpserver.expect_request(path).respond_with_json(BUSY, status=429, headers={"Retry-After": "3600"})
    with pytest.raises(RateLimitError) as caught:
        await make(max_retries=3).synthesize("Hello")
    assert caught.value.retry_after == 3600.0
    assert len(httpserver.log) == 1


async def test_the_search_for_a_voice_is_tried_again_by_russo_and_not_by_the_sdk(
    httpserver: HTTPServer, make: Any
) -> None:
    httpserver.expect_request("/v2/voices").respond_with_json({}, status=500)
    with pytest.raises(ProviderUnavailableError):
        await make(voice="My clone").synthesize("Hello")
    assert len(httpserver.log) == 1


async def test_damaged_audio_is_asked_for_again(httpserver: HTTPServer, make: Any, path: str) -> None:
    httpserver.expect_request(path).respond_with_data(b"\0" * 3, content_type="audio/pcm")
    with pytest.raises(NoAudioError):
        await make(max_retries=1).synthesize("Hello")
    assert len(httpserver.log) == 2


@pytest.mark.parametrize("limit", [1, 2])
async def test_no_more_calls_at_once_than_was_said(make: Any, raw_server: Any, pcm: bytes, limit: int) -> None:
    lock, full, go = threading.Lock(), threading.Event(), threading.Event()
    active = 0
    most = 0

    def script(connection: socket.socket) -> None:
        nonlocal active, most
        with lock:
            active += 1
            most = max(most, active)
            if active == limit:
                full.set()
        assert go.wait(30)
        with lock:
            active -= 1
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: audio/pcm\r\nContent-Length: 4800\r\n\r\n" + pcm)

    synthesizer = make(base_url=raw_server(script).url, max_concurrency=limit)
    tasks = [asyncio.create_task(synthesizer.synthesize(f"Number {number}")) for number in range(5)]
    assert await asyncio.to_thread(full.wait, 30)
    go.set()
    spoken = await asyncio.gather(*tasks)
    assert [audio.data for audio in spoken] == [pcm] * 5
    assert most == limit


async def test_the_default_is_what_the_free_plan_allows(make: Any, raw_server: Any, pcm: bytes) -> None:
    both = threading.Barrier(2)

    def script(connection: socket.socket) -> None:
        both.wait(30)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: audio/pcm\r\nContent-Length: 4800\r\n\r\n" + pcm)

    synthesizer = make(base_url=raw_server(script).url)
    spoken = await asyncio.gather(*(synthesizer.synthesize(word) for word in ("One", "Two")))
    assert [audio.data for audio in spoken] == [pcm, pcm]
