"""Google Cloud Text-to-Speech.

Written from google-cloud-texttospeech 2.38.0 and the pages of docs.cloud.google.com/text-to-speech.
"""

from __future__ import annotations

import re
from typing import Any, Final

from russo.providers import (
    HttpApi,
    HttpSynthesizer,
    HttpVoices,
    KeyHeader,
    Provider,
    Refusal,
    TextTooLongError,
    hookimpl,
    option,
    refused,
)

from . import checks
from .google_access import find_access
from .prices import LITELLM, characters

_LANGUAGE: Final = re.compile(r"[a-z]{2,3}-[A-Z][A-Za-z]+(?=-)")

DESCRIPTION: Final = Provider(
    "google-cloud",
    target="russo_http:GoogleCloudSynthesizer",
    package="russo-http",
    env=("GOOGLE_API_KEY",),
    default_voice="en-US-Chirp3-HD-Charon",
    prices={"": characters(30, LITELLM)},
)


class GoogleCloudSynthesizer(HttpSynthesizer):
    """Speaks with Google Cloud: Chirp 3 HD, Neural2, WaveNet, Studio and Gemini voices. The price is for Chirp 3 HD.

    Source: https://docs.cloud.google.com/text-to-speech/docs/reference/rest/v1/text/synthesize

    Args:
        voice: A voice, whose name begins with its language unless ``language`` is set.
        model: The model of a Gemini voice, such as ``gemini-2.5-flash-tts``; other voices have none.
        language: The language, if the name of the voice does not begin with it.
        prompt: How a Gemini voice should speak.
        speed: 0.25 to 2.
        pitch: -20 to 20 semitones.
        volume: -96 to 16 dB.
        sample_rate: Hz; by default the voice's own.
        api_key: The key; by default the application default credentials where
            ``GOOGLE_APPLICATION_CREDENTIALS`` is set, else the variable ``GOOGLE_API_KEY``, else those of ``gcloud``.
        base_url: Another server that speaks the same API.
        timeout: How many seconds an utterance may take in total.
        max_retries: How often a call is retried after a transient failure.
        max_concurrency: How many calls this process makes at once.
        max_bytes: The largest answer that is accepted, in bytes.

    Attributes:
        provider: ``"google-cloud"``.
        description: How the plugin describes the provider.
        api: The requests and answers of the API.

    Raises:
        OptionError: An option has an invalid value.

    Example:
        >>> from russo_http import GoogleCloudSynthesizer
        >>> GoogleCloudSynthesizer(language="en-US", voice="Charon", model="gemini-2.5-flash-tts")
        GoogleCloudSynthesizer(voice='Charon', model='gemini-2.5-flash-tts', language='en-US')
    """

    description = DESCRIPTION
    api = HttpApi(
        base="https://texttospeech.googleapis.com",
        path="/v1/text:synthesize",
        key_header=("X-Goog-Api-Key", "{key}"),
        body={
            "input": {"text": "{text}", "prompt": "{prompt}"},
            "voice": {"languageCode": "{spoken}", "name": "{voice}", "modelName": "{model}"},
            "audioConfig": {
                "audioEncoding": "LINEAR16",
                "speakingRate": "{speed}",
                "pitch": "{pitch}",
                "volumeGainDb": "{volume}",
                "sampleRateHertz": "{sample_rate}",
            },
        },
        audio="json:audioContent|base64",
        speed="speed",
        longest={"": 5000},
        unit="bytes",
        message=("error.status", "error.message"),
        refusals=(Refusal(TextTooLongError, status=400, saying="5000 bytes|too long", help="Split the text."),),
        voices=HttpVoices(
            path="/v1/voices",
            at="voices",
            id="name",
            languages="languageCodes",
            gender="ssmlGender",
            query={"languageCode": "{language}"},
        ),
    )

    voice: str = option(default=DESCRIPTION.default_voice)
    model: str | None = option(default=None)
    language: str | None = option(default=None, check=checks.language)
    prompt: str | None = option(default=None)
    speed: float | None = option(default=None, least=0.25, most=2)
    pitch: float | None = option(default=None, least=-20, most=20)
    volume: float | None = option(default=None, least=-96, most=16)
    sample_rate: int | None = option(default=None, least=8000, most=48000, whole=True)

    def check_together(self) -> None:
        """Refuse a voice without a language: the API needs one, and would swap a voice that does not speak it.

        Raises:
            OptionError: Two options do not go together.

        Example:
            >>> from russo_http import GoogleCloudSynthesizer
            >>> GoogleCloudSynthesizer().check_together()
        """
        if self.language is None and not _LANGUAGE.match(self.voice):
            raise refused("voice", self.voice, "one whose name begins with its language, or language must be set")

    def values(self, text: str) -> dict[str, Any]:
        """Add the language, from the name of the voice.

        Args:
            text: What is to be said.

        Returns:
            The text and the options.

        Example:
            >>> from russo_http import GoogleCloudSynthesizer
            >>> GoogleCloudSynthesizer().values("Hello")["spoken"]
            'en-US'
        """
        named = _LANGUAGE.match(self.voice)
        return super().values(text) | {"spoken": self.language or (named[0] if named else None)}

    @property
    def key_place(self) -> str:
        """Where the key or the credentials are set.

        Returns:
            The variables, and the option.

        Example:
            >>> from russo_http import GoogleCloudSynthesizer
            >>> GoogleCloudSynthesizer().key_place
            'GOOGLE_API_KEY, api_key=... or the application default credentials'
        """
        return "GOOGLE_API_KEY, api_key=... or the application default credentials"

    async def signer(self) -> KeyHeader:
        """Find a key, or a token from the application default credentials.

        Raises:
            MissingKeyError: There is neither.

        Returns:
            What puts it into each request.

        Example:
            >>> import asyncio
            >>> from russo_http import GoogleCloudSynthesizer
            >>> asyncio.run(GoogleCloudSynthesizer(api_key="k-1").signer()).name
            'X-Goog-Api-Key'
        """
        return await find_access(self.api_key, self.timeout)


@hookimpl
def russo_provider() -> Provider:
    """Describe the provider ``google-cloud``."""
    return DESCRIPTION
