"""The models, voices and formats of ElevenLabs, and what is known about each. Names that are not listed work too."""

# ruff: noqa: PYI051 - the names are for editors, any other str is for models and voices that are newer than this file
from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

from russo.providers import Voice

if TYPE_CHECKING:
    from collections.abc import Mapping

Model = (
    Literal[
        "eleven_multilingual_v2",
        "eleven_flash_v2_5",
        "eleven_flash_v2",
        "eleven_v3",
        "eleven_v4",
        "eleven_v4_turbo",
        "eleven_turbo_v2_5",
        "eleven_turbo_v2",
    ]
    | str
)

VoiceName = (
    Literal[
        "Adam",
        "Alice",
        "Bella",
        "Bill",
        "Brian",
        "Callum",
        "Charlie",
        "Chris",
        "Daniel",
        "Eric",
        "George",
        "Harry",
        "Jessica",
        "Laura",
        "Liam",
        "Lily",
        "Matilda",
        "River",
        "Roger",
        "Sarah",
        "Will",
    ]
    | str
)

OutputFormat = (
    Literal[
        "pcm_8000",
        "pcm_16000",
        "pcm_22050",
        "pcm_24000",
        "pcm_32000",
        "pcm_44100",
        "pcm_48000",
        "wav_8000",
        "wav_16000",
        "wav_22050",
        "wav_24000",
        "wav_32000",
        "wav_44100",
        "wav_48000",
        "mp3_22050_32",
        "mp3_24000_48",
        "mp3_44100_32",
        "mp3_44100_64",
        "mp3_44100_96",
        "mp3_44100_128",
        "mp3_44100_192",
        "opus_48000_32",
        "opus_48000_64",
        "opus_48000_96",
        "opus_48000_128",
        "opus_48000_192",
        "ulaw_8000",
        "alaw_8000",
    ]
    | str
)

Normalization = Literal["auto", "on", "off"]

DEFAULT_MODEL: Final = "eleven_multilingual_v2"
DEFAULT_VOICE: Final = "George"
DEFAULT_FORMAT: Final = "pcm_24000"

# What the API uses unless the request or the voice says otherwise.
# https://elevenlabs.io/docs/api-reference/text-to-speech/convert
SETTINGS: Final[Mapping[str, float | bool]] = MappingProxyType(
    {"stability": 0.5, "similarity_boost": 0.75, "style": 0.0, "use_speaker_boost": True, "speed": 1.0}
)


@dataclass(frozen=True, slots=True)
class KnownModel:
    """What is known about a model.

    Args:
        settings: The voice settings that it uses: these are always sent.
        max_characters: The longest text that it takes at once; None if that is not known.
        takes_language: Whether it takes a language.
    """

    settings: tuple[str, ...]
    max_characters: int | None = None
    takes_language: bool = True


_FAST: Final = ("stability", "similarity_boost", "speed")

# Limits: https://help.elevenlabs.io/hc/en-us/articles/19572237925521 for v2, of v3 none is certain,
# https://docs.argil.ai/v2/models/elevenlabs-4.md and https://vercel.com/ai-gateway/models/eleven-v4-turbo for v4.
# Settings: the request types of elevenlabs 2.78.0 (eleven_v3, eleven_flash_v2_5); of v4, only stability is certain.
MODELS: Final[Mapping[str, KnownModel]] = MappingProxyType(
    {
        "eleven_multilingual_v2": KnownModel(tuple(SETTINGS), 10_000, takes_language=False),
        "eleven_flash_v2_5": KnownModel(_FAST, 40_000),
        "eleven_flash_v2": KnownModel(_FAST, 30_000),
        "eleven_turbo_v2_5": KnownModel(_FAST, 40_000),
        "eleven_turbo_v2": KnownModel(_FAST, 30_000),
        "eleven_v3": KnownModel(("stability",)),
        "eleven_v4": KnownModel(("stability",), 10_000),
        "eleven_v4_turbo": KnownModel(("stability",), 10_000),
    }
)
UNKNOWN_MODEL: Final = KnownModel(())

# The voices that every account has. They speak every language that the model speaks.
# https://elevenlabs.io/docs/api-reference/voices/search
VOICES: Final = (
    Voice("pNInz6obpgDQGcFmaJgB", "Adam", gender="male", tags=("premade",)),
    Voice("Xb7hH8MSUJpSbSDYk0k2", "Alice", gender="female", tags=("premade",)),
    Voice("hpp4J3VqNfWAUOO0d1Us", "Bella", gender="female", tags=("premade",)),
    Voice("pqHfZKP75CvOlQylNhV4", "Bill", gender="male", tags=("premade",)),
    Voice("nPczCjzI2devNBz1zQrb", "Brian", gender="male", tags=("premade",)),
    Voice("N2lVS1w4EtoT3dr4eOWO", "Callum", gender="male", tags=("premade",)),
    Voice("IKne3meq5aSn9XLyUdCD", "Charlie", gender="male", tags=("premade",)),
    Voice("iP95p4xoKVk53GoZ742B", "Chris", gender="male", tags=("premade",)),
    Voice("onwK4e9ZLuTAKqWW03F9", "Daniel", gender="male", tags=("premade",)),
    Voice("cjVigY5qzO86Huf0OWal", "Eric", gender="male", tags=("premade",)),
    Voice("JBFqnCBsd6RMkjVDRZzb", "George", gender="male", tags=("premade",)),
    Voice("SOYHLrjzK2X1ezoPC6cr", "Harry", gender="male", tags=("premade",)),
    Voice("cgSgspJ2msm6clMCkdW9", "Jessica", gender="female", tags=("premade",)),
    Voice("FGY2WhTYpPnrIDTdsKH5", "Laura", gender="female", tags=("premade",)),
    Voice("TX3LPaxmHKxFdv7VOQHJ", "Liam", gender="male", tags=("premade",)),
    Voice("pFZP5JQG7iQjIQuC4Bku", "Lily", gender="female", tags=("premade",)),
    Voice("XrExE9yKIg1WjnnlVkGX", "Matilda", gender="female", tags=("premade",)),
    Voice("SAz9YHcvj6GT2YYXdXww", "River", gender="neutral", tags=("premade",)),
    Voice("CwhRBWXzGAHq8TQ4Fs17", "Roger", gender="male", tags=("premade",)),
    Voice("EXAVITQu4vr4xnSDxMaL", "Sarah", gender="female", tags=("premade",)),
    Voice("bIHbv24MWmeRgasZH58o", "Will", gender="male", tags=("premade",)),
)
