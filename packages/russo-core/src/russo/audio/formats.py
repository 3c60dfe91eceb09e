"""The formats that speech is written in, and the rates that some of them have."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from ..errors import AudioError
from .editing import pcm_of

if TYPE_CHECKING:
    from .audio import Audio

# Names of formats to those of `Audio`.
_FORMATS: Final = {
    "wav": "wav",
    "pcm": "pcm",
    "flac": "flac",
    "mp3": "mp3",
    "ogg": "ogg",
    "opus": "ogg",
    "ulaw": "ulaw",
    "alaw": "alaw",
    "g722": "g722",
}

# The sampling rates in Hz, and the channels, that telephones have: nothing in the bytes says so, so there is no choice
# (https://www.itu.int/rec/T-REC-G.711, https://www.itu.int/rec/T-REC-G.722).
TELEPHONE: Final = {"ulaw": (8000, None), "alaw": (8000, None), "g722": (16000, 1)}


def encode(audio: Audio, name: str) -> Audio:
    """Speech in another format."""
    if name not in _FORMATS:
        near = get_close_matches(str(name), _FORMATS, n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        msg = f"no format {name!r} to encode speech in.{hint} There are: {', '.join(_FORMATS)}"
        raise AudioError(msg)
    rate, channels = TELEPHONE.get(name, (None, None))
    return pcm_of(audio, rate, channels)._as(_FORMATS[name])  # noqa: SLF001 - the one place that writes a format
