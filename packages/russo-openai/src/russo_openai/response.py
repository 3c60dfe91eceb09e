"""Reads one response of the Realtime API, event by event.

https://developers.openai.com/api/docs/api-reference/realtime-server-events
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from russo.providers import ContentBlockedError, NoAudioError, ProviderUnavailableError, RussoError, TextTooLongError

from .chat import decode
from .failures import from_error, too_much

if TYPE_CHECKING:
    from collections.abc import Iterator


class Response:
    """Collects the audio and the transcript; events of other kinds are ignored.

    Args:
        event_id: The id of our request.
        max_bytes: The most audio that is accepted, in bytes.
    """

    def __init__(self, event_id: str, max_bytes: int) -> None:
        self.complete = False
        self._event_id = event_id
        self._max_bytes = max_bytes
        self._id: str | None = None
        self._audio = bytearray()
        self._spoken: list[str] = []
        self._final: list[str] = []
        self._wait: float | None = None

    @property
    def audio(self) -> bytes:
        """The whole audio, once the response is complete."""
        return bytes(self._audio)

    @property
    def transcript(self) -> str:
        """The model's own transcript."""
        return " ".join(filter(None, self._spoken)) or " ".join(self._final)

    def take(self, event: dict[str, Any]) -> None:
        """Take the next event of the connection.

        Raises:
            RussoError: The event says that the request failed.
        """
        kind = event.get("type")
        if kind == "error":
            raise from_error(_part(event, "error"), self._wait)
        if kind == "rate_limits.updated":
            self._wait = _wait_of(event.get("rate_limits"))
        elif kind == "response.created":
            self._created(_part(event, "response"))
        elif kind == "response.done":
            self._done(_part(event, "response"))
        elif self._id is not None and event.get("response_id") == self._id:
            self._content(kind, event)

    def _created(self, response: dict[str, Any]) -> None:
        # The server sends back the metadata of the request. An event with other metadata, or none, is not its answer.
        if self._id is None and self._is_ours(response):
            self._id = response.get("id")

    def _is_ours(self, response: dict[str, Any]) -> bool:
        metadata = response.get("metadata")
        return isinstance(metadata, dict) and metadata.get("event_id") == self._event_id

    def _content(self, kind: object, event: dict[str, Any]) -> None:
        if kind == "response.output_audio.delta":
            self._audio += decode(event.get("delta"))
            if len(self._audio) > self._max_bytes:
                raise too_much(self._max_bytes)
        elif kind == "response.output_audio_transcript.done":
            self._spoken += [event["transcript"]] if isinstance(event.get("transcript"), str) else []

    def _done(self, response: dict[str, Any]) -> None:
        is_ours = self._is_ours(response) if self._id is None else response.get("id") == self._id
        if not is_ours:
            return
        failure = _failure_of(response, self._wait)
        if failure is not None:
            raise failure
        self._final = [text for text in _transcripts(response.get("output")) if text]
        self.complete = True


def _failure_of(response: dict[str, Any], wait: float | None) -> RussoError | None:
    """Why a response is not complete; None if it is. Only the status tells: audio and transcript look complete."""
    status = response.get("status")
    details = response.get("status_details")
    details = details if isinstance(details, dict) else {}
    reason = details.get("reason")
    if status == "completed":
        return None
    if status == "failed":
        error = details.get("error")
        return from_error(error if isinstance(error, dict) else {"message": "the response failed"}, wait)
    if reason == "content_filter":
        return ContentBlockedError("openai refused to speak this text: 'content_filter'")
    if reason == "max_output_tokens":
        return TextTooLongError("openai stopped before the end of the text ('max_output_tokens'): split it")
    return NoAudioError(f"openai stopped before the end: status {status!r}, reason {reason!r}")


def _transcripts(output: object) -> Iterator[str]:
    for item in output if isinstance(output, list) else ():
        content = item.get("content") if isinstance(item, dict) else None
        for part in content if isinstance(content, list) else ():
            if isinstance(part, dict) and isinstance(part.get("transcript"), str):
                yield part["transcript"]


def _part(event: dict[str, Any], name: str) -> dict[str, Any]:
    part = event.get(name)
    if not isinstance(part, dict):
        msg = f"openai sent {event.get('type')!r} without {name!r}: {event!r:.200}"
        raise ProviderUnavailableError(msg)
    return part


def _wait_of(limits: object) -> float | None:
    """How many seconds until the exhausted rate limits are reset."""
    waits = [
        float(limit["reset_seconds"])
        for limit in (limits if isinstance(limits, list) else ())
        if isinstance(limit, dict)
        and limit.get("remaining") == 0
        and isinstance(limit.get("reset_seconds"), (int, float))
    ]
    return max(waits, default=None)
