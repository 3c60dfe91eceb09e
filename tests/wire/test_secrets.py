"""No message contains a key, not even that of a client which the user has made."""

from __future__ import annotations

import asyncio
import json
import traceback
from typing import TYPE_CHECKING, Any

import pytest

from russo.errors import AuthenticationError, RussoError
from russo.synthesizers import ElevenLabsSynthesizer, GoogleSynthesizer, OpenAISynthesizer
from wire.conftest import KEY, TEXT, Answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from wire.conftest import Wire


def openai(url: str) -> Any:
    from openai import AsyncOpenAI

    return OpenAISynthesizer(client=AsyncOpenAI(api_key=KEY, base_url=f"{url}/v1"), model="tts-1", max_retries=0)


def google(url: str) -> Any:
    from google import genai

    options = genai.types.HttpOptions(base_url=url)
    return GoogleSynthesizer(client=genai.Client(api_key=KEY, http_options=options), max_retries=0)


def elevenlabs(url: str) -> Any:
    from elevenlabs.client import AsyncElevenLabs

    return ElevenLabsSynthesizer(client=AsyncElevenLabs(api_key=KEY, base_url=url), max_retries=0)


@pytest.mark.parametrize("make", [openai, google, elevenlabs])
def test_the_key_of_a_client_is_in_no_message(make: Callable[[str], Any], serve: Any) -> None:
    body = {"error": {"message": f"no such key: {KEY}"}, "detail": {"message": f"no such key: {KEY}"}}
    server = serve(lambda _: Answer(json.dumps(body).encode(), "401 Unauthorized", ("Content-Type: application/json",)))
    with pytest.raises(AuthenticationError, match=r"no such key: \*\*\*") as caught:
        asyncio.run(make(server.url).synthesize(TEXT))
    assert KEY not in "".join(traceback.format_exception(caught.value)) + repr(caught.value.__cause__)


def test_the_password_of_a_proxy_is_in_no_message(wire: Wire, serve: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    said = b'{"error": {"message": "proxy: hunter2-hunter2 refused"}, "detail": "proxy: hunter2-hunter2 refused"}'
    server = serve(lambda _: Answer(said, "407 Proxy Authentication Required", ("Content-Type: application/json",)))
    monkeypatch.setenv("HTTP_PROXY", f"http://me:hunter2-hunter2@127.0.0.1:{server.port}")
    with pytest.raises(RussoError, match="407") as caught:
        asyncio.run(wire.make("http://speech.invalid", max_retries=0).synthesize(TEXT))
    assert len(server.requests) == 1
    assert "hunter2" not in "".join(traceback.format_exception(caught.value)) + repr(caught.value.__cause__)
