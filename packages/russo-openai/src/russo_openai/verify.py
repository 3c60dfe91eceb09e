"""Checks that a conversational model said the text."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from russo.providers import TranscriptMismatchError, plausible_seconds
from russo.transcripts import first_difference

if TYPE_CHECKING:
    from russo.providers import Audio

_log: Final = logging.getLogger("russo_openai")


def verify(audio: Audio, *, text: str, transcript: str, speed: float, mode: str) -> None:
    """Check the words by the transcript, and the pace by the audio.

    Args:
        audio: The speech.
        text: What was to be said.
        transcript: The model's own transcript.
        speed: How much faster than usual it was asked to speak.
        mode: ``"strict"`` to raise, ``"warn"`` to log a warning, ``"off"`` for neither.

    Raises:
        TranscriptMismatchError: It was something else.
    """
    if mode == "off":
        return
    fault = _fault(audio.duration, text, transcript, speed)
    if fault is None:
        return
    if mode == "warn":
        _log.warning("%s", fault)
        return
    msg = f"{fault}. It was not kept: try again, or pass verify='warn' to keep it anyway"
    raise TranscriptMismatchError(msg, text=text, transcript=transcript)


def _fault(seconds: float, text: str, transcript: str, speed: float) -> str | None:
    difference = first_difference(text, transcript)
    if difference is not None:
        return f"openai was asked to say {text!r:.300}, but said {transcript!r:.300}: {difference}"
    shortest, longest = plausible_seconds(text, speed)
    if not shortest <= seconds <= longest:
        return (
            f"openai said {text!r:.300} in {seconds:.1f} s, "
            f"but that takes between {shortest:.1f} s and {longest:.1f} s: the speech was cut, or there is more of it"
        )
    return None
