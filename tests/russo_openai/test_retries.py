from __future__ import annotations

import asyncio
import threading

import pytest

from russo.errors import InvalidRequestError, MissingKeyError, QuotaExceededError, RateLimitError

SOON = {"retry_after_ms": "10"}


async def test_a_limit_passes(http):
    http.refuses(429, "rate_limit_exceeded", **SOON)
    http.refuses(429, "rate_limit_exceeded", **SOON)
    http.answers(http.wav())
    assert (await http.synthesizer(max_retries=2).synthesize("Hello")).data == http.wav()
    assert len(http.requests) == 3
    assert {request.headers["x-stainless-retry-count"] for request in http.requests} == {"0"}


async def test_a_limit_that_does_not_pass(http):
    for _ in range(3):
        http.refuses(429, "rate_limit_exceeded", **SOON)
    with pytest.raises(RateLimitError) as caught:
        await http.synthesizer(max_retries=2).synthesize("Hello")
    assert caught.value.retry_after == 0.01
    assert len(http.requests) == 3


async def test_a_wait_that_is_too_long_is_not_waited_for(http):
    http.refuses(429, "rate_limit_exceeded", retry_after="3600")
    with pytest.raises(RateLimitError) as caught:
        await http.synthesizer(max_retries=2).synthesize("Hello")
    assert caught.value.retry_after == 3600
    assert len(http.requests) == 1


@pytest.mark.parametrize("failure", [(500, None), (503, "server_error"), (408, None)])
async def test_a_failure_of_the_server_passes(http, failure):
    http.refuses(*failure)
    http.answers(http.wav())
    await http.synthesizer(max_retries=1).synthesize("Hello")
    assert len(http.requests) == 2


async def test_an_empty_answer_passes(http):
    http.answers(b"")
    http.answers(http.wav())
    assert (await http.synthesizer(max_retries=1).synthesize("Hello")).data == http.wav()


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [(429, "insufficient_quota", QuotaExceededError), (400, "invalid_value", InvalidRequestError)],
)
async def test_what_does_not_pass_is_asked_once(http, status, code, error):
    http.refuses(status, code)
    with pytest.raises(error):
        await http.synthesizer(max_retries=3).synthesize("Hello")
    assert len(http.requests) == 1


async def test_a_connection_that_was_cut_is_made_again(realtime, speaks):
    scripts = iter([lambda connection, server: connection.socket.shutdown(2), speaks()])
    realtime.script = lambda connection, server: next(scripts)(connection, server)  # noqa: PLW0108 - a new one each time
    await realtime.synthesizer(max_retries=1).synthesize("Hello")
    assert len(realtime.requests) == 2


async def test_no_more_at_once_than_allowed(http):
    inside, most, lock = 0, 0, threading.Lock()
    full = threading.Event()

    def answer(request):
        from werkzeug import Response

        nonlocal inside, most
        with lock:
            inside += 1
            most = max(most, inside)
            if inside == 2:
                full.set()
        full.wait(30)
        with lock:
            inside -= 1
        return Response(http.wav(), content_type="audio/wav")

    http.server.expect_request("/v1/audio/speech").respond_with_handler(answer)
    synthesizer = http.synthesizer(max_concurrency=2)
    await asyncio.gather(*(synthesizer.synthesize(f"Hello {number}") for number in range(6)))
    assert most == 2
    assert len(http.requests) == 6


async def test_without_a_key(http):
    synthesizer = type(http.synthesizer())()
    with pytest.raises(MissingKeyError, match=r"set the variable OPENAI_API_KEY, or pass api_key=\.\.\."):
        await synthesizer.synthesize("Hello")
