"""Measures the level of speech without its pauses, as in ITU-T P.56 (https://www.itu.int/rec/T-REC-P.56)."""

from __future__ import annotations

from typing import Any, Final

from ..errors import AudioError

_BLOCK: Final = 0.02  # seconds
_QUIETEST: Final = 35  # dB below the loudest block: what is quieter is a pause


def active(samples: Any, rate: int) -> Any:
    """Which samples are speech.

    Args:
        samples: Mono samples.
        rate: Samples a second.

    Returns:
        An array of bools.

    Raises:
        AudioError: All of it is silence.
    """
    import numpy as np

    size = max(1, round(_BLOCK * rate))
    padded = np.concatenate([samples, np.zeros(-len(samples) % size)])
    power = np.mean(padded.reshape(-1, size) ** 2, axis=1)
    if not power.max():
        msg = "there is no speech in it, only silence, so that noise cannot have a ratio to it"
        raise AudioError(msg)
    return np.repeat(power >= power.max() * 10 ** (-_QUIETEST / 10), size)[: len(samples)]


def mixed(speech: Any, noise: Any, rate: int, snr: float) -> Any:
    """Mix speech with noise, in a ratio that does not count pauses.

    Args:
        speech: Mono samples.
        noise: The same number of samples of noise, at any level.
        rate: Samples a second.
        snr: The ratio of their powers in dB.
    """
    import numpy as np

    where = active(speech, rate)
    wanted = np.mean(speech[where] ** 2) * 10 ** (-snr / 10)
    level = np.mean(noise[where] ** 2)
    if not level:
        msg = "the noise is silent where there is speech"
        raise AudioError(msg)
    both = speech + noise * np.sqrt(wanted / level)
    # A few peaks that do not fit into 16 bits may be clipped. If there were so many that the noise would sound
    # different, everything is made quieter instead.
    cut = both - np.clip(both, -1, 1)
    return both / np.max(np.abs(both)) if np.mean(cut[where] ** 2) > 0.01 * wanted else both
