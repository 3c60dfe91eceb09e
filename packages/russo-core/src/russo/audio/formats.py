"""The formats that speech is written in, and the rates that some of them have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..errors import AudioError
from .editing import pcm_of
from .samples import WIDTH, Samples

if TYPE_CHECKING:
    from .speech import S

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


def encode(audio: S, name: str) -> S:
    """Speech in another format."""
    if name not in _FORMATS:
        from difflib import get_close_matches

        near = get_close_matches(str(name), _FORMATS, n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        msg = f"no format {name!r} to encode speech in.{hint} There are: {', '.join(_FORMATS)}"
        raise AudioError(msg)
    return convert(pcm_of(audio), _FORMATS[name])


def convert(audio: S, wanted: str) -> S:
    """Audio in one of the formats of `Audio`; as it is, if it is in that format already."""
    if wanted == "wav":
        return audio.to_wav()
    rate, channels = TELEPHONE.get(wanted, (None, None))
    if wanted == audio.format and rate in {None, audio.sample_rate}:
        return audio
    pcm = audio.to_pcm(rate, channels)
    if wanted == "pcm":
        return pcm
    from .encoding import encode as encoded

    data, rate = encoded(Samples(pcm.data, pcm.sample_rate, pcm.channels), wanted)
    return type(pcm)(data, wanted, rate, pcm.channels, 1 if wanted in {"ulaw", "alaw"} else WIDTH)
