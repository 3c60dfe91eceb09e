"""DeepEval: the voice of its simulated user.

Tried with deepeval 4.3 (https://deepeval.com/).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deepeval.models.base_model import DeepEvalBaseTTS
from deepeval.test_case.llm_test_case import Audio as DeepEvalAudio

from ..synthesis.sync import run

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..synthesizer import Synthesizer

__all__ = ["RussoTTS"]


class RussoTTS(DeepEvalBaseTTS):
    """``VoiceConfig(tts_model=RussoTTS(...))``.

    Args:
        synthesizer: The fixture ``russo_synthesizer``, or any `russo.CachedSynthesizer`.
        voices: Called with the voice of a persona, and returns its synthesizer; None to always use the same one.
    """

    def __init__(self, synthesizer: Synthesizer, *, voices: Callable[[str], Synthesizer] | None = None) -> None:
        self._synthesizer = synthesizer
        self._voices = voices
        super().__init__()

    def load_model(self) -> None:
        """Do nothing, as there is no model to load."""

    def get_model_name(self) -> str:
        """The name for DeepEval's reports."""
        return f"russo ({getattr(self._synthesizer, 'provider', type(self._synthesizer).__name__)})"

    def synthesize(self, text: str, *, voice: str | None = None) -> tuple[Any, float | None]:
        """Speak a text. For use where no event loop is running."""
        return run(lambda: self.a_synthesize(text, voice=voice))

    async def a_synthesize(self, text: str, *, voice: str | None = None) -> tuple[Any, float | None]:
        """Speak a text. Its cost is in russo's own summary."""
        chosen = self._voices(voice) if voice is not None and self._voices is not None else self._synthesizer
        audio = (await chosen.synthesize(text)).to_pcm(sample_rate=self.sample_rate, channels=1)
        wav = audio.to_wav().data
        made = DeepEvalAudio.from_bytes(
            wav, "audio/wav", sampleRate=audio.sample_rate, encoding="wav", duration=audio.duration
        )
        return made, None
