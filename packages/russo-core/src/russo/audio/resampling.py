"""Another sample rate, other channels."""

from __future__ import annotations

from math import gcd
from typing import Final

from .filtering import run_filters
from .samples import WIDTH, Samples, spread
from .shape import check_size

# What a filter of this length leaves of frequencies that the new rate cannot hold is below what 16 bits can say.
FILTER: Final = "filter_size=64"

# Silence that is put before and behind while the filter runs, in frames. Without it, the filter takes the first
# samples for a mirror of themselves, which is heard as a click, and swallows what is shorter than the filter.
_MARGIN: Final = 1024


def resample(samples: Samples, sample_rate: int) -> Samples:
    """Change the sample rate.

    Args:
        samples: What is to be heard at another rate.
        sample_rate: The rate wanted, in Hz.

    Returns:
        The same sound: as many frames as the rates make of the given ones, rounded to the nearest.

    Raises:
        AudioError: FFmpeg does not take such a rate.
        MissingDependencyError: PyAV is not installed.
    """
    if sample_rate == samples.sample_rate:
        return samples
    frames = (2 * samples.frames * sample_rate + samples.sample_rate) // (2 * samples.sample_rate)
    check_size(frames, samples.channels)
    common = gcd(sample_rate, samples.sample_rate)
    # A margin that both rates can say in whole frames can be cut off again to the frame.
    turns = -(-_MARGIN * common // min(sample_rate, samples.sample_rate))
    quiet = bytes(turns * (samples.sample_rate // common) * WIDTH * samples.channels)
    padded = Samples(b"".join((quiet, samples.pcm, quiet)), samples.sample_rate, samples.channels)
    heard = run_filters(padded, ("aresample", f"{sample_rate}:{FILTER}"), purpose="to change the sample rate")
    step = WIDTH * samples.channels
    start = turns * (sample_rate // common) * step
    return Samples(heard.pcm[start : start + frames * step], sample_rate, samples.channels)


def mix(samples: Samples, channels: int) -> Samples:
    """Change the channels: the mean of all becomes each of them.

    Args:
        samples: What is to be heard on other channels.
        channels: How many are wanted.

    Returns:
        The same sound on so many channels.

    Raises:
        AudioError: FFmpeg does not take so many.
        MissingDependencyError: Several channels are to become one, and PyAV is not installed.
    """
    if channels == samples.channels:
        return samples
    check_size(samples.frames, channels)
    if samples.channels > 1:
        share = 1 / samples.channels
        mean = "+".join(f"{share}*c{channel}" for channel in range(samples.channels))
        samples = run_filters(samples, ("pan", f"1c|c0={mean}"), purpose="to mix channels")
    return samples if channels == 1 else spread(samples, channels)
