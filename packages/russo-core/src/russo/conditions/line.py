"""`under`: applies a condition to speech, one part of the condition after another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..audio.editing import pcm_of
from ..audio.extra import need_av, need_numpy
from ..errors import AudioError, ConditionError
from .condition import Condition, parse_condition

if TYPE_CHECKING:
    from ..audio import Audio

_MOST_CHANNELS: Final = 2
_LOWEST_RATE: Final = 1000  # Hz: no speech is left below, and at a few samples a second a filter of FFmpeg aborts


def under(audio: Audio, condition: str | Condition, *, seed: str | None = None) -> Audio:
    """Speech, as it arrives over a line.

    Args:
        audio: The speech.
        condition: What the line does, as `parse_condition` reads it.
        seed: Decides, together with the condition, everything random in it; None for the speech itself.

    Returns:
        The same audio, if the line is ``clean``; otherwise 16-bit samples, mono, at the rate of the line.

    Raises:
        ConditionError: There is no such condition, or the seed is not a text.
        AudioError: There is no audio or next to none, it has more than two channels or fewer than 1000 samples a
            second, or it is silent, so that noise has no level.
        MissingDependencyError: ``russo-core[audio]`` is not installed.

    Example:
        >>> from russo import Audio
        >>> from russo.conditions import under
        >>> under(Audio(bytes([0, 32] * 8000), format="pcm", sample_rate=8000), "gain:-6dB").duration
        1.0
    """
    line = condition if isinstance(condition, Condition) else parse_condition(condition)
    if audio.channels > _MOST_CHANNELS:
        msg = (
            f"speech has one channel or two, not {audio.channels}: mix the channels or choose one, as with audio.mono()"
        )
        raise AudioError(msg)
    if not line.parts:
        return audio
    need_numpy("to put speech under conditions")
    need_av("to put speech under conditions")
    from .bridge import sound_of, to_samples
    from .draw import Draw
    from .trip import joined

    if seed is not None and not isinstance(seed, str):
        msg = f"seed={seed!r} must be a text, or None for the speech itself"
        raise ConditionError(msg)
    speech = pcm_of(audio, channels=1)
    if speech.sample_rate < _LOWEST_RATE:
        msg = f"no speech has {speech.sample_rate} samples a second: {_LOWEST_RATE} are the fewest under a condition"
        raise AudioError(msg)
    seed = speech.data.hex() if seed is None else seed
    sound = sound_of(speech)
    for number, part in enumerate(joined(line.parts)):
        sound = part.apply(sound, Draw(seed, line.name, str(number)))
    heard = to_samples(sound)
    if not heard.pcm:
        msg = f"there is nothing to hear of {audio!r} under {line.name!r}"
        raise AudioError(msg)
    return type(audio)(heard.pcm, "pcm", heard.sample_rate, 1, 2)
