"""The options of a synthesizer of eSpeak NG, checked."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

from russo.providers import refused

from .voices import resolve

# Least, most, and the unit. The engine clips what is outside, so two keys would have the same sound:
# https://github.com/espeak-ng/espeak-ng/blob/1.52.0/src/include/espeak-ng/speak_lib.h
_RANGES: Final = {
    "rate": (80, 450, "words per minute"),
    "pitch": (0, 99, "50 is the voice's own"),
    "volume": (0, 200, "100 is the voice's own"),
    "pitch_range": (0, 99, "50 is the voice's own, 0 is monotone"),
    "word_gap": (0, 1000, "units of 10 ms"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that changes the sound of a text.

    Two ways to write the same setting become equal: ``175`` and ``175.0``, or ``"en-us"`` and ``"English (America)"``.

    Args:
        voice: As `voices.resolve` takes it.
        rate: Words per minute.
        pitch: From 0 to 99.
        volume: From 0 to 200.
        pitch_range: From 0 to 99.
        word_gap: Pause between words, in units of 10 ms.

    Raises:
        OptionError: There is no such voice, or a number is out of its range.
    """

    voice: str
    rate: int
    pitch: int
    volume: int
    pitch_range: int
    word_gap: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "voice", resolve(self.voice))
        for name in _RANGES:
            object.__setattr__(self, name, _whole(name, getattr(self, name)))

    def as_fields(self) -> dict[str, str | int]:
        """The settings by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def as_arguments(self) -> list[str]:
        """The settings as the worker takes them."""
        return [self.voice, *(f"{name}={getattr(self, name)}" for name in _RANGES)]


def _whole(name: str, value: object) -> int:
    least, most, meaning = _RANGES[name]
    if isinstance(value, (int, float)) and not isinstance(value, bool) and least <= value <= most and value % 1 == 0:
        return int(value)
    raise refused(name, value, f"a whole number from {least} to {most} ({meaning})")
