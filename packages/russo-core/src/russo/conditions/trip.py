"""`Trip`: a codec, together with what happens to its packets."""

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
    """A codec with everything that happens to its packets."""

    codec: Carrier
    droppers: tuple[Dropper, ...]

    def apply(self, sound: Sound, draw: Draw) -> Sound:
        """Send the sound."""
        return self.codec.carry(sound, self.droppers, draw)


def joined(parts: Sequence[Part]) -> Iterator[Part]:
    """Put the losses behind a codec together with it: it is its packets that are lost."""
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
