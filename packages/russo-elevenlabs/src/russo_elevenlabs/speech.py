"""One request for speech, and the check of the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from russo.providers import read_label, received_audio

from .failures import PROVIDER
from .request import arguments
from .settings import VOICE_ID, sample_rate
from .voices import find

if TYPE_CHECKING:
    from collections.abc import Mapping

    from russo.providers import Audio

    from .settings import Field


async def convert(
    client: Any,
    fields: Mapping[str, Field],
    text: str,
    *,
    ids: dict[str, str],
    enable_logging: bool | None,
    read_timeout: float,
) -> Audio:
    """Ask for speech, and check it.

    Args:
        client: A client of the SDK.
        fields: What the key is made of.
        text: What is to be said.
        ids: The ids of names that have been looked up, for the next call.
        enable_logging: Whether ElevenLabs may keep the request.
        read_timeout: Seconds that each read may take.

    Raises:
        NoAudioError: What came back is not audio.
        InvalidRequestError: The account has no voice of that name, or several.
    """
    voice = str(fields["voice"])
    # An id goes into the path of the URL as it is, so it may hold only letters and digits.
    if not VOICE_ID.fullmatch(voice) and voice not in ids:
        ids[voice] = await find(client, read_timeout, voice)
    wanted = arguments(fields, text, enable_logging=enable_logging, read_timeout=read_timeout)
    async with client.text_to_speech.with_raw_response.convert(ids.get(voice, voice), **wanted) as response:
        sent_as = str(response.headers.get("content-type", ""))
        data = b"".join([chunk async for chunk in response.data])
    output_format = str(fields["output_format"])
    mime = _mime(output_format, sent_as)
    return received_audio(PROVIDER, data, mime, text=text, sample_rate=sample_rate(output_format))


def _mime(output_format: str, sent_as: str) -> str:
    """The mime type of the requested format, unless the server says that it sent text, or states a rate."""
    label = read_label(sent_as)
    if label.is_text or label.has_rate:
        return sent_as
    codec = output_format.partition("_")[0]
    rate = sample_rate(output_format)
    return {
        "pcm": f"audio/L16;rate={rate}",
        "ulaw": f"audio/mulaw;rate={rate}",
        "alaw": f"audio/pcma;rate={rate}",
        "wav": "audio/wav",
        "mp3": "audio/mpeg",
        "opus": "audio/ogg",
    }[codec]
