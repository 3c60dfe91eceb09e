"""Cuts, joins and levels 16-bit samples, without numpy, for the methods of `Audio`."""

from __future__ import annotations

import sys
from array import array
from typing import TYPE_CHECKING, Final

from ..errors import AudioError
from .shape import check_size
from .values import number

if TYPE_CHECKING:
    from .speech import S, Speech

_FULL_SCALE: Final = 32768
_WINDOW: Final = 0.01  # seconds: short enough to keep the first sound of a word, longer than one period of a voice


def pcm_of(audio: S, sample_rate: int | None = None, channels: int | None = None) -> S:
    """The 16-bit samples of audio that has some.

    Raises:
        AudioError: It is empty, or is not what it says.
    """
    pcm = audio.to_pcm(sample_rate=sample_rate, channels=channels)
    if not pcm.data:
        msg = f"there is nothing to hear in {audio!r}"
        raise AudioError(msg)
    if len(pcm.data) % (2 * pcm.channels):
        msg = f"{len(pcm.data)} bytes are not a whole number of 16-bit samples of {pcm.channels} channels"
        raise AudioError(msg)
    return pcm


def with_data(pcm: S, data: bytes) -> S:
    """Other samples of the same rate and channels."""
    return type(pcm)(data, "pcm", pcm.sample_rate, pcm.channels, 2)


def silence(pcm: Speech, seconds: float) -> bytes:
    """Silence in the shape of some samples.

    Raises:
        AudioError: It would be too long.
    """
    check_size(seconds * pcm.sample_rate, pcm.channels)
    return bytes(2 * pcm.channels * round(seconds * pcm.sample_rate))


def normalize(audio: S, dbfs: float) -> S:
    """Bring the loudest sample to a level."""
    level = _level(dbfs)
    pcm = pcm_of(audio)
    samples = read_samples(pcm.data)
    peak = _peak(samples)
    if not peak:
        return pcm
    scale = level / peak
    return with_data(pcm, write_samples(array("h", [max(-32768, min(32767, round(one * scale))) for one in samples])))


def trim_silence(audio: S, dbfs: float) -> S:
    """Leave out what is quiet before and after."""
    limit = _level(dbfs)
    pcm = pcm_of(audio)
    samples = read_samples(pcm.data)
    window = max(1, round(_WINDOW * pcm.sample_rate)) * pcm.channels
    loud = [start for start in range(0, len(samples), window) if _peak(samples[start : start + window]) >= limit]
    if not loud:
        msg = f"no sample of {audio!r} is as loud as {dbfs:g} dBFS: nothing would be left"
        raise AudioError(msg)
    return with_data(pcm, pcm.data[2 * loud[0] : 2 * (loud[-1] + window)])


def with_silence(audio: S, before: float, after: float) -> S:
    """Put silence around speech."""
    pcm = pcm_of(audio)
    lead = silence(pcm, number("before", before, lowest=0))
    return with_data(pcm, lead + pcm.data + silence(pcm, number("after", after, lowest=0)))


def concat(first: S, others: tuple[Speech, ...]) -> S:
    """Join audio, all of it in the rate and channels of the first."""
    pcm = pcm_of(first)
    return with_data(pcm, b"".join([pcm.data, *(pcm_of(one, pcm.sample_rate, pcm.channels).data for one in others)]))


def cut(audio: S, part: slice) -> S:
    """The part between two times."""
    if not isinstance(part, slice) or part.step is not None:
        msg = f"audio is cut by seconds, as in audio[0.5:2.0], not by {part!r}"
        raise AudioError(msg)
    pcm = pcm_of(audio)
    frames = len(pcm.data) // (2 * pcm.channels)
    start, stop = (
        # A time far outside is moved to the edge, since the product may be too large for an int.
        None if seconds is None else round(min(max(number(name, seconds) * pcm.sample_rate, -frames - 1), frames))
        for name, seconds in (("start", part.start), ("stop", part.stop))
    )
    start, stop, _ = slice(start, stop).indices(frames)
    if stop <= start:
        msg = (
            f"nothing lies between {part.start!r} and {part.stop!r} seconds of audio of {frames / pcm.sample_rate:g} s"
        )
        raise AudioError(msg)
    return with_data(pcm, pcm.data[2 * pcm.channels * start : 2 * pcm.channels * stop])


def _level(dbfs: float) -> float:
    """The sample value of a level."""
    if number("dbfs", dbfs) > 0:
        msg = f"dbfs={dbfs!r} must not be above 0, the loudest that samples can be"
        raise AudioError(msg)
    return 10 ** (dbfs / 20) * _FULL_SCALE


def _peak(samples: array[int]) -> int:
    highest, lowest = max(samples), min(samples)
    return max(highest, -lowest)


def read_samples(data: bytes) -> array[int]:
    """16-bit samples as numbers."""
    samples = array("h", data)
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def write_samples(samples: array[int]) -> bytes:
    """Numbers as 16-bit samples."""
    if sys.byteorder == "big":
        samples.byteswap()
    return samples.tobytes()
