"""A server at another origin gets no request, and its answer is not used."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from russo.errors import InvalidRequestError
from russo.synthesizers import OpenAISynthesizer
from wire.conftest import KEY, TEXT, Answer

if TYPE_CHECKING:
    from wire.conftest import Wire


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_another_origin_is_an_error_once(wire: Wire, serve: Any, status: int) -> None:
    other = serve(lambda _: Answer(wire.body, headers=(f"Content-Type: {wire.mime}",)))
    server = serve(lambda _: Answer(b"", f"{status} Moved", (f"Location: http://localhost:{other.port}/else",)))
    with pytest.raises(InvalidRequestError, match=f"answered {status}, a redirect, and those are not followed"):
        asyncio.run(wire.make(server.url).synthesize(TEXT))
    assert (len(server.requests), other.connections) == (1, 0)


def test_a_redirect_within_the_origin_is_an_error_too(wire: Wire, serve: Any) -> None:
    server = serve(lambda _: Answer(b"", "307 Moved", ("Location: /else",)))
    with pytest.raises(InvalidRequestError, match="a redirect"):
        asyncio.run(wire.make(server.url).synthesize(TEXT))
    assert len(server.requests) == 1


def test_a_websocket_is_not_redirected(serve: Any) -> None:
    other = serve(lambda _: Answer(b""))
    server = serve(lambda _: Answer(b"", "307 Moved", (f"Location: http://localhost:{other.port}/else",)))
    synth = OpenAISynthesizer(base_url=f"{server.url}/v1", api_key=KEY, endpoint="realtime")
    with pytest.raises(InvalidRequestError, match="openai answered 307, a redirect"):
        asyncio.run(synth.synthesize(TEXT))
    assert (len(server.requests), other.connections) == (1, 0)
