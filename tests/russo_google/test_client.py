"""A client of the user's own."""

from __future__ import annotations

import importlib.util

import pytest
from google import genai
from google.genai import types

from russo.errors import NoAudioError, ProviderUnavailableError, RateLimitError, SynthesisTimeoutError
from russo_google import GoogleSynthesizer

# If the SDK chooses the library itself, it does something that aiohttp warns about.
pytestmark = pytest.mark.filterwarnings("ignore:Inheritance class AiohttpClientSession:DeprecationWarning")

AIOHTTP = importlib.util.find_spec("aiohttp") is not None


@pytest.fixture
async def client(gemini):
    client = genai.Client(api_key="its-own", http_options=types.HttpOptions(base_url=gemini.url))
    yield client
    await client.aio.aclose()
    client.close()


async def test_it_is_used_as_it_is_and_not_closed(gemini, client):
    gemini.speaks()
    synthesizer = GoogleSynthesizer(client=client, style="calm")
    for _ in range(2):
        assert (await synthesizer.synthesize("Hello")).data == gemini.pcm
    assert [request.headers["x-goog-api-key"] for request in gemini.requests] == ["its-own"] * 2


async def test_where_it_points_is_a_field(gemini, client):
    assert GoogleSynthesizer(client=client).cache_fields["base_url"] == gemini.url
    google = genai.Client(api_key="k")
    assert dict(GoogleSynthesizer(client=google).cache_fields) == dict(GoogleSynthesizer().cache_fields)
    google.close()
    await google.aio.aclose()


async def test_so_is_whether_it_is_for_vertex_ai():
    vertex = genai.Client(vertexai=True, api_key="k")
    assert dict(GoogleSynthesizer(client=vertex).cache_fields) == dict(GoogleSynthesizer(vertexai=True).cache_fields)
    vertex.close()
    await vertex.aio.aclose()


async def test_an_error_of_it(gemini, client):
    gemini.fails(429, gemini.error(429, "RESOURCE_EXHAUSTED", "slow down"), {"Retry-After": "3"})
    with pytest.raises(RateLimitError) as caught:
        await GoogleSynthesizer(client=client, max_retries=0).synthesize("Hello")
    assert caught.value.retry_after == 3.0


async def test_its_voices(gemini, client):
    gemini.speaks({"voices": [{"type": "prebuilt", "id": "Puck"}]})
    assert [voice.id for voice in await GoogleSynthesizer(client=client).list_voices()] == ["Puck"]


async def test_anything_with_the_method_will_do(gemini):
    class Fake:
        aio = models = property(lambda self: self)

        async def generate_content(self, *, model, contents, config):
            return types.GenerateContentResponse.model_validate(gemini.candidate([{"text": model}]))

    with pytest.raises(NoAudioError, match="STOP, but wrote"):
        await GoogleSynthesizer(client=Fake(), max_retries=0).synthesize("Hello")


@pytest.mark.skipif(not AIOHTTP, reason="the SDK takes aiohttp only where it is installed")
class TestAiohttp:
    async def test_a_client_that_russo_makes_does_not_use_it(self, gemini):
        gemini.speaks()
        await gemini.synthesizer().synthesize("Hello")
        async with self.client(gemini.url) as client:
            await GoogleSynthesizer(client=client).synthesize("Hello")
        # The libraries differ on the wire: httpx sends a header about keeping the connection, and aiohttp does not.
        assert [request.headers.get("connection") for request in gemini.requests] == ["keep-alive", None]

    async def test_a_body_that_is_cut(self, socket_server):
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
        server = socket_server(lambda connection: connection.sendall(head))
        async with self.client(server.url) as client:
            with pytest.raises(ProviderUnavailableError, match="google could not be reached: ClientPayloadError"):
                await GoogleSynthesizer(client=client, max_retries=0).synthesize("Hello")

    async def test_a_server_that_hangs(self, socket_server):
        server = socket_server(lambda connection: connection.recv(1))
        async with self.client(server.url, timeout=100) as client:
            with pytest.raises(SynthesisTimeoutError):
                await GoogleSynthesizer(client=client, max_retries=0).synthesize("Hello")

    async def test_an_error_of_the_api(self, gemini):
        gemini.fails(503, gemini.error(503, "UNAVAILABLE", "later"))
        async with self.client(gemini.url) as client:
            with pytest.raises(ProviderUnavailableError, match="google answered 503: later"):
                await GoogleSynthesizer(client=client, max_retries=0).synthesize("Hello")

    @staticmethod
    def client(url, **options):
        from contextlib import asynccontextmanager

        @asynccontextmanager
        async def opened():
            client = genai.Client(api_key="k", http_options=types.HttpOptions(base_url=url, **options))
            yield client
            await client.aio.aclose()
            client.close()

        return opened()
