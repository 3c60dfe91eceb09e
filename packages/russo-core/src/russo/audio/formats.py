"""The formats that speech can be written in, and the fixed rates that some of them have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..errors import AudioError
from .editing import pcm_of
from .samples import WIDTH, Samples

if TYPE_CHECKING:
    from .speech import S, Speech

# The names of formats for users, and the formats of `Audio` that they mean.
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

BY_SUFFIX: Final = {
    ".wav": "wav",
    ".flac": "flac",
    ".mp3": "mp3",
    ".ogg": "ogg",
    ".oga": "ogg",
    ".opus": "ogg",
    ".pcm": "pcm",
    ".raw": "pcm",
    ".ulaw": "ulaw",
    ".alaw": "alaw",
    ".g722": "g722",
}
"""The extensions of files that can be written, and the formats of `Audio` that they mean."""

# The extensions of formats that can only be read.
_ONLY_READ: Final = {
    ".aac": "aac",
    ".aif": "aiff",
    ".aiff": "aiff",
    ".amr": "amr",
    ".au": "au",
    ".caf": "caf",
    ".m4a": "m4a",
    ".mp4": "m4a",
    ".w64": "w64",
    ".webm": "webm",
}

# The sample rates of telephones in Hz, with one channel. The bytes do not state them, so they are fixed
# (https://www.itu.int/rec/T-REC-G.711, https://www.itu.int/rec/T-REC-G.722).
_TELEPHONE: Final = {"ulaw": 8000, "alaw": 8000, "g722": 16000}
_MOST_CHANNELS: Final = 2


def encode(audio: S, name: str) -> S:
    """Speech in another format."""
    if name not in _FORMATS:
        from difflib import get_close_matches

        near = get_close_matches(str(name), _FORMATS, n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        msg = f"no format {name!r} to encode speech in.{hint} There are: {', '.join(_FORMATS)}"
        raise AudioError(msg)
    return convert(pcm_of(audio), _FORMATS[name])


def named_by(suffix: str, audio: Speech) -> str:
    """The format for an extension; the audio's own, if the extension means none.

    Raises:
        AudioError: The extension means a format that can only be read, and the audio has another.
    """
    ending = suffix.lower()
    if _ONLY_READ.get(ending, audio.format) != audio.format:
        msg = f"{audio.format!r} cannot be written as {ending}, which can only be read: write {', '.join(BY_SUFFIX)}"
        raise AudioError(msg)
    return BY_SUFFIX.get(ending, audio.format)


def convert(audio: S, wanted: str) -> S:
    """Audio in one of the formats of `Audio`; as it is, if it is in that format already."""
    if wanted == "wav":
        return audio.to_wav()
    rate = _TELEPHONE.get(wanted)
    channels = 1 if rate else None
    if wanted == audio.format and rate in {None, audio.sample_rate} and channels in {None, audio.channels}:
        return audio
    if rate and audio.channels > _MOST_CHANNELS:
        msg = (
            f"a telephone has one channel, and this is {audio!r}: mix the channels or choose one, as with audio.mono()"
        )
        raise AudioError(msg)
    pcm = audio.to_pcm(rate, channels)
    if wanted == "pcm":
        return pcm
    from .encoding import encode as encoded

    data, rate = encoded(Samples(pcm.data, pcm.sample_rate, pcm.channels), wanted)
    return type(pcm)(data, wanted, rate, pcm.channels, 1 if wanted in {"ulaw", "alaw"} else WIDTH)
