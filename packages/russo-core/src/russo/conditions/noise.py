"""`Noise`: background noise at a level below the speech, from a generator or from a file."""

from __future__ import annotations

import os
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final

from ..errors import ConditionError
from .activity import mixed
from .part import Sound
from .quantities import decibels

if TYPE_CHECKING:
    from pathlib import Path

    from .draw import Draw
    from .quantities import Written

KINDS: Final = ("white", "pink", "brown", "street", "babble")
_SNR: Final = "SNR in dB, such as noise:10dB"


@dataclass(frozen=True, slots=True)
class Noise:
    """``noise:10dB``, ``noise:street:10dB``, ``noise:cafe.wav:10dB``: noise, 10 dB below the speech."""

    kind: str
    snr: float
    path: Path | None = None

    @classmethod
    def read(cls, written: Written) -> Noise:
        """Read a kind or a file, and a ratio to the speech."""
        words = list(written.values)
        snr = decibels(words.pop(), _SNR) if words and not _is_name(words[-1], written.folder) else 10.0
        name = ":".join(words) or "pink"  # a path of Windows has a colon too
        if name.lower() in KINDS:
            return cls(name.lower(), snr)
        path = written.folder / name
        if path.suffix and os.path.isfile(path):
            return cls("file", snr, path)
        if path.suffix:
            msg = f"there is no file {str(path)!r}"
            raise ConditionError(msg)
        near = get_close_matches(name.lower(), KINDS, n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        msg = f"{name!r} is neither an {_SNR}, nor a kind of noise or a file.{hint} There are: {', '.join(KINDS)}"
        raise ConditionError(msg)

    def apply(self, sound: Sound, draw: Draw) -> Sound:
        """Add it."""
        noise = self._noise(len(sound.samples), sound.rate, draw)
        return Sound(mixed(sound.samples, noise, sound.rate, self.snr), sound.rate)

    def _noise(self, count: int, rate: int, draw: Draw) -> Any:
        if self.path is not None:
            from .recorded import recorded

            return recorded(self.path, count, rate, draw)
        if self.kind == "babble":
            from .babble import babble

            return babble(count, rate, draw)
        from . import generators

        return getattr(generators, self.kind)(count, rate, draw)


def _is_name(word: str, folder: Path) -> bool:
    """Whether the last word is a kind of noise or a file rather than a ratio."""
    return (
        word.lower() in KINDS
        or not (word[:1] in "+-.0123456789" or word.lower().endswith("db"))
        or os.path.isfile(folder / word)  # unlike Path.is_file, it takes a name that is too long
    )
