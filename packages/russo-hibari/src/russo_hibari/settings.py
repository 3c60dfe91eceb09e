"""The options of a synthesizer of hibari, checked."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from russo.providers import check_number, check_whole_number, refused

from .voices import resolve


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that changes the sound of a text.

    Args:
        voice: As `voices.resolve` takes it.
        model: The path of a model, or None for the voice's own.
        speed: From 0.5 to 2.
        seed: 0 or more.

    Raises:
        OptionError: There is no such voice, or a value is out of its range.
    """

    voice: str
    model: str | os.PathLike[str] | None
    speed: float
    seed: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "voice", resolve(self.voice))
        object.__setattr__(self, "model", _path(self.model))
        object.__setattr__(self, "speed", check_number("speed", self.speed, least=0.5, most=2))
        object.__setattr__(self, "seed", check_whole_number("seed", self.seed, least=0))

    def as_fields(self) -> dict[str, str | float | int]:
        """The settings by name. Of the path of a model, the file name is in the key and the folder is not."""
        fields: dict[str, str | float | int] = {"voice": self.voice, "speed": self.speed, "seed": self.seed}
        return fields if self.model is None else {**fields, "model": Path(self.model).name}


def _path(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, (str, os.PathLike)) and Path(value).name:
        return os.fspath(value)
    raise refused("model", value, "the path of an ONNX file, or None for the voice's own")
