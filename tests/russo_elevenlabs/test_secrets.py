"""The key is only in the header of the request."""

from __future__ import annotations

import inspect
import logging
import traceback
from typing import TYPE_CHECKING, Any

import pytest

from russo.errors import SynthesisError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_httpserver import HTTPServer


def test_not_in_the_repr_nor_in_the_fields(make: Any, key: str) -> None:
    synthesizer = make()
    assert key not in repr(synthesizer)
    assert key not in repr(synthesizer.cache_fields)
    assert key not in repr(vars(synthesizer))


async def test_not_in_any_log(
    httpserver: HTTPServer, make: Any, path: str, pcm: bytes, key: str, caplog: pytest.LogCaptureFixture
) -> None:
    httpserver.expect_request(path).respond_with_data(pcm, content_type="audio/pcm")
    httpserver.expect_request("/v2/voices").respond_with_json({}, status=401)
    with caplog.at_level(logging.DEBUG):
        await make().synthesize("Hello")
        with pytest.raises(SynthesisError):
            await make().list_voices()
    assert {record.name.partition(".")[0] for record in caplog.records} >= {"httpcore", "httpx"}
    assert key not in caplog.text
    assert key not in "".join(repr(vars(record)) for record in caplog.records)


async def test_not_in_an_error_even_where_the_server_says_it(
    httpserver: HTTPServer, make: Any, path: str, key: str
) -> None:
    body = {"detail": {"status": "invalid_api_key", "message": f"Invalid API key: {key}"}}
    httpserver.expect_request(path).respond_with_json(body, status=401, headers={"x-echo": key})
    with pytest.raises(SynthesisError) as caught:
        await make().synthesize("Hello")
    assert "Invalid API key: ***" in str(caught.value)
    assert key not in "".join(traceback.format_exception(caught.value))
    assert key not in repr(caught.value.__cause__)


async def test_not_in_an_error_of_the_transport(make: Any, raw_server: Any, key: str) -> None:
    server = raw_server(lambda connection: connection.sendall(f"HTTP/1.1 2{key}\r\n\r\n".encode()))
    with pytest.raises(SynthesisError) as caught:
        await make(base_url=server.url).synthesize("Hello")
    assert key not in "".join(traceback.format_exception(caught.value))


async def test_not_in_what_pytest_shows_of_a_traceback(httpserver: HTTPServer, make: Any, path: str, key: str) -> None:
    httpserver.expect_request(path).respond_with_json({}, status=401)
    with pytest.raises(SynthesisError) as refused:
        await make().synthesize("Hello")
    with pytest.raises(SynthesisError) as unreachable:
        await make(base_url="http://127.0.0.1:1").synthesize("Hello")
    for error in (refused.value, unreachable.value):
        shown = {f"{frame.filename}:{name}" for frame, name, value in _locals(error) if key in repr(value)}
        assert {place for place in shown if place.partition(":")[0] != __file__} == set()


def _locals(error: BaseException | None) -> Iterator[tuple[Any, str, Any]]:
    while error is not None:
        for frame, _ in traceback.walk_tb(error.__traceback__):
            for name, value in frame.f_locals.items():
                yield inspect.getframeinfo(frame), name, value
        error = error.__cause__
