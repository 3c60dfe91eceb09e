"""Builds the arguments of the SDK's call from the fields of the cache key."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .settings import Field

_VOICE_SETTINGS: Final = ("stability", "similarity_boost", "style", "use_speaker_boost", "speed", "clone_strength")

# Fields that have the same name in the SDK, and those that have another.
_PLAIN: Final = (
    "output_format",
    "optimize_streaming_latency",
    "seed",
    "previous_text",
    "next_text",
    "use_pvc_as_ivc",
    "apply_text_normalization",
    "apply_language_text_normalization",
)
_RENAMED: Final = {"model": "model_id", "language": "language_code"}
_LISTS: Final = ("previous_request_ids", "next_request_ids")


def arguments(
    fields: Mapping[str, Field], text: str, *, enable_logging: bool | None, read_timeout: float
) -> dict[str, Any]:
    """Make the arguments of ``text_to_speech.convert``, except for the id of the voice.

    Args:
        fields: What the key is made of.
        text: What is to be said.
        enable_logging: Whether ElevenLabs may keep the request; None leaves it to the account.
        read_timeout: Seconds that each read may take.
    """
    found: dict[str, Any] = {"text": text}
    found |= {name: fields[name] for name in _PLAIN if name in fields}
    found |= {argument: fields[name] for name, argument in _RENAMED.items() if name in fields}
    found |= {name: _list(fields[name]) for name in _LISTS if name in fields}
    if settings := {name: fields[name] for name in _VOICE_SETTINGS if name in fields}:
        found["voice_settings"] = settings
    if "pronunciation_dictionaries" in fields:
        found["pronunciation_dictionary_locators"] = [
            {"pronunciation_dictionary_id": dictionary, "version_id": version}
            for dictionary, version in _list(fields["pronunciation_dictionaries"])
        ]
    if enable_logging is not None:
        found["enable_logging"] = enable_logging
    found["request_options"] = _options(fields, read_timeout)
    return found


def _options(fields: Mapping[str, Field], read_timeout: float) -> dict[str, Any]:
    # The SDK never repeats this call, but a future version may. Its chunks are of 1 KiB by default.
    options: dict[str, Any] = {"max_retries": 0, "timeout_in_seconds": read_timeout, "chunk_size": 65536}
    if "audio_effects" in fields:
        # The SDK has this argument only since 2.7x.
        options["additional_body_parameters"] = {"audio_effects": json.loads(str(fields["audio_effects"]))}
    return options


def _list(field: Field) -> list[Any]:
    found: list[Any] = json.loads(str(field))
    return found
