from __future__ import annotations

import pytest


async def test_the_request(http):
    http.answers(http.wav())
    await http.synthesizer().synthesize("Hello")
    (request,) = http.requests
    assert (request.method, request.path) == ("POST", "/v1/audio/speech")
    assert request.headers["authorization"] == f"Bearer {http.key}"
    assert request.headers["content-type"] == "application/json"
    assert request.get_json() == {
        "model": "gpt-4o-mini-tts",
        "input": "Hello",
        "voice": "alloy",
        "response_format": "wav",
    }


async def test_every_option(http):
    http.answers(http.pcm, mime="audio/pcm")
    synthesizer = http.synthesizer(
        voice="coral", model="tts-x", instructions="Calm", speed=2, response_format="pcm", organization="o", project="p"
    )
    await synthesizer.synthesize("“Hi” — it’s\nme")
    (request,) = http.requests
    assert request.headers["openai-organization"] == "o"
    assert request.headers["openai-project"] == "p"
    assert request.get_json() == {
        "model": "tts-x",
        "input": "“Hi” — it’s\nme",
        "voice": "coral",
        "instructions": "Calm",
        "response_format": "pcm",
        "speed": 2.0,
    }


@pytest.mark.parametrize("url", ["", "/"])
async def test_the_path_of_the_server_is_kept(http, url):
    http.answers(http.wav())
    await http.synthesizer(base_url=http.server.url_for("/proxy/v1") + url).synthesize("Hello")
    assert http.requests[0].path == "/proxy/v1/audio/speech"


async def test_the_address_from_the_environment(http, monkeypatch):
    monkeypatch.setenv("OPENAI_BASE_URL", http.url)
    http.answers(http.wav())
    synthesizer = http.synthesizer(base_url=None)
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:1/elsewhere")
    await synthesizer.synthesize("Hello")
    assert len(http.requests) == 1
    assert synthesizer.cache_fields["base_url"] == http.url


async def test_another_server_needs_no_key(http):
    http.answers(http.wav())
    await http.synthesizer(api_key=None).synthesize("Hello")
    assert http.requests[0].headers["authorization"] == "Bearer no-key"


async def test_the_key_from_the_environment_is_read_by_the_call(http, monkeypatch):
    http.answers(http.wav())
    synthesizer = http.synthesizer(api_key=None)
    monkeypatch.setenv("OPENAI_API_KEY", " sk-later ")
    await synthesizer.synthesize("Hello")
    assert http.requests[0].headers["authorization"] == "Bearer sk-later"


async def test_a_client_of_the_users_is_used_and_left_open(http):
    from openai import AsyncOpenAI

    http.answers(http.wav())
    async with AsyncOpenAI(api_key="sk-of-the-client", base_url=http.url) as client:
        synthesizer = http.synthesizer(client=client, api_key=None, base_url=None)
        assert synthesizer.cache_fields["base_url"] == http.url
        await synthesizer.synthesize("Hello")
        assert not client.is_closed()
    assert http.requests[0].headers["authorization"] == "Bearer sk-of-the-client"


async def test_a_client_of_the_users_does_not_try_again_by_itself(http):
    from openai import AsyncOpenAI

    from russo.errors import ProviderUnavailableError

    http.refuses(500)
    async with AsyncOpenAI(api_key="sk-of-the-client", base_url=http.url, max_retries=5) as client:
        with pytest.raises(ProviderUnavailableError):
            await http.synthesizer(client=client, api_key=None, base_url=None).synthesize("Hello")
    assert len(http.requests) == 1
