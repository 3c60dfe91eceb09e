"""The table of all parts that a condition may have, by name: ``noise``, ``amr``, ``loss`` and so on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .band import Band
from .hum import Dc, Hum
from .loudness import Clip, Gain
from .noise import Noise
from .packets import Jitter, Loss
from .room import Distance, Reverb
from .speed import Speed
from .vocoders import Amr, Opus
from .waveform import G711, G722, G726

if TYPE_CHECKING:
    from collections.abc import Callable

    from .part import Part
    from .quantities import Written

FAMILIES: Final[dict[str, Callable[[Written], Part]]] = {
    "noise": Noise.read,
    "hum": Hum.read,
    "dc": Dc.read,
    "reverb": Reverb.read,
    "distance": Distance.read,
    "gain": Gain.read,
    "clip": Clip.read,
    "speed": Speed.read,
    "band": Band.read,
    "ulaw": G711.read_ulaw,
    "g711": G711.read_ulaw,
    "alaw": G711.read_alaw,
    "g722": G722.read,
    "g726": G726.read,
    "amr": Amr.read,
    "opus": Opus.read,
    "loss": Loss.read,
    "jitter": Jitter.read,
}
