"""Joins the audio of the pieces of a long text into one recording."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from ..audio.editing import pcm_of, read_samples, with_data, write_samples

if TYPE_CHECKING:
    from array import array
    from collections.abc import Sequence

    from ..audio import Audio

# How long the speech fades on each side of a joint, in seconds: long enough to avoid a click, too short to be heard.
_FADE: Final = 0.005


def join(pieces: Sequence[Audio]) -> Audio:
    """Join speech in the order of the pieces, at the sample rate of the first.

    Args:
        pieces: At least one piece of speech, all from one synthesizer.

    Returns:
        16-bit samples: without a header (``"pcm"``) if the first piece has none, else as a WAV file.

    Raises:
        AudioError: A piece is not what its label says.
        MissingDependencyError: A piece must be decoded or resampled, and ``russo-core[audio]`` is not installed.

    Example:
        >>> from russo import Audio
        >>> from russo.synthesis.joining import join
        >>> join([Audio(bytes(48000), format="pcm"), Audio(bytes(24000), format="pcm")]).duration
        1.5
    """
    first = pcm_of(pieces[0])
    rate, channels = first.sample_rate, first.channels
    samples = [read_samples(pcm_of(piece, rate, channels).data) for piece in pieces]
    for before, behind in pairwise(samples):
        _fade(before, behind, channels, round(_FADE * rate))
    joined = with_data(first, b"".join(map(write_samples, samples)))
    return joined if pieces[0].format == "pcm" else joined.to_wav()


def _fade(before: array[int], behind: array[int], channels: int, frames: int) -> None:
    """Fade the end of one piece to silence, and the beginning of the next from silence."""
    frames = min(frames, len(before) // channels, len(behind) // channels)
    for frame in range(frames):
        for channel in range(channels):
            last = len(before) - (frame + 1) * channels + channel
            before[last] = before[last] * frame // frames
            first = frame * channels + channel
            behind[first] = behind[first] * frame // frames
