"""The settings that change the sound, resolved and checked once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from russo.providers import OptionError, check_number, check_str, check_whole_number, refused

from .models import DEFAULT_VOICE, PROMPT_TEMPLATE, reads_verbatim

# https://ai.google.dev/api/generate-content#generationconfig: a signed number of 32 bits.
_SEEDS: Final = (-(2**31), 2**31 - 1)
_SPEAKERS: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What determines how a text sounds. What is None is not sent."""

    model: str
    voice: str
    style: str | None
    language: str | None
    seed: int | None
    speakers: Mapping[str, str] | None
    temperature: float | None
    top_p: float | None
    top_k: float | None
    vertexai: bool

    def cache_fields(self) -> dict[str, str | int | float | bool]:
        """The settings as fields of the key: JSON scalars, without what is not sent."""
        sent: dict[str, Any] = {
            f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name) is not None
        }
        if self.speakers is not None:
            del sent["voice"]
            sent["speakers"] = json.dumps(dict(self.speakers), ensure_ascii=False, separators=(",", ":"))
        if self.style is not None and not reads_verbatim(self.model):
            sent["prompt_template"] = PROMPT_TEMPLATE
        return sent


def check(
    *,
    model: Any,
    voice: Any,
    style: Any,
    language: Any,
    seed: Any,
    speakers: Any,
    temperature: Any,
    top_p: Any,
    top_k: Any,
    vertexai: bool,
) -> Settings:
    """Make settings from a constructor's arguments.

    Raises:
        OptionError: The API does not take a value.
    """
    check_str("model", model)
    _refuse_sampling(model, temperature=temperature, top_p=top_p, top_k=top_k)
    if speakers is not None and voice != DEFAULT_VOICE:
        msg = f"voice={voice!r:.100} cannot be given beside speakers=..., which have their own: leave it out"
        raise OptionError(msg)
    return Settings(
        model=model,
        voice=check_str("voice", voice),
        style=None if style is None else check_str("style", style),
        language=None if language is None else check_str("language", language),
        seed=None if seed is None else check_whole_number("seed", seed, least=_SEEDS[0], most=_SEEDS[1]),
        speakers=None if speakers is None else _two_speakers(speakers),
        temperature=None if temperature is None else check_number("temperature", temperature, least=0, most=2),
        top_p=None if top_p is None else check_number("top_p", top_p, least=0, most=1),
        top_k=None if top_k is None else check_number("top_k", top_k, least=1),
        vertexai=vertexai,
    )


def _two_speakers(value: Any) -> dict[str, str]:
    """Check the speakers and their voices, of which the API takes exactly two."""
    if not isinstance(value, Mapping) or len(value) != _SPEAKERS:
        raise refused("speakers", value, "two names with a voice each, like {'Joe': 'Puck', 'Jane': 'Kore'}")
    for name, voice in value.items():
        check_str("speakers", name)
        check_str(f"speakers[{name!r}]", voice)
        if ":" in name or "\n" in name:
            raise refused("speakers", name, "names without a colon or a line break")
    return dict(sorted(value.items()))


def _refuse_sampling(model: str, **given: Any) -> None:
    """Refuse sampling options for Gemini 3.8, which answers them with INVALID_ARGUMENT."""
    named = [name for name, value in given.items() if value is not None]
    if named and reads_verbatim(model):
        msg = f"{named[0]}={given[named[0]]!r} cannot be given with {model!r}, which does not take it: leave it out"
        raise OptionError(msg)
