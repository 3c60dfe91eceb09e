"""How an utterance is spoken: a voice and two numbers, all checked."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from russo.errors import OptionError

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
        object.__setattr__(self, "speed", _speed(self.speed))
        object.__setattr__(self, "seed", _seed(self.seed))

    def as_fields(self) -> dict[str, str | float | int]:
        """The settings by name. Of a model's path, its name is in the key and its folder is not."""
        fields: dict[str, str | float | int] = {"voice": self.voice, "speed": self.speed, "seed": self.seed}
        return fields if self.model is None else {**fields, "model": Path(self.model).name}


def _path(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, (str, os.PathLike)) and Path(value).name:
        return os.fspath(value)
    msg = f"hibari: model={value!r} must be the path of an ONNX file, or None for the voice's own"
    raise OptionError(msg)


def _speed(value: object) -> float:
    # What is outside of it, the model has not learned. NaN is in no range.
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0.5 <= value <= 2:
        return float(value)
    msg = f"hibari: speed={value!r} must be a number from 0.5 (slow) to 2 (fast)"
    raise OptionError(msg)


def _seed(value: object) -> int:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < 2**63 and value % 1 == 0:
        return int(value)
    msg = f"hibari: seed={value!r} must be a whole number from 0 to 9223372036854775807"
    raise OptionError(msg)
