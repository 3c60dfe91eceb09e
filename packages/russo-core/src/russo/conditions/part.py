"""`Part`: the protocol of what a condition is made of. `Sound`: what is passed from one part to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .draw import Draw


@dataclass(frozen=True, slots=True)
class Sound:
    """Mono samples while they are worked on.

    Args:
        samples: A NumPy array of float64, where 1.0 is the loudest value that 16 bits can represent.
        rate: Samples a second.
    """

    samples: Any
    rate: int


class Part(Protocol):
    """One thing that happens to speech."""

    def apply(self, sound: Sound, draw: Draw) -> Sound:
        """Apply it to the sound. Everything random comes from ``draw``."""
        ...


@runtime_checkable
class Dropper(Protocol):
    """A part that decides which packets are lost."""

    def lost(self, packets: int, draw: Draw) -> Any:
        """An array of bools, one for each packet."""
        ...


@runtime_checkable
class Carrier(Protocol):
    """A codec, which conceals lost packets by itself."""

    def carry(self, sound: Sound, droppers: Sequence[Dropper], draw: Draw) -> Sound:
        """Encode, lose packets, decode."""
        ...
