"""Pipecat: a speech service, served from russo's cache, for pipelines and for the user in Pipecat Evals.

Tried with pipecat-ai 1.14 (https://docs.pipecat.ai/).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipecat.frames.frames import ErrorFrame, TTSAudioRawFrame
from pipecat.services.settings import TTSSettings
from pipecat.services.tts_service import TTSService

from .. import environment
from ..cache import AudioCache
from ..errors import RussoError
from ..providers.registry import get_synthesizer
from ..synthesis.cached import CachedSynthesizer

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping

    from ..synthesizer import Synthesizer

__all__ = ["RussoTTSService", "user_speech"]


class RussoTTSService(TTSService):
    """A service that speaks each text once, and replays it from the cache in every later run.

    Args:
        synthesizer: The fixture ``russo_synthesizer``, or any `russo.CachedSynthesizer`.
        options: The options that Pipecat's own services take.
    """

    def __init__(self, synthesizer: Synthesizer, **options: Any) -> None:
        options = {"push_start_frame": True, "push_stop_frames": True, **options}
        super().__init__(settings=TTSSettings(model=None, voice=None, language=None), **options)
        self._synthesizer = synthesizer

    async def run_tts(self, text: str, context_id: str) -> AsyncGenerator[Any, None]:
        """Speak a text, in one frame with the sample rate of the pipeline."""
        try:
            audio = await self._synthesizer.synthesize(text)
            # All in one piece, because a resampler that is fed in pieces holds back the end.
            pcm = audio.to_pcm(sample_rate=self.sample_rate, channels=1)
        except RussoError as error:
            yield ErrorFrame(str(error))
            return
        yield TTSAudioRawFrame(pcm.data, self.sample_rate, 1, context_id=context_id)


def user_speech(speech: Mapping[str, Any]) -> RussoTTSService:
    """The factory of the ``speech:`` block of a scenario: ``factory: russo.adapters.pipecat.user_speech``.

    Args:
        speech: The block. ``provider``, ``voice`` and ``model`` choose the speaker; otherwise environment variables
            do, as for `russo.say`.
    """
    options = {name: speech[name] for name in ("voice", "model") if speech.get(name)}
    provider = speech.get("provider")
    synthesizer = get_synthesizer(
        provider or environment.provider(), **{**({} if provider else environment.options()), **options}
    )
    cache = AudioCache(environment.cache_dir())
    return RussoTTSService(CachedSynthesizer(synthesizer, cache=cache, offline=environment.is_offline()))
