"""`Codec`: the base of all codecs, which encode speech, lose some of its packets, and decode it again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ..errors import AudioError, ConditionError
from .part import Sound
from .quantities import quantity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .draw import Draw
    from .part import Dropper

PACKET: Final = 0.02
"""Seconds in a packet, as almost every telephone has it."""
KBITS: Final[Mapping[str, float]] = {"k": 1, "kbit/s": 1, "kbps": 1}
"""How the rate of a codec is written."""


@dataclass(frozen=True, slots=True)
class Codec:
    """Encode, lose packets, decode, and remove the codec's delay."""

    def apply(self, sound: Sound, draw: Draw) -> Sound:
        """Send the sound without losing anything."""
        return self.carry(sound, (), draw)

    def carry(self, sound: Sound, droppers: Sequence[Dropper], draw: Draw) -> Sound:
        """Send the sound in packets, some of which are lost."""
        import numpy as np

        from .bridge import at_rate

        rate = self._rate(sound.rate)
        sent = at_rate(sound, rate)
        if not sent.frames:
            msg = f"there is nothing to hear at {rate} Hz of {len(sound.samples)} samples at {sound.rate} Hz"
            raise AudioError(msg)
        packets = self._encode(sent.pcm, rate)
        lost = np.zeros(len(packets), dtype=bool)
        for dropper in droppers:
            lost |= dropper.lost(len(packets), draw)
        heard = self._decode(packets, lost, rate)[self._delay(rate) :][: sent.frames]
        return Sound(np.concatenate([heard, np.zeros(sent.frames - len(heard))]), rate)

    def _rate(self, rate: int) -> int:
        raise NotImplementedError

    def _encode(self, pcm: bytes, rate: int) -> list[bytes]:
        raise NotImplementedError

    def _decode(self, packets: list[bytes], lost: Any, rate: int) -> Any:
        raise NotImplementedError

    def _delay(self, _rate: int) -> int:
        return 0


def choice(text: str, rates: tuple[float, ...], name: str) -> float:
    """Read one of a codec's rates in kbit/s.

    Raises:
        ConditionError: The codec has no such rate.
    """
    known = ", ".join(f"{rate:g}k" for rate in rates)
    value = quantity(text, f"rate of {name}: {known}", KBITS)
    if value not in rates:
        msg = f"{text!r} is not a rate of {name}: {known}"
        raise ConditionError(msg)
    return value
