"""Voices: by a name that only the account knows, and all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from russo.errors import AuthenticationError, InvalidRequestError, ProviderUnavailableError
from russo.providers import Voice
from russo_elevenlabs.models import VOICES

if TYPE_CHECKING:
    from pytest_httpserver import HTTPServer

CLONE = "Abcdefghij0123456789"
OTHER = "Zbcdefghij0123456789"


def _page(*voices: dict[str, Any], token: str | None = None) -> dict[str, Any]:
    return {"voices": list(voices), "has_more": token is not None, "total_count": 9, "next_page_token": token}


def _voice(name: str, voice_id: str = CLONE) -> dict[str, Any]:
    return {"voice_id": voice_id, "name": name}


@pytest.mark.parametrize("name", ["My clone", "my CLONE ", "My clone - Warm, Calm"])
async def test_a_name_is_looked_up_at_the_call(httpserver: HTTPServer, make: Any, pcm: bytes, name: str) -> None:
    found = _page(_voice("My clone two", OTHER), _voice("My clone - Warm, Calm"))
    httpserver.expect_request("/v2/voices", method="GET").respond_with_json(found)
    httpserver.expect_request(f"/v1/text-to-speech/{CLONE}").respond_with_data(pcm, content_type="audio/pcm")
    synthesizer = make(voice=name)
    assert [(await synthesizer.synthesize(text)).data for text in ("Hello", "Again")] == [pcm, pcm]
    assert dict(httpserver.log[0][0].args) == {"page_size": "100", "search": name.strip()}
    assert [request.method for request, _ in httpserver.log] == ["GET", "POST", "POST"]


async def test_a_whole_name_comes_before_its_beginning(httpserver: HTTPServer, make: Any, pcm: bytes) -> None:
    found = _page(_voice("My clone - Warm", OTHER), _voice("My clone"))
    httpserver.expect_request("/v2/voices").respond_with_json(found)
    httpserver.expect_request(f"/v1/text-to-speech/{CLONE}").respond_with_data(pcm, content_type="audio/pcm")
    assert (await make(voice="My clone").synthesize("Hello")).data == pcm


@pytest.mark.parametrize(
    ("voices", "said"),
    [
        ([], "elevenlabs knows no voice named 'My clone' in this account: `russo voices elevenlabs` lists them"),
        ([_voice("My clone 2")], "elevenlabs knows no voice named 'My clone'"),
        (
            [_voice("My clone"), _voice("my clone", OTHER)],
            f"several voices are named 'My clone': My clone is {CLONE}; my clone is {OTHER}. Set voice=... to an id",
        ),
        ([_voice("My clone", "../../v1/user")], "gave the voice 'My clone' an id that is invalid: '../../v1/user'"),
    ],
)
async def test_a_name_that_is_no_one_voice(httpserver: HTTPServer, make: Any, voices: Any, said: str) -> None:
    httpserver.expect_request("/v2/voices").respond_with_json(_page(*voices))
    with pytest.raises(InvalidRequestError) as caught:
        await make(voice="My clone", max_retries=2).synthesize("Hello")
    assert said in str(caught.value)
    assert [request.path for request, _ in httpserver.log] == ["/v2/voices"]


@pytest.mark.parametrize("voice", ["../../user", "a/b", "JBFqnCBsd6RMkjVDRZzb?x=1", "JBFqnCBsd6RMkjVDRZz\n"])
async def test_what_is_no_id_never_gets_into_a_path(httpserver: HTTPServer, make: Any, voice: str) -> None:
    httpserver.expect_request("/v2/voices").respond_with_json(_page())
    with pytest.raises(InvalidRequestError, match="knows no voice named"):
        await make(voice=voice).synthesize("Hello")
    assert [request.path for request, _ in httpserver.log] == ["/v2/voices"]


async def test_all_voices_page_after_page(httpserver: HTTPServer, make: Any, key: str) -> None:
    full = {
        "voice_id": CLONE,
        "name": "Clone",
        "category": "cloned",
        "description": "A warm voice.",
        "labels": {"gender": "female", "language": "en", "accent": "british", "age": "young", "use_case": "news"},
        "verified_languages": [
            {"language": "en", "model_id": "eleven_v3"},
            {"language": "de", "model_id": "eleven_v3", "locale": "de-DE"},
        ],
    }
    httpserver.expect_request("/v2/voices", query_string={"page_size": "100"}).respond_with_json(
        _page(full, token="next")
    )
    httpserver.expect_request(
        "/v2/voices", query_string={"page_size": "100", "next_page_token": "next"}
    ).respond_with_json(_page({"voice_id": OTHER}))
    assert await make().list_voices() == (
        Voice(
            CLONE,
            "Clone",
            languages=("en", "de-DE"),
            gender="female",
            description="A warm voice.",
            tags=("cloned", "british", "young", "news"),
        ),
        Voice(OTHER, OTHER),
    )
    assert {request.headers["xi-api-key"] for request, _ in httpserver.log} == {key}


async def test_without_a_key_the_premade_voices(httpserver: HTTPServer, make: Any) -> None:
    assert await make(api_key=None).list_voices() == VOICES
    assert httpserver.log == []


async def test_a_key_that_is_refused_is_no_missing_key(httpserver: HTTPServer, make: Any) -> None:
    body = {"detail": {"status": "invalid_api_key", "message": "Invalid API key"}}
    httpserver.expect_request("/v2/voices").respond_with_json(body, status=401)
    with pytest.raises(AuthenticationError, match="401: invalid_api_key: Invalid API key"):
        await make().list_voices()


async def test_a_list_that_is_no_json(httpserver: HTTPServer, make: Any) -> None:
    httpserver.expect_request("/v2/voices").respond_with_data("<html>", status=502, content_type="text/html")
    with pytest.raises(ProviderUnavailableError, match="502: <html>"):
        await make().list_voices()
