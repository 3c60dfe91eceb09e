"""Azure Speech, by its REST API.

Written from the pages of learn.microsoft.com on the REST API and SSML, and azure-cognitiveservices-speech 1.53.0.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, Final

from russo.providers import (
    HttpApi,
    HttpSynthesizer,
    HttpVoices,
    InvalidRequestError,
    Provider,
    Refusal,
    TextError,
    TextTooLongError,
    hookimpl,
    option,
    refused,
)

from . import checks
from .prices import LITELLM, characters
from .ssml import make_ssml

if TYPE_CHECKING:
    from russo.providers import Audio

# https://learn.microsoft.com/azure/ai-services/speech-service/rest-text-to-speech#audio-outputs
_FORMATS: Final = {8000: "8khz", 16000: "16khz", 22050: "22050hz", 24000: "24khz", 44100: "44100hz", 48000: "48khz"}
# In seconds: Azure cuts speech off at ten minutes.
_CUT: Final = 599.9
_NOT_XML: Final = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff]")

DESCRIPTION: Final = Provider(
    "azure",
    target="russo_http:AzureSynthesizer",
    package="russo-http",
    env=("AZURE_SPEECH_KEY",),
    default_voice="en-US-JennyNeural",
    prices={"": characters(15, LITELLM, 30)},
)


class AzureSynthesizer(HttpSynthesizer):
    """Speaks with Azure Speech. The sample rate is in the key, because 48 kHz comes from another model than 24 kHz.

    Source: https://learn.microsoft.com/azure/ai-services/speech-service/rest-text-to-speech

    Args:
        voice: A voice, such as ``en-US-JennyNeural``.
        region: Where the resource is, such as ``eastus``; by default the variable
            ``AZURE_SPEECH_REGION``, read at the first call.
        language: The language of the text, if it is not that of the voice.
        style: A style of the voice, such as ``cheerful``.
        style_degree: 0.01 to 2, how much of it.
        role: A role that the voice plays.
        speed: 0.5 to 2.
        pitch: Such as ``+10%``, ``-2st`` or ``high``.
        volume: 0 to 100.
        sample_rate: Hz.
        api_key: The key; by default, that of the variable ``AZURE_SPEECH_KEY`` at the first call.
        base_url: Another server that speaks the same API.
        timeout: How many seconds an utterance may take in total.
        max_retries: How often a call is retried after a transient failure.
        max_concurrency: How many calls this process makes at once.
        max_bytes: The largest answer that is accepted, in bytes.

    Attributes:
        provider: ``"azure"``.
        description: How the plugin describes the provider.
        api: The requests and answers of the API.

    Raises:
        OptionError: An option has an invalid value.

    Example:
        >>> from russo_http import AzureSynthesizer
        >>> AzureSynthesizer(style="cheerful")
        AzureSynthesizer(voice='en-US-JennyNeural', style='cheerful', sample_rate=24000)
    """

    description = DESCRIPTION
    api = HttpApi(
        base="https://{region}.tts.speech.microsoft.com",
        path="/cognitiveservices/v1",
        key_header=("Ocp-Apim-Subscription-Key", "{key}"),
        headers={"Content-Type": "application/ssml+xml", "X-Microsoft-OutputFormat": "{output_format}"},
        body="{ssml}",
        speed="speed",
        refusals=(Refusal(InvalidRequestError, status=415),),
        voices=HttpVoices(
            path="/cognitiveservices/voices/list",
            at="",
            id="ShortName",
            name="DisplayName",
            languages="Locale",
            gender="Gender",
            tags=("VoiceType", "Status", "StyleList"),
        ),
    )

    voice: str = option(default=DESCRIPTION.default_voice)
    region: str | None = option(default=None, check=checks.region, sound=False)
    language: str | None = option(default=None, check=checks.language)
    style: str | None = option(default=None)
    style_degree: float | None = option(default=None, least=0.01, most=2)
    role: str | None = option(default=None)
    speed: float | None = option(default=None, least=0.5, most=2)
    pitch: str | None = option(default=None)
    volume: float | None = option(default=None, least=0, most=100)
    sample_rate: int = option(default=24000, choices=tuple(_FORMATS))

    def check_together(self) -> None:
        """Refuse a degree without a style, which would change nothing.

        Raises:
            OptionError: Two options do not go together.

        Example:
            >>> from russo_http import AzureSynthesizer
            >>> AzureSynthesizer().check_together()
        """
        if self.style is None and self.style_degree is not None:
            raise refused("style_degree", self.style_degree, "left out without a style")

    def values(self, text: str) -> dict[str, Any]:
        """Add the SSML, and the region, which may come from the environment.

        Args:
            text: What is to be said.

        Returns:
            The text and the options.

        Example:
            >>> from russo_http import AzureSynthesizer
            >>> AzureSynthesizer(region="eastus").values("Hello")["output_format"]
            'riff-24khz-16bit-mono-pcm'
        """
        values = super().values(text)
        given = self.region or os.environ.get("AZURE_SPEECH_REGION", "").strip()
        values["region"] = checks.region("AZURE_SPEECH_REGION", given) if given else None
        return values | {
            "ssml": make_ssml(values),
            "output_format": f"riff-{_FORMATS[self.sample_rate]}-16bit-mono-pcm",
        }

    async def synthesize(self, text: str) -> Audio:
        """Speak a text. Azure silently cuts speech off at ten minutes, which is refused here.

        Args:
            text: What to say.

        Returns:
            The speech as it was sent.

        Raises:
            TextError: The text cannot be spoken, or not all of it.
            SynthesisError: Azure did not speak.

        Example:
            >>> import asyncio
            >>> from russo_http import AzureSynthesizer
            >>> asyncio.run(AzureSynthesizer().synthesize(" "))
            Traceback (most recent call last):
            russo.errors.TextError: no text to speak: ' '
        """
        if _NOT_XML.search(text):
            msg = "azure takes text as XML, which cannot hold control characters: leave them out"
            raise TextError(msg)
        audio = await super().synthesize(text)
        if audio.duration >= _CUT:
            msg = "azure speaks for at most ten minutes at once, and cuts off the rest: split the text"
            raise TextTooLongError(msg)
        return audio


@hookimpl
def russo_provider() -> Provider:
    """Describe the provider ``azure``."""
    return DESCRIPTION
