"""LangWatch Scenario: ``voice="russo/..."`` for the simulated user.

Tried with langwatch-scenario 1.6 (https://scenario.langwatch.ai/).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scenario.voice import register_tts_provider

from ..errors import OptionError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..synthesizer import Synthesizer

__all__ = ["register"]

_RATE: Final = 24000  # Hz; Scenario accepts no other rate, and does not check it


def register(voices: Mapping[str, Synthesizer], *, name: str = "russo") -> None:
    """Register voices with Scenario, such as ``"russo/caller"`` for a voice that is named ``caller`` here.

    Args:
        voices: Synthesizers, by the name after the slash.
        name: The name before the slash. It replaces whatever was registered with Scenario under that name.

    Raises:
        OptionError: A voice has no name.
    """
    if not all(isinstance(one, str) and one for one in voices):
        msg = f"each voice needs a name, but the names are {list(voices)!r}"
        raise OptionError(msg)

    async def speak(text: str, voice: str) -> bytes:
        if voice not in voices:
            msg = f"no voice {name}/{voice} was registered. There are: {', '.join(f'{name}/{one}' for one in voices)}"
            raise OptionError(msg)
        audio = await voices[voice].synthesize(text)
        return audio.to_pcm(sample_rate=_RATE, channels=1).data

    register_tts_provider(name, speak)
