"""Prepares recordings for a report: each once, compressed, with its waveform."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ..errors import MissingDependencyError, RussoError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..audio import Audio
    from .heard import Heard

# The formats that every browser plays.
_PLAYED: Final = {"wav": "audio/wav", "mp3": "audio/mpeg", "ogg": "audio/ogg", "flac": "audio/flac"}
# A bit rate at which speech sounds as it was recorded. The encoder is set to be fast, because the run waits for it.
_OPUS: Final = {"b": "32000", "compression_level": "0"}
_COLUMNS: Final = 160


@dataclass(frozen=True, slots=True)
class Sound:
    """One recording.

    Args:
        name: Its name on the page.
        kept: The digest of the bytes in the cache.
        mime: The type of the embedded bytes.
        data: The embedded bytes; empty if no browser could play them.
        trace: Its waveform as an SVG path; empty if it cannot be decoded here.
        lacks: Whether it would be compressed if ``russo-core[audio]`` were installed.
    """

    name: str
    kept: str
    mime: str = ""
    data: bytes = b""
    trace: str = ""
    lacks: bool = False

    @property
    def base64(self) -> str:
        """The embedded bytes as text."""
        return b64encode(self.data).decode()


def sounds_of(heard: Sequence[Heard], *, original: bool) -> dict[Heard, Sound]:
    """The recordings of the utterances that can be read. They are encoded in parallel, on several cores.

    Args:
        heard: The utterances.
        original: Whether to leave the recordings as they are.
    """
    first = {_place(one): one for one in heard if one.path is not None}
    with ThreadPoolExecutor() as threads:
        made = threads.map(lambda one: _sound(one, original=original), first.values())
        sounds = dict(zip(first, made, strict=True))
    return {one: sound for one in heard if (sound := sounds.get(_place(one))) is not None}


def _place(one: Heard) -> tuple[str | None, str, str]:
    """The place of a recording: two utterances with the same place sound the same."""
    return one.path, one.condition, one.text if one.condition else ""


def _sound(one: Heard, *, original: bool) -> Sound | None:
    kept, audio = one.kept, one.audio
    if kept is None or audio is None:
        return None
    digest = hashlib.sha256(kept.data).hexdigest()
    mime, data = embedded(audio)
    trace, lacks = "", False
    try:
        pcm = audio.to_pcm()
        trace = _traced(pcm)
        if not original:
            compressed = _compressed(pcm)
            if not data or len(compressed) < len(data):
                mime, data = _PLAYED["ogg"], compressed
    except MissingDependencyError:
        lacks = not original
    except RussoError:
        pass  # the browser gets it unchanged, and may be able to play it
    name = hashlib.sha256(repr(_place(one)).encode(errors="replace")).hexdigest()[:16]
    return Sound(name, digest, mime, data, trace, lacks)


def embedded(audio: Audio) -> tuple[str, bytes]:
    """The MIME type and the bytes that a browser can play of a recording; both empty if it cannot play it."""
    if audio.format in _PLAYED and audio.format != "wav":
        return _PLAYED[audio.format], audio.data
    try:
        return _PLAYED["wav"], audio.to_wav().data
    except RussoError:
        return "", b""


def _compressed(pcm: Audio) -> bytes:
    from ..audio.encoding import encode
    from ..audio.samples import Samples

    data, _ = encode(Samples(pcm.data, pcm.sample_rate, pcm.channels), "ogg", _OPUS)
    return data


def _traced(pcm: Audio) -> str:
    from ..audio.waveform import trace

    return trace(pcm, _COLUMNS)
