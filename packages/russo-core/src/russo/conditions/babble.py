"""Makes babble: several people speaking at once, from a local voice, which costs nothing, at different pitches."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from .bridge import sound_of

if TYPE_CHECKING:
    from .draw import Draw

_TEXTS: Final = (
    "And then she said that the train had already left, so we took a taxi from the station.",
    "I have no idea where the other papers are, but he will surely bring them along tomorrow.",
    "Two coffees and one tea, please, and could we have the bill as well?",
    "My brother moved to the coast last year, and he has never been happier in his life.",
    "No, the meeting is on Thursday, at half past nine, in the large room upstairs.",
    "We should paint the kitchen before winter comes, in yellow perhaps, or a very light green.",
)
# The pitch of each voice, relative to the local one. A higher pitch is also faster, like a smaller person's.
_PITCHES: Final = (0.84, 0.92, 1.0, 1.08, 1.16, 1.24)


def babble(count: int, rate: int, draw: Draw) -> Any:
    """A number of samples of babble, in which each voice begins at a random point of its text."""
    import numpy as np

    starts = draw.uniform(len(_TEXTS))
    voices = (_voice(text, round(rate / pitch)) for text, pitch in zip(_TEXTS, _PITCHES, strict=True))
    return sum(
        np.resize(np.roll(voice, -int(start * len(voice))), count) for voice, start in zip(voices, starts, strict=True)
    )


@lru_cache(maxsize=64)
def _voice(text: str, rate: int) -> Any:
    """A text in russo's default voice, normalized so that all are equally loud."""
    import numpy as np

    from ..environment import DEFAULT_PROVIDER
    from ..providers.registry import get_synthesizer
    from ..synthesis.cached import CachedSynthesizer
    from ..synthesis.sync import speak_now

    synthesizer = CachedSynthesizer(get_synthesizer(DEFAULT_PROVIDER), enabled=False)
    samples = sound_of(speak_now(synthesizer, text), rate).samples
    return samples / np.sqrt(np.mean(samples**2))
