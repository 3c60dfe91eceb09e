"""`Loss` and `Jitter`: packets that do not arrive, or arrive too late."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ..errors import ConditionError
from .quantities import quantity, seconds, share
from .waveform import Plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .draw import Draw
    from .part import Sound
    from .quantities import Written

_BURSTS: Final = "bursts"
_BURST: Final = 4.0  # packets, where nothing is said about it
_BUFFER: Final = 0.06  # seconds that a receiver waits for a packet before it plays the next


@dataclass(frozen=True, slots=True)
class Loss:
    """``loss:5%``: this share of packets is lost, each independently; ``loss:5%:bursts``: several in a row."""

    share: float
    burst: float = 1.0

    @classmethod
    def read(cls, written: Written) -> Loss:
        """Read a share, and how many are lost in a row."""
        lost, *rest = (*written.most(3), *("5%",)[len(written.values) :])
        if rest and rest[0].lower() != _BURSTS:
            msg = f"{rest[0]!r} is not {_BURSTS!r}, the only word that may follow a share, as in loss:5%:bursts"
            raise ConditionError(msg)
        burst = _BURST if rest else 1.0
        if rest[1:]:
            burst = quantity(
                rest[1], "mean length of a burst, such as loss:5%:bursts:4", {"": 1}, lowest=1, highest=100
            )
        return cls(share(lost, "share of packets, such as loss:5%"), burst)

    def apply(self, sound: Sound, draw: Draw) -> Sound:
        """Lose packets of bare samples."""
        return Plain().carry(sound, (self,), draw)

    def lost(self, packets: int, draw: Draw) -> Any:
        """Exactly that share of the packets, rounded, but at least one, because a short text has few packets."""
        import numpy as np

        wanted = max(round(self.share * packets), 1) if self.share else 0
        lengths = list(_bursts(wanted, self.burst, draw))
        # There is a gap before each packet that arrives and one at the end. Each burst falls into one of the gaps.
        arriving = packets - wanted
        gaps = np.argsort(draw.uniform(arriving + 1), kind="stable")[: len(lengths)]
        by_gap = np.zeros(arriving + 1, dtype=int)
        # Where there are more bursts than gaps, several fall into one.
        for number, length in enumerate(lengths):
            by_gap[gaps[number % len(gaps)]] += length
        ends = np.cumsum(by_gap + 1)[:-1] - 1  # where the packets lie that arrive
        lost = np.ones(packets, dtype=bool)
        lost[ends] = False
        return lost


def _bursts(wanted: int, mean: float, draw: Draw) -> Iterator[int]:
    """Random lengths with the wanted mean, which add up to the total."""
    while wanted > 0:
        length = 1
        while length < wanted and draw.number() > 1 / mean:
            length += 1
        yield length
        wanted -= length


@dataclass(frozen=True, slots=True)
class Jitter:
    """``jitter:30ms``: packets are delayed by so much, and lost if the receiver no longer waits for them."""

    deviation: float
    buffer: float = _BUFFER

    @classmethod
    def read(cls, written: Written) -> Jitter:
        """Read the deviation, and how long the receiver waits."""
        deviation, buffer = (*written.most(2), *("30ms", "60ms")[len(written.values) :])
        return cls(
            seconds(deviation, "jitter, such as jitter:30ms", lowest=0, highest=5),
            seconds(buffer, "time that the receiver waits, such as jitter:30ms:60ms", lowest=0, highest=5),
        )

    def apply(self, sound: Sound, draw: Draw) -> Sound:
        """Lose packets of bare samples."""
        return Plain().carry(sound, (self,), draw)

    def lost(self, packets: int, draw: Draw) -> Any:
        """The packets whose delay, which is half-normally distributed, is longer than the receiver waits."""
        # The sum of twelve uniform numbers is close enough to a normal distribution of deviation 1.
        bell = draw.uniform(12 * packets).reshape(12, packets).sum(axis=0) - 6
        return abs(bell) * self.deviation > self.buffer
