"""A client of the user's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest
from elevenlabs.client import AsyncElevenLabs, ElevenLabs

from russo.errors import OptionError
from russo_elevenlabs import ElevenLabsSynthesizer

if TYPE_CHECKING:
    from pytest_httpserver import HTTPServer


async def test_it_is_used_as_it_is_and_not_closed(httpserver: HTTPServer, path: str, pcm: bytes) -> None:
    httpserver.expect_request(path).respond_with_data(pcm, content_type="audio/pcm")
    async with httpx.AsyncClient(headers={"x-mine": "yes"}) as http:
        client = AsyncElevenLabs(api_key="sk_mine", base_url=httpserver.url_for(""), httpx_client=http)
        synthesizer = ElevenLabsSynthesizer(client=client)
        assert [(await synthesizer.synthesize("Hello")).data for _ in range(2)] == [pcm, pcm]
        assert not http.is_closed
    headers = httpserver.log[1][0].headers
    assert (headers["xi-api-key"], headers["x-mine"]) == ("sk_mine", "yes")


async def test_its_server_is_a_part_of_the_key(httpserver: HTTPServer) -> None:
    async with httpx.AsyncClient() as http:
        foreign = AsyncElevenLabs(api_key="sk_mine", base_url="https://proxy.example.com/x", httpx_client=http)
        own = AsyncElevenLabs(api_key="sk_mine", httpx_client=http)
        assert ElevenLabsSynthesizer(client=foreign).cache_fields["base_url"] == "https://proxy.example.com/x"
        assert ElevenLabsSynthesizer(client=own).cache_fields == ElevenLabsSynthesizer().cache_fields


async def test_it_lists_voices_without_a_key(httpserver: HTTPServer) -> None:
    page: dict[str, Any] = {"voices": [{"voice_id": "a" * 20, "name": "A"}], "has_more": False, "total_count": 1}
    httpserver.expect_request("/v2/voices").respond_with_json(page)
    async with httpx.AsyncClient() as http:
        client = AsyncElevenLabs(api_key="sk_mine", base_url=httpserver.url_for(""), httpx_client=http)
        assert [voice.name for voice in await ElevenLabsSynthesizer(client=client).list_voices()] == ["A"]


def test_a_client_that_cannot_be_awaited_is_refused() -> None:
    with httpx.Client() as http, pytest.raises(OptionError, match=r"must be an elevenlabs\.client\.AsyncElevenLabs"):
        ElevenLabsSynthesizer(client=ElevenLabs(api_key="sk_mine", httpx_client=http))  # type: ignore[arg-type]
