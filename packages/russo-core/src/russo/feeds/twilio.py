"""Twilio Media Streams: the JSON messages that Twilio sends to an app.

https://www.twilio.com/docs/voice/media-streams/websocket-messages
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from ..errors import OptionError
from .target import Target

if TYPE_CHECKING:
    from collections.abc import Iterator

_RATE: Final = 8000
_FRAME: Final = 20  # ms: 160 bytes


class Twilio(Target):
    """Messages as text: ``connected``, ``start``, a ``media`` for each 20 ms of mu-law at 8 kHz, ``mark`` and ``stop``.

    Args:
        stream_sid: The identifier of the stream.
        call_sid: The identifier of the call.
        account_sid: The identifier of the account.
        parameters: ``customParameters``, as in the TwiML of the call.
        mark: The name of a mark that Twilio sends back after each utterance; None for no mark.
    """

    def __init__(
        self,
        *,
        stream_sid: str = "MZ" + "0" * 32,
        call_sid: str = "CA" + "0" * 32,
        account_sid: str = "AC" + "0" * 32,
        parameters: Mapping[str, str] | None = None,
        mark: str | None = None,
    ) -> None:
        super().__init__(sample_rate=_RATE, ms=_FRAME, format="ulaw")
        self.stream_sid = stream_sid
        self.call_sid = call_sid
        self.account_sid = account_sid
        self.parameters = _checked({} if parameters is None else parameters)
        self.mark = mark
        self._sequence = 0
        self._chunk = 0
        self._timestamp = 0.0  # ms of audio sent

    def opening(self) -> Iterator[str]:
        """The messages that Twilio sends once, before the first audio."""
        if self._sequence:
            return
        yield _text(event="connected", protocol="Call", version="1.0.0")
        yield self._numbered(
            "start",
            {
                "accountSid": self.account_sid,
                "streamSid": self.stream_sid,
                "callSid": self.call_sid,
                "tracks": ["inbound"],
                "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": _RATE, "channels": 1},
                "customParameters": self.parameters,
            },
        )

    def message(self, frame: bytes) -> str:
        """The message for a frame. Counters are strings, as in Twilio's own messages."""
        self._chunk += 1
        timestamp = round(self._timestamp)
        self._timestamp += len(frame) * 1000 / _RATE
        payload = b64encode(frame).decode("ascii")
        return self._numbered(
            "media",
            {"track": "inbound", "chunk": str(self._chunk), "timestamp": str(timestamp), "payload": payload},
        )

    def after(self) -> Iterator[str]:
        """The mark, if there is one."""
        if self.mark is not None:
            yield self._numbered("mark", {"name": self.mark})

    def closing(self) -> Iterator[str]:
        """The message at the end of the call."""
        yield self._numbered("stop", {"accountSid": self.account_sid, "callSid": self.call_sid})

    def _numbered(self, event: str, content: Mapping[str, Any]) -> str:
        self._sequence += 1
        return _text(event=event, sequenceNumber=str(self._sequence), streamSid=self.stream_sid, **{event: content})


def _checked(parameters: Any) -> dict[str, str]:
    if not isinstance(parameters, Mapping) or not all(
        isinstance(one, str) for pair in parameters.items() for one in pair
    ):
        msg = f"parameters={parameters!r} must map texts to texts, as in TwiML"
        raise OptionError(msg)
    return dict(parameters)


def _text(**message: Any) -> str:
    return json.dumps(message, separators=(",", ":"))
