from __future__ import annotations

import asyncio
import json
import threading

import pytest

from russo.errors import InvalidRequestError, NoAudioError, ProviderUnavailableError, RateLimitError

RETRY = "type.googleapis.com/google.rpc.RetryInfo"


@pytest.mark.parametrize("code", [408, 429, 500, 502, 503, 504])
async def test_a_transient_failure_is_tried_again(gemini, code):
    gemini.fails_once(code, gemini.error(code, "UNAVAILABLE", "later"), {"retry-after-ms": "10"})
    gemini.speaks_once()
    audio = await gemini.synthesizer(max_retries=1).synthesize("Hello")
    assert audio.data == gemini.pcm
    assert len(gemini.requests) == 2


async def test_a_success_without_audio_is_tried_again(gemini):
    gemini.server.expect_oneshot_request(gemini.anything).respond_with_json({"candidates": [{"finishReason": "OTHER"}]})
    gemini.speaks_once()
    assert (await gemini.synthesizer(max_retries=1).synthesize("Hello")).data == gemini.pcm
    assert len(gemini.requests) == 2


async def test_a_retry_sends_the_same_request(gemini):
    gemini.fails_once(503, gemini.error(503, "UNAVAILABLE", "later"))
    gemini.speaks_once()
    await gemini.synthesizer(max_retries=1, style="calm").synthesize("Hello")
    first, second = gemini.requests
    assert first.get_data() == second.get_data()


async def test_the_wait_that_google_asks_for_is_obeyed(gemini):
    detail = {"@type": RETRY, "retryDelay": "0.01s"}
    for _ in range(3):
        gemini.fails_once(429, gemini.error(429, "RESOURCE_EXHAUSTED", "slow down", detail))
    gemini.speaks_once()
    # The usual backoff alone would take longer than this call may.
    assert (await gemini.synthesizer(max_retries=3, timeout=30).synthesize("Hello")).data == gemini.pcm


@pytest.mark.parametrize("delay", ["61s", "3600s"])
async def test_a_wait_that_is_too_long_is_an_error_at_once(gemini, delay):
    gemini.fails(429, gemini.error(429, "RESOURCE_EXHAUSTED", "slow down", {"@type": RETRY, "retryDelay": delay}))
    with pytest.raises(RateLimitError) as caught:
        await gemini.synthesizer(max_retries=3).synthesize("Hello")
    assert caught.value.retry_after == float(delay[:-1])
    assert len(gemini.requests) == 1


async def test_the_last_failure_is_told(gemini):
    gemini.fails_once(503, gemini.error(503, "UNAVAILABLE", "first"))
    gemini.fails_once(500, gemini.error(500, "INTERNAL", "second"))
    with pytest.raises(ProviderUnavailableError, match="google answered 500: second"):
        await gemini.synthesizer(max_retries=1).synthesize("Hello")
    assert len(gemini.requests) == 2


@pytest.mark.parametrize("code", [400, 404])
async def test_a_request_that_is_wrong_stays_wrong(gemini, code):
    gemini.fails(code, gemini.error(code, "INVALID_ARGUMENT", "no"))
    with pytest.raises(InvalidRequestError):
        await gemini.synthesizer(max_retries=3).synthesize("Hello")
    assert len(gemini.requests) == 1


async def test_the_sdk_does_not_try_again_by_itself(gemini):
    gemini.fails(503, gemini.error(503, "UNAVAILABLE", "later"))
    with pytest.raises(ProviderUnavailableError):
        await gemini.synthesizer(max_retries=0).synthesize("Hello")
    assert len(gemini.requests) == 1


async def test_no_connection_is_tried_twice_by_itself(gemini, socket_server):
    server = socket_server(lambda connection: None)
    with pytest.raises(ProviderUnavailableError):
        await gemini.synthesizer(base_url=server.url).synthesize("Hello")
    assert server.connections == 1


async def test_audio_that_cannot_be_heard_is_asked_for_again(gemini):
    gemini.server.expect_oneshot_request(gemini.anything).respond_with_json(gemini.answer(b"\x01"))
    gemini.speaks_once()
    assert (await gemini.synthesizer(max_retries=1).synthesize("Hello")).data == gemini.pcm


async def test_and_in_the_end_it_is_an_error(gemini):
    gemini.speaks(gemini.answer(b"\x01"))
    with pytest.raises(NoAudioError):
        await gemini.synthesizer(max_retries=1).synthesize("Hello")
    assert len(gemini.requests) == 2


@pytest.mark.parametrize(("options", "limit"), [({}, 2), ({"max_concurrency": 3}, 3)])
async def test_no_more_calls_at_once_than_allowed(gemini, socket_server, options, limit):
    together, lock = threading.Barrier(limit), threading.Lock()
    inside = most = 0
    body = json.dumps(gemini.answer()).encode()

    def speak(connection):
        nonlocal inside, most
        with lock:
            inside += 1
            most = max(most, inside)
        # No call is answered before there are as many as the limit allows.
        together.wait(30)
        with lock:
            inside -= 1
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % len(body) + body)

    synthesizer = gemini.synthesizer(base_url=socket_server(speak).url, **options)
    audios = await asyncio.gather(*(synthesizer.synthesize(f"Hello {n}") for n in range(2 * limit)))
    assert len(audios) == 2 * limit
    assert most == limit
