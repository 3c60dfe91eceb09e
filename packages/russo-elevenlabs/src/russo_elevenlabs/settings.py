"""Turns the synthesizer's options into the fields of its cache key.

Both the key and the request are made from these fields, so that they cannot disagree. The names can never change: see
`russo.keys.hashing`.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from russo.providers import (
    Address,
    OptionError,
    check_choice,
    check_flag,
    check_number,
    check_str,
    check_whole_number,
    read_address,
    refused,
)

from .models import MODELS, SETTINGS, UNKNOWN_MODEL, VOICES, KnownModel

if TYPE_CHECKING:
    from collections.abc import Sequence

Field = str | int | float | bool

OFFICIAL: Final = "https://api.elevenlabs.io"
VOICE_ID: Final = re.compile(r"[A-Za-z0-9]{20}")
CODECS: Final = ("pcm", "wav", "mp3", "opus", "ulaw", "alaw")

_FORMAT: Final = re.compile(rf"({'|'.join(CODECS)})_(\d{{4,6}})(?:_\d+)?")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")
_IDS_BY_NAME: Final = {voice.name.casefold(): voice.id for voice in VOICES}
_MOST_NEIGHBOURS: Final = 3
_RANGES: Final = {
    "stability": (0.0, 1.0),
    "similarity_boost": (0.0, 1.0),
    "style": (0.0, 1.0),
    "speed": (0.7, 1.2),
    "clone_strength": (0.0, 1.0),
}
_FLAGS: Final = ("use_speaker_boost", "apply_language_text_normalization", "use_pvc_as_ivc")


def known(model: str) -> KnownModel:
    """What is known about a model, which is nothing for a new one."""
    return MODELS.get(model, UNKNOWN_MODEL)


def resolve(voice: str, model: str, output_format: str, given: Mapping[str, Any]) -> Mapping[str, Field]:
    """Make the fields of the key.

    Args:
        voice: An id, the name of a premade voice, or another name, which only the account knows.
        model: The model.
        output_format: Codec, rate in Hz and bitrate, as the API writes them.
        given: The other options; None for those that were not given.

    Raises:
        OptionError: An option has an invalid value.
    """
    fields: dict[str, Field] = {
        "voice": voice_id(voice),
        "model": check_str("model", model),
        "output_format": _output_format(output_format),
    }
    fields |= {name: SETTINGS[name] for name in known(model).settings}
    for name, value in given.items():
        if value is not None:
            fields[name] = _field(name, value, model)
    return MappingProxyType(fields)


def voice_id(voice: str) -> str:
    """The id of a premade voice; any other name is returned as it is."""
    name = check_str("voice", voice).strip()
    return _IDS_BY_NAME.get(name.casefold(), name)


def sample_rate(output_format: str) -> int:
    """The rate in Hz that a format names."""
    return int(output_format.split("_")[1])


def address(base_url: Any) -> Address:
    """Where the API is.

    Raises:
        OptionError: It is not an address, or holds a secret, which the SDK would write into logs.
    """
    found = read_address(base_url, source="base_url")
    if found.userinfo or found.query:
        msg = "base_url holds a user name or a query, which would get into logs: pass client=... instead"
        raise OptionError(msg)
    return found


def is_own(address: Address) -> bool:
    """Whether the address is ElevenLabs' own: its regions use the same models."""
    return address.url.startswith("https:") and address.is_at("elevenlabs.io")


def _field(name: str, value: Any, model: str) -> Field:  # noqa: PLR0911 - one line for each kind of option
    if name in _RANGES:
        return check_number(name, value, least=_RANGES[name][0], most=_RANGES[name][1])
    if name in _FLAGS:
        return check_flag(name, value)
    match name:
        case "seed":
            return check_whole_number(name, value, least=0, most=4294967295)
        case "optimize_streaming_latency":
            return check_whole_number(name, value, least=0, most=4)
        case "apply_text_normalization":
            return check_choice(name, value, ("auto", "on", "off"))
        case "language":
            return _language(value, model)
        case "pronunciation_dictionaries":
            return _json(_dictionaries(name, value))
        case "previous_request_ids" | "next_request_ids":
            return _json([check_str(name, item) for item in _few(name, value)])
        case "audio_effects":
            return _json(_effects(name, value))
        case _:
            return check_str(name, value)


def _output_format(value: str) -> str:
    if not isinstance(value, str) or not _FORMAT.fullmatch(value):
        raise refused("output_format", value, f"such as 'pcm_24000' or 'mp3_44100_128', of {', '.join(CODECS)}")
    return value


def _language(value: Any, model: str) -> str:
    if not isinstance(value, str) or not _LANGUAGE.fullmatch(value):
        raise refused("language", value, "a code of two letters such as 'de'")
    if not known(model).takes_language:
        msg = f"language={value!r}: {model!r} hears the language in the text. Leave it out, or set another model"
        raise OptionError(msg)
    return value


def _dictionaries(name: str, value: Any) -> list[list[str]]:
    pairs = _few(name, value)
    for pair in pairs:
        if not isinstance(pair, (list, tuple)) or len(pair) != 2 or not all(isinstance(part, str) for part in pair):
            # Without a version the API takes the newest, so the sound would change under the same key.
            raise refused(name, value, "a list of pairs: the id of a dictionary and the id of its version")
    return [[check_str(name, part) for part in pair] for pair in pairs]


def _few(name: str, value: Any) -> Sequence[Any]:
    if not isinstance(value, (list, tuple)) or not 1 <= len(value) <= _MOST_NEIGHBOURS:
        raise refused(name, value, f"a list of 1 to {_MOST_NEIGHBOURS}")
    return value


def _effects(name: str, value: Any) -> dict[str, str | float | bool]:
    """Check a mapping of names to strs, numbers or flags."""
    if not isinstance(value, Mapping) or not value:
        raise refused(name, value, "a mapping that is not empty")
    for key, item in value.items():
        is_number = isinstance(item, (int, float)) and math.isfinite(item)
        if not isinstance(key, str) or not (isinstance(item, str) or is_number):
            raise refused(f"{name}[{key!r}]", item, "a str, a number or a flag")
    return {key: float(item) if type(item) is int else item for key, item in value.items()}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
