"""The settings that change the sound, resolved and checked once."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final

from russo.errors import OptionError

from . import options
from .models import DEFAULT_VOICE, PROMPT_TEMPLATE, reads_verbatim

if TYPE_CHECKING:
    from collections.abc import Mapping

# https://ai.google.dev/api/generate-content#generationconfig: a signed number of 32 bits.
_SEEDS: Final = (-(2**31), 2**31 - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What decides how a text sounds. None is what is not sent."""

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
        """The settings as fields of a key: scalars of JSON, without what is not sent."""
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
    """Make settings of a constructor's arguments.

    Raises:
        OptionError: A value is none that the API takes.
    """
    options.a_text("model", model)
    _refuse_sampling(model, temperature=temperature, top_p=top_p, top_k=top_k)
    if speakers is not None and voice != DEFAULT_VOICE:
        msg = f"option 'voice' of provider 'google' is {voice!r:.100}, but 'speakers' have their own: leave it out"
        raise OptionError(msg)
    return Settings(
        model=model,
        voice=options.a_text("voice", voice),
        style=None if style is None else options.a_text("style", style),
        language=None if language is None else options.a_text("language", language),
        seed=None if seed is None else options.a_whole_number("seed", seed, least=_SEEDS[0], most=_SEEDS[1]),
        speakers=None if speakers is None else options.two_speakers(speakers),
        temperature=None if temperature is None else options.a_number("temperature", temperature, least=0, most=2),
        top_p=None if top_p is None else options.a_number("top_p", top_p, least=0, most=1),
        top_k=None if top_k is None else options.a_number("top_k", top_k, least=1),
        vertexai=vertexai,
    )


def _refuse_sampling(model: str, **given: Any) -> None:
    """Gemini 3.8 answers INVALID_ARGUMENT to these, which is better told before a call."""
    named = [name for name, value in given.items() if value is not None]
    if named and reads_verbatim(model):
        msg = f"option {named[0]!r} of provider 'google' is {given[named[0]]!r}, but {model!r} takes none: leave it out"
        raise OptionError(msg)
