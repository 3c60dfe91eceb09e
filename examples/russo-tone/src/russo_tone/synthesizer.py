"""`ToneSynthesizer`: a beep for each letter."""

from __future__ import annotations

import asyncio
import math
import struct
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

from russo.providers import Audio, NoAudioError, check_choice, check_number, check_text

if TYPE_CHECKING:
    from collections.abc import Mapping

RATE = 8000  # Hz
VOICES = {"flute": 880.0, "horn": 220.0}  # Hz
MAX_CHARACTERS = 10_000


class ToneSynthesizer:
    """Beeps a text.

    Args:
        voice: ``"flute"`` or ``"horn"``.
        letters: How many letters are beeped per second.

    Raises:
        OptionError: There is no such voice, or ``letters`` is less than 0.1.
    """

    provider: ClassVar[str] = "tone"

    def __init__(self, *, voice: str = "flute", letters: float = 12.0) -> None:
        self._hertz = VOICES[check_choice("voice", voice, VOICES)]
        letters = check_number("letters", letters, least=0.1)  # a float, so that 12 and 12.0 give the same key
        self._frames = round(RATE / letters)
        # Everything that changes the sound, resolved.
        self.cache_fields: Mapping[str, str | float] = MappingProxyType({"voice": voice, "letters": letters})

    def __repr__(self) -> str:
        return f"ToneSynthesizer({dict(self.cache_fields)})"

    async def synthesize(self, text: str) -> Audio:
        """Beep a text.

        Raises:
            TextError: There is nothing to say.
            NoAudioError: The text has no letters or digits.
        """
        check_text(text, provider=self.provider, max_characters=MAX_CHARACTERS)
        if not any(map(str.isalnum, text)):
            msg = f"tone: no letter to beep in {text!r:.100}"
            raise NoAudioError(msg)
        # In a thread, so that the arithmetic does not block the event loop.
        return Audio(await asyncio.to_thread(self._beep, text), "pcm", RATE)

    def _beep(self, text: str) -> bytes:
        wave = [round(9000 * math.sin(2 * math.pi * self._hertz * n / RATE)) for n in range(self._frames)]
        beep, rest = struct.pack(f"<{self._frames}h", *wave), bytes(2 * self._frames)
        return b"".join(beep if letter.isalnum() else rest for letter in text)
