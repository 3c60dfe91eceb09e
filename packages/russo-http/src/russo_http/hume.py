"""Hume Octave.

Written from hume 0.14.1.
"""

from __future__ import annotations

import re
from typing import Any, Final

from russo.providers import HttpApi, HttpSynthesizer, HttpVoices, Provider, hookimpl, option

_ID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

DESCRIPTION: Final = Provider(
    "hume",
    target="russo_http:HumeSynthesizer",
    package="russo-http",
    env=("HUME_API_KEY",),
    default_voice="Male English Actor",
)


class HumeSynthesizer(HttpSynthesizer):
    """Speaks with Hume Octave, at 48000 Hz. A voice is always sent: without one, Hume would invent a new one each time.

    Source: https://dev.hume.ai/reference/text-to-speech-tts/synthesize-json

    Args:
        voice: The id or the name of a voice.
        voice_provider: ``HUME_AI`` for Hume's own voices, ``CUSTOM_VOICE`` for yours.
        version: The version of Octave: ``1`` or ``2``.
        acting: How the text should be said, in words.
        speed: 0.75 to 1.5.
        trailing_silence: Seconds of silence at the end.
        temperature: 0 to 1.
        api_key: The key; by default, that of the variable ``HUME_API_KEY`` at the first call.
        base_url: Another server that speaks the same API.
        timeout: How many seconds an utterance may take in total.
        max_retries: How often a call is retried after a transient failure.
        max_concurrency: How many calls this process makes at once.
        max_bytes: The largest answer that is accepted, in bytes.

    Attributes:
        provider: ``"hume"``.
        description: How the plugin describes the provider.
        api: The requests and answers of the API.

    Raises:
        OptionError: An option has an invalid value.

    Example:
        >>> from russo_http import HumeSynthesizer
        >>> HumeSynthesizer(acting="whispering")
        HumeSynthesizer(voice='Male English Actor', voice_provider='HUME_AI', version='2', acting='whispering')
    """

    description = DESCRIPTION
    api = HttpApi(
        base="https://api.hume.ai",
        path="/v0/tts",
        key_header=("X-Hume-Api-Key", "{key}"),
        body={
            "utterances": [
                {
                    "text": "{text}",
                    "voice": {"id": "{voice_id}", "name": "{voice_name}", "provider": "{voice_provider}"},
                    "description": "{acting}",
                    "speed": "{speed}",
                    "trailing_silence": "{trailing_silence}",
                }
            ],
            "version": "{version}",
            "format": {"type": "wav"},
            "num_generations": 1,
            "temperature": "{temperature}",
        },
        audio="json:generations.0.audio|base64",
        speed="speed",
        message=("error", "message", "detail"),
        voices=HttpVoices(
            path="/v0/tts/voices",
            at="voices_page",
            id="id",
            name="name",
            tags=("compatible_octave_models",),
            query={"provider": "{voice_provider}", "page_size": "100"},
            page="page_number",
            first=0,
            more="total_pages",
        ),
    )

    voice: str = option(default=DESCRIPTION.default_voice)
    voice_provider: str = option(default="HUME_AI", choices=("HUME_AI", "CUSTOM_VOICE"))
    version: str = option(default="2", choices=("1", "2"))
    acting: str | None = option(default=None)
    speed: float | None = option(default=None, least=0.75, most=1.5)
    trailing_silence: float | None = option(default=None, least=0, most=5)
    temperature: float | None = option(default=None, least=0, most=1)

    def values(self, text: str) -> dict[str, Any]:
        """Tell an id from a name, which the API takes in different places.

        Args:
            text: What is to be said.

        Returns:
            The text and the options.

        Example:
            >>> from russo_http import HumeSynthesizer
            >>> HumeSynthesizer().values("Hello")["voice_name"]
            'Male English Actor'
        """
        is_id = _ID.fullmatch(self.voice) is not None
        named = {"voice_id": self.voice if is_id else None, "voice_name": None if is_id else self.voice}
        return super().values(text) | named


@hookimpl
def russo_provider() -> Provider:
    """Describe the provider ``hume``."""
    return DESCRIPTION
