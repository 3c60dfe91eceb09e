"""The agent under test: it takes calls for a restaurant. A real one would listen; this one measures what it hears."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from russo import Audio


def answer(audio: Audio) -> str:
    """Answer a caller."""
    pcm = audio.to_pcm()
    heard = any(pcm.data)
    return "For how many people?" if heard and audio.duration > 0.5 else "Sorry, I did not hear you."
