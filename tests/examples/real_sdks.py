"""Completes the package of `russo new-provider acme` with a real SDK, as its user would: for `nox -s real_sdks`.

`python tests/examples/real_sdks.py FOLDER DISTRIBUTION` changes the package in FOLDER.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple


class Sdk(NamedTuple):
    """The modules to import late, the name of the text in a request, and the calls of the SDK."""

    module: str
    text: str
    calls: str


_API_ERROR = """
    def _classify(self, error: Exception) -> RussoError | None:
        from {module}.core.api_error import ApiError

        if isinstance(error, ApiError) and error.status_code:
            wait = retry_after(error.headers or {{}})
            return from_status(self.provider, error.status_code, str(error.body)[:500], retry_after=wait)
        return from_transport(self.provider, error)
"""
_STATUS_ERROR = """
    def _classify(self, error: Exception) -> RussoError | None:
        from {module} import APIStatusError

        if isinstance(error, APIStatusError):
            wait = retry_after(error.response.headers)
            return from_status(self.provider, error.status_code, error.message, retry_after=wait)
        return from_transport(self.provider, error)
"""

SDKS = {
    "elevenlabs": Sdk(
        "elevenlabs.client",
        "text",
        """
        import httpx
        from elevenlabs import VoiceSettings
        from elevenlabs.client import AsyncElevenLabs

        async with httpx.AsyncClient(**http_options(self.provider, self._policy)) as http:
            client = AsyncElevenLabs(api_key=key, base_url=self._address.url, httpx_client=http)
            parts = client.text_to_speech.convert(
                self._voice,
                text=text,
                model_id=self._model,
                voice_settings=VoiceSettings(speed=self._speed),
                output_format="wav_24000",
                request_options={"max_retries": 0},
            )
            data = b"".join([part async for part in parts])
        return received_audio(self.provider, data, text=text, speed=self._speed)
"""
        + _API_ERROR.format(module="elevenlabs"),
    ),
    "deepgram-sdk": Sdk(
        "deepgram",
        "text",
        """
        import httpx
        from deepgram import AsyncDeepgramClient
        from deepgram.environment import DeepgramClientEnvironment

        url = self._address.url
        async with httpx.AsyncClient(**http_options(self.provider, self._policy)) as http:
            here = DeepgramClientEnvironment(base=url, production=url, agent=url, agent_rest=url)
            client = AsyncDeepgramClient(api_key=key, environment=here, httpx_client=http)
            parts = client.speak.v1.audio.generate(
                text=text,
                model=f"{self._model}-{self._voice}-en",
                speed=self._speed,
                encoding="linear16",
                container="wav",
                request_options={"max_retries": 0},
            )
            data = b"".join([part async for part in parts])
        return received_audio(self.provider, data, text=text, speed=self._speed)
"""
        + _API_ERROR.format(module="deepgram"),
    ),
    "openai": Sdk(
        "openai",
        "input",
        """
        from openai import AsyncOpenAI, DefaultAsyncHttpxClient

        options = http_options(self.provider, self._policy, library="httpx2")
        async with AsyncOpenAI(
            api_key=key,
            base_url=self._address.url,
            max_retries=0,
            http_client=DefaultAsyncHttpxClient(**options),
        ) as client:
            answer = await client.audio.speech.create(
                input=text, model=self._model, voice=self._voice, speed=self._speed, response_format="wav"
            )
        return received_audio(self.provider, answer.content, text=text, speed=self._speed)
"""
        + _STATUS_ERROR.format(module="openai"),
    ),
    "cartesia": Sdk(
        "cartesia",
        "transcript",
        """
        import httpx
        from cartesia import AsyncCartesia

        async with (
            httpx.AsyncClient(**http_options(self.provider, self._policy)) as http,
            AsyncCartesia(api_key=key, base_url=self._address.url, max_retries=0, http_client=http) as client,
        ):
            answer = await client.tts.generate(
                transcript=text,
                model_id=self._model,
                voice={"id": self._voice},
                output_format={"container": "wav", "encoding": "pcm_s16le", "sample_rate": 24000},
                generation_config={"speed": self._speed},
            )
            data = await answer.read()
        return received_audio(self.provider, data, text=text, speed=self._speed)
"""
        + _STATUS_ERROR.format(module="cartesia"),
    ),
}


def fill_in(folder: Path, sdk: Sdk) -> None:
    """Put the calls of an SDK where the template says TODO, and have its stand-in server answer like the API."""
    path = folder / "src" / "russo_acme" / "synthesizer.py"
    source = replaced(path.read_text(encoding="utf-8"), '(self.provider, "httpx")', f'(self.provider, "{sdk.module}")')
    kept, line, _ = source.partition("    async def _attempt(self, text: str, key: str) -> Audio:\n")
    path.write_text(kept + line + sdk.calls.lstrip("\n"), encoding="utf-8")
    path = folder / "tests" / "test_contract.py"
    source = replaced(path.read_text(encoding="utf-8"), '("httpx",)', f'("{sdk.module}",)')
    source = replaced(source, 'request["model"] == "no-such-model"', '"no-such-model" in f"{self.path} {request}"')
    path.write_text(replaced(source, 'request["text"]', f'request["{sdk.text}"]'), encoding="utf-8")


def replaced(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, f"the template has no {old!r}, or more than one"
    return text.replace(old, new)


if __name__ == "__main__":
    fill_in(Path(sys.argv[1]), SDKS[sys.argv[2]])
