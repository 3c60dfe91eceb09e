"""What an answer of generate_content holds: audio, or the reason why it has none.

An answer with status 200 may hold no audio, or audio that was cut short: the finish reason tells.
"""

from __future__ import annotations

from typing import Any, Final

from russo.providers import (
    Audio,
    ContentBlockedError,
    InvalidRequestError,
    NoAudioError,
    RussoError,
    TextTooLongError,
    received_audio,
)

# https://ai.google.dev/api/generate-content#FinishReason
_BLOCKED: Final = frozenset({"SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII"})
_COMPLETE: Final = frozenset({"", "STOP", "FINISH_REASON_UNSPECIFIED"})

# Samples come without a header from models up to 3.1, at 24 kHz: https://ai.google.dev/gemini-api/docs/speech-generation
_RATE: Final = 24_000


def read_answer(response: Any, text: str) -> Audio:
    """Take the audio out of an answer.

    Args:
        response: A ``GenerateContentResponse`` of the SDK.
        text: What was to be said.

    Returns:
        Audio that decodes and is complete.

    Raises:
        ContentBlockedError: The prompt or the answer was blocked.
        TextTooLongError: The audio reached the longest that the model makes, and stops there.
        InvalidRequestError: The model does not speak the language.
        NoAudioError: There is no audio, or not all of it.
    """
    feedback = response.prompt_feedback
    if feedback is not None and feedback.block_reason:
        why = _said(feedback.block_reason, feedback.block_reason_message)
        msg = f"google refused to speak this text: {why}"
        raise ContentBlockedError(msg)
    candidate = (response.candidates or [None])[0]
    if candidate is None:
        raise NoAudioError("google answered without audio: no candidate")
    parts = (candidate.content.parts if candidate.content else None) or []
    blobs = [part.inline_data for part in parts if part.inline_data and part.inline_data.data]
    failure = _failure(candidate, [part.text for part in parts if part.text], has_audio=bool(blobs))
    if failure is not None:
        raise failure
    return _join([(blob.data, blob.mime_type) for blob in blobs], text)


def _failure(candidate: Any, texts: list[str], *, has_audio: bool) -> RussoError | None:
    reason = _name(candidate.finish_reason)
    said = _said(candidate.finish_reason, candidate.finish_message)
    if reason in _BLOCKED:
        return ContentBlockedError(f"google refused to speak this text: {said}")
    if reason == "LANGUAGE":
        return InvalidRequestError(f"google does not speak this language: {said}")
    if reason == "MAX_TOKENS":
        return TextTooLongError(f"google stopped before the end of the text: {said}; split it")
    if not has_audio:
        wrote = f", but wrote {' '.join(texts)!r:.100}" if texts else ""
        return NoAudioError(f"google answered without audio: {said or 'STOP'}{wrote}")
    if reason not in _COMPLETE:
        return NoAudioError(f"google stopped before the end of the text: {said}")
    return None


def _join(blobs: list[tuple[bytes, str | None]], text: str) -> Audio:
    """Join all parts: bare samples may be split anywhere, while each WAV is complete."""
    if not any(data.startswith(b"RIFF") for data, _ in blobs):
        data = b"".join(data for data, _ in blobs)
        return received_audio("google", data, blobs[0][1], text=text, sample_rate=_RATE)
    if len(blobs) == 1:
        return received_audio("google", *blobs[0], text=text, sample_rate=_RATE)
    audios = [Audio.from_bytes(data, mime, sample_rate=_RATE) for data, mime in blobs]
    rate, channels = audios[0].sample_rate, audios[0].channels
    samples = b"".join(audio.to_pcm(rate, channels).data for audio in audios)
    return received_audio("google", samples, text=text, sample_rate=rate, channels=channels)


def _name(reason: Any) -> str:
    """The name of a member of an enum. The SDK makes one up for a reason that it does not know."""
    return str(getattr(reason, "value", reason) or "").upper()


def _said(reason: Any, message: str | None) -> str:
    return f"{_name(reason)}{f' ({message})' if message else ''}"
