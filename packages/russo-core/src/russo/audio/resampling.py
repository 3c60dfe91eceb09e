"""Changes the sample rate and the channels of samples."""

from __future__ import annotations

from math import gcd
from typing import Final

from .filtering import run_filters
from .samples import WIDTH, Samples, spread
from .shape import check_size

# With a filter of this length, what remains of frequencies that the new rate cannot represent is inaudible in 16 bits.
FILTER: Final = "filter_size=64"

# Silence that is added before and after while the filter runs, in frames. Without it, the filter mirrors the first
# samples, which is heard as a click, and swallows anything shorter than the filter.
_MARGIN: Final = 1024


def resample(samples: Samples, sample_rate: int) -> Samples:
    """Change the sample rate.

    Args:
        samples: The samples.
        sample_rate: The new rate, in Hz.

    Returns:
        The same sound, with the number of frames in proportion to the rates, rounded to the nearest.

    Raises:
        AudioError: FFmpeg does not accept the rate.
        MissingDependencyError: PyAV is not installed.
    """
    if sample_rate == samples.sample_rate:
        return samples
    frames = (2 * samples.frames * sample_rate + samples.sample_rate) // (2 * samples.sample_rate)
    check_size(frames, samples.channels)
    common = gcd(sample_rate, samples.sample_rate)
    # The margin is a whole number of frames at both rates, so that it can be cut off again exactly.
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
        samples: The samples.
        channels: The new number of channels.

    Returns:
        The same sound with that many channels.

    Raises:
        AudioError: FFmpeg does not accept that many.
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
