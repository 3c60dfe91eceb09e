"""OpenAI's models, voices and formats, and which of its three endpoints takes them.

New names need no release: every alias ends in ``str``.
Source: https://developers.openai.com/api/docs/guides/text-to-speech, checked 2026-11-23.
"""

# ruff: noqa: PYI051 - the names are for editors, and `str` for models that are newer than this file

from __future__ import annotations

from types import MappingProxyType
from typing import Final, Literal, TypeAlias

Endpoint: TypeAlias = Literal["realtime", "chat", "speech"]
Verify: TypeAlias = Literal["strict", "warn", "off"]
ResponseFormat: TypeAlias = Literal["wav", "mp3", "flac", "opus", "pcm", "pcmu", "pcma"]
ReasoningEffort: TypeAlias = Literal["minimal", "low", "medium", "high", "xhigh"] | str

Model: TypeAlias = (
    Literal[
        "gpt-realtime-2.1-mini",
        "gpt-realtime-2.1",
        "gpt-realtime-2",
        "gpt-realtime-1.5",
        "gpt-audio-1.5",
        "gpt-4o-mini-tts",
        "tts-1",
        "tts-1-hd",
    ]
    | str
)

VoiceName: TypeAlias = (
    Literal[
        "alloy",
        "ash",
        "ballad",
        "cedar",
        "coral",
        "echo",
        "fable",
        "marin",
        "nova",
        "onyx",
        "sage",
        "shimmer",
        "verse",
    ]
    | str
)

DEFAULT_MODELS: Final = MappingProxyType(
    {"realtime": "gpt-realtime-2.1-mini", "chat": "gpt-audio-1.5", "speech": "gpt-4o-mini-tts"}
)

# Each endpoint's own names for our formats.
FORMATS: Final = MappingProxyType(
    {
        "realtime": {"pcm": "audio/pcm", "pcmu": "audio/pcmu", "pcma": "audio/pcma"},
        "chat": {"wav": "wav", "mp3": "mp3", "flac": "flac", "opus": "opus", "pcm": "pcm16"},
        "speech": {"wav": "wav", "mp3": "mp3", "flac": "flac", "opus": "opus", "pcm": "pcm"},
    }
)

# The rate in Hz of samples that come without a header, on each endpoint.
SAMPLE_RATE: Final = 24_000

SPEEDS: Final = MappingProxyType({"realtime": (0.25, 1.5), "speech": (0.25, 4.0)})

# Of the speech endpoint: https://developers.openai.com/api/docs/api-reference/audio/createSpeech
MAX_CHARACTERS: Final = 4096

ENDPOINTS_BY_VOICE: Final = MappingProxyType(
    {
        "alloy": ("realtime", "chat", "speech"),
        "ash": ("realtime", "chat", "speech"),
        "ballad": ("realtime", "chat", "speech"),
        "cedar": ("realtime", "chat", "speech"),
        "coral": ("realtime", "chat", "speech"),
        "echo": ("realtime", "chat", "speech"),
        "fable": ("chat", "speech"),
        "marin": ("realtime", "chat", "speech"),
        "nova": ("chat", "speech"),
        "onyx": ("chat", "speech"),
        "sage": ("realtime", "chat", "speech"),
        "shimmer": ("realtime", "chat", "speech"),
        "verse": ("realtime", "chat", "speech"),
    }
)


def endpoint_of(model: str) -> Endpoint | None:
    """The endpoint of an OpenAI model, by its name; None if the name does not tell."""
    if "realtime" in model:
        return "realtime"
    if "tts" in model:
        return "speech"
    return "chat" if "audio" in model else None


def default_voice(model: str, endpoint: str, *, own_server: bool) -> str:
    """The default voice: OpenAI's best one, or the one that every server knows."""
    everywhere = is_first_generation(model) or (endpoint == "speech" and not own_server)
    return "alloy" if everywhere else "marin"


def is_first_generation(model: str) -> bool:
    """Whether a model is ``tts-1`` or ``tts-1-hd``, which have fewer voices and take no instructions."""
    return model.startswith("tts-1")


def reasons(model: str) -> bool:
    """Whether a Realtime model takes a reasoning effort; those before version 2 refuse a request with one."""
    return model.startswith("gpt-realtime-2") and not model.startswith("gpt-realtime-20")  # 2025-08-28 is a date
