from __future__ import annotations

import pytest

from russo.errors import AuthenticationError, ProviderUnavailableError
from russo.providers import Voice
from russo_google import GoogleSynthesizer

PUCK = {
    "type": "prebuilt",
    "id": "Puck",
    "display_name": "Puck",
    "gender": "Male",
    "language_code": "en-US",
    "accent": "American",
    "persona": "Upbeat",
    "pitch": "medium",
    "description": "A bright voice.",
}


async def test_the_voices_that_the_api_lists(gemini):
    gemini.speaks({"voices": [{"type": "prompted", "id": "voice_1"}, {"type": "prebuilt"}, PUCK]})
    assert await gemini.synthesizer().list_voices() == (
        Voice("voice_1", "voice_1"),
        Voice(
            "Puck",
            "Puck",
            languages=("en-US",),
            gender="male",
            description="A bright voice.",
            tags=("American", "Upbeat", "medium"),
        ),
    )
    (request,) = gemini.requests
    assert (request.method, request.path) == ("GET", f"/{gemini.version}/voices")
    assert dict(request.args) == {"page_size": "1000"}
    assert request.headers["x-goog-api-key"] == gemini.key


async def test_every_page_is_asked_for(gemini):
    server, path = gemini.server, f"/{gemini.version}/voices"
    server.expect_request(path, query_string={"page_size": "1000"}).respond_with_json(
        {"voices": [{"type": "prebuilt", "id": "A"}], "next_page_token": "2"}
    )
    server.expect_request(path, query_string={"page_size": "1000", "page_token": "2"}).respond_with_json(
        {"voices": [{"type": "prebuilt", "id": "B"}]}
    )
    assert [voice.id for voice in await gemini.synthesizer().list_voices()] == ["A", "B"]


@pytest.mark.parametrize("options", [{"api_key": None}, {"api_key": None, "vertexai": True}])
async def test_without_a_key_the_thirty_are_listed(gemini, options):
    voices = await gemini.synthesizer(**options).list_voices()
    assert len({voice.id for voice in voices}) == 30
    assert voices[0] == Voice("Achernar", "Achernar", gender="female", description="Soft", tags=("soft",))
    assert gemini.requests == []


async def test_a_key_that_is_refused(gemini):
    gemini.fails(403, gemini.error(403, "PERMISSION_DENIED", "no"))
    with pytest.raises(AuthenticationError, match="google answered 403: "):
        await gemini.synthesizer().list_voices()


async def test_a_failure_is_tried_as_often_as_allowed(gemini):
    if gemini.sdk < 3:
        pytest.skip("the SDK takes the number of attempts for that of retries")
    gemini.fails(503, gemini.error(503, "UNAVAILABLE", "later"))
    with pytest.raises(ProviderUnavailableError, match="google answered 503: "):
        await gemini.synthesizer().list_voices()
    assert len(gemini.requests) == 1


async def test_nobody_listens(socket_server):
    server = socket_server(lambda connection: None)
    with pytest.raises(ProviderUnavailableError):
        await GoogleSynthesizer(api_key="k", base_url=server.url, max_retries=0).list_voices()
