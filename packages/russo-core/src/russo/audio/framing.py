"""Cuts audio into frames of equal length, as a line or a microphone delivers it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..errors import AudioError
from .editing import pcm_of
from .shape import check_size
from .values import number

if TYPE_CHECKING:
    from .speech import Speech

# The bytes for silence. In G.711, they are the code of the smallest positive sample.
SILENCE: Final = {"pcm": b"\0", "ulaw": b"\xff", "alaw": b"\xd5"}


def frames(audio: Speech, ms: float, *, pad: bool = True, tail: float = 0.0) -> list[bytes]:
    """Cut audio into frames.

    Args:
        audio: G.711 keeps its bytes; anything else becomes 16-bit samples.
        ms: Milliseconds of a frame.
        pad: Fill up the last frame with silence.
        tail: Seconds of silence behind the speech.

    Raises:
        AudioError: There is no audio, the length of a frame is not a whole number of samples, or it or the tail is
            too long.
    """
    bare = audio if audio.format in SILENCE and audio.format != "pcm" else pcm_of(audio)
    if not bare.data:
        msg = f"there is nothing to hear in {audio!r}"
        raise AudioError(msg)
    width = bare.channels * (2 if bare.format == "pcm" else 1)
    size = width * samples_in(ms, bare.sample_rate)
    behind = number("tail", tail, lowest=0) * bare.sample_rate
    check_size(behind, bare.channels)
    data = bare.data + SILENCE[bare.format] * (width * round(behind))
    if pad:
        data += SILENCE[bare.format] * (-len(data) % size)
    return [data[start : start + size] for start in range(0, len(data), size)]


def samples_in(ms: float, sample_rate: int) -> int:
    """The samples of one channel in so many milliseconds.

    Raises:
        AudioError: They are not a whole number, so that frames could not all be alike, or too many.
    """
    exact = float(number("ms", ms, above=0)) * sample_rate / 1000
    check_size(exact, 1)
    if exact < 1 or abs(exact - round(exact)) > 1e-6:
        msg = (
            f"ms={ms!r} is {exact:g} samples at {sample_rate} Hz: resample first, for example to 16000 Hz, "
            "or choose frames of a whole number of samples"
        )
        raise AudioError(msg)
    return round(exact)
