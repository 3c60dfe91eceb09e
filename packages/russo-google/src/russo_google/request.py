"""The contents of a request: the text and the settings, in the SDK's types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from russo.providers import TextError

from .models import prompt, reads_verbatim
from .voices import PREBUILT

if TYPE_CHECKING:
    from .settings import Settings


def turns(text: str, speakers: tuple[str, ...]) -> list[tuple[str, str]]:
    """Split a text into turns: a line that begins with a speaker's name and a colon begins one.

    Args:
        text: Lines like ``Joe: How are you?``; a line without a name continues the turn before it.
        speakers: The names.

    Raises:
        TextError: The text does not begin with a speaker, or a turn is empty.
    """
    said: list[tuple[str, str]] = []
    for line in text.strip().splitlines():
        name, colon, words = line.partition(":")
        if colon and name.strip() in speakers:
            said.append((name.strip(), words.strip()))
        elif said:
            said[-1] = (said[-1][0], f"{said[-1][1]}\n{line.strip()}".strip())
        elif line.strip():
            raise TextError(_wrong_turn(line, speakers, "begins with neither"))
    for name, words in said:
        if not words:
            raise TextError(_wrong_turn(f"{name}:", speakers, "has a turn without words for"))
    return said


def contents(text: str, settings: Settings) -> list[Any]:
    """The text in the form that this generation of models takes."""
    from google.genai import types

    said = turns(text, tuple(settings.speakers)) if settings.speakers else [(None, text)]
    if reads_verbatim(settings.model):
        parts = [_part(types, words, speaker, settings.style) for speaker, words in said]
    else:
        parts = [types.Part(text=prompt(settings.style, text))]
    return [types.Content(role="user", parts=parts)]


def config(settings: Settings) -> Any:
    """Everything except the text."""
    from google.genai import types

    speech: dict[str, Any] = {}
    if settings.speakers:
        speech["multi_speaker_voice_config"] = types.MultiSpeakerVoiceConfig(
            speaker_voice_configs=[
                types.SpeakerVoiceConfig(speaker=speaker, voice_config=_voice(types, voice, settings.model))
                for speaker, voice in settings.speakers.items()
            ]
        )
    else:
        speech["voice_config"] = _voice(types, settings.voice, settings.model)
    # The SDK leaves None out of the body.
    return types.GenerateContentConfig(
        response_modalities=["AUDIO"],
        speech_config=types.SpeechConfig(language_code=settings.language, **speech),
        seed=settings.seed,
        temperature=settings.temperature,
        top_p=settings.top_p,
        top_k=settings.top_k,
    )


def _part(types: Any, words: str, speaker: str | None, style: str | None) -> Any:
    if speaker is None and style is None:
        return types.Part(text=words)
    return types.Part(text=words, speech_metadata=types.SpeechMetadata(speaker=speaker, style=style))


def _voice(types: Any, name: str, model: str) -> Any:
    """A voice: the thirty go where every generation reads them, any other where only the new generation does."""
    if name in PREBUILT or not reads_verbatim(model):
        return types.VoiceConfig(prebuilt_voice_config=types.PrebuiltVoiceConfig(voice_name=name))
    return types.VoiceConfig(voice=name)


def _wrong_turn(line: str, speakers: tuple[str, ...], what: str) -> str:
    names = " or ".join(f"'{name}:'" for name in speakers)
    return f"a text for two speakers {what} {names}: {line!r:.100}"
