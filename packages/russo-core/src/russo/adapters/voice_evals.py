"""voice-evals: a `CallerVoice` for its runner.

Tried with the package voice-evals 0.2.1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voice_evals.probe import SynthesizedAudio

if TYPE_CHECKING:
    from ..synthesizer import Synthesizer

__all__ = ["RussoCaller"]


class RussoCaller:
    """The caller of a ``SessionRunner``.

    Args:
        synthesizer: The fixture ``russo_synthesizer``, or any `russo.CachedSynthesizer`.
    """

    def __init__(self, synthesizer: Synthesizer) -> None:
        self._synthesizer = synthesizer

    async def synthesize(self, text: str, *, audio_format: Any, seed: int | None = None) -> Any:
        """Speak a text at the requested sample rate. The cache needs no seed."""
        del seed
        audio = await self._synthesizer.synthesize(text)
        pcm = audio.to_pcm(sample_rate=audio_format.sample_rate, channels=1).data
        fields = getattr(self._synthesizer, "cache_fields", {})
        return SynthesizedAudio(
            text=text,
            pcm=pcm,
            audio_format=audio_format,
            samples=len(pcm) // 2,
            provenance={"engine": "russo", **{name: str(value) for name, value in fields.items()}},
        )

    async def aclose(self) -> None:
        """Do nothing, since nothing is open."""
