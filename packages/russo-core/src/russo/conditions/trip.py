"""`Trip`: sends speech through a codec, and loses the packets that the parts of the condition after it say."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .part import Carrier, Dropper

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .draw import Draw
    from .part import Part, Sound


@dataclass(frozen=True, slots=True)
class Trip:
    """A codec, and everything that happens to its packets."""

    codec: Carrier
    droppers: tuple[Dropper, ...]

    def apply(self, sound: Sound, draw: Draw) -> Sound:
        """Send the sound."""
        return self.codec.carry(sound, self.droppers, draw)


def joined(parts: Sequence[Part]) -> Iterator[Part]:
    """Combine a codec with the losses that follow it, since it is the codec's packets that are lost."""
    waiting = deque(parts)
    while waiting:
        part = waiting.popleft()
        if not isinstance(part, Carrier):
            yield part
            continue
        droppers: list[Dropper] = []
        while waiting and isinstance(one := waiting[0], Dropper):
            droppers.append(one)
            waiting.popleft()
        yield Trip(part, tuple(droppers))
