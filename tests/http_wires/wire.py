"""The requests and answers of an API of russo-http, and the audio that stands in for all speech."""

from __future__ import annotations

import base64
import json
import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from russo import errors

KEY = "key-5d41402abc4b2a76"
TEXT = "Hello, <who> & what is there?"
RATE = 24000


def samples(rate: int = RATE, seconds: float = 2.0) -> bytes:
    """A tone of 500 Hz."""
    half = rate // 1000
    return (struct.pack("<h", 8000) * half + struct.pack("<h", -8000) * half) * int(500 * seconds)


def wav(rate: int = RATE, seconds: float = 2.0) -> bytes:
    data = samples(rate, seconds)
    head = struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        b"RIFF",
        36 + len(data),
        b"WAVE",
        b"fmt ",
        16,
        1,
        1,
        rate,
        rate * 2,
        2,
        16,
        b"data",
        len(data),
    )
    return head + data


@dataclass(frozen=True)
class Row:
    """An answer that is an error."""

    status: int
    body: bytes
    error: type[errors.RussoError]
    said: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Wire:
    """One API."""

    target: str
    headers: Mapping[str, str]
    body: Any
    mime: str = "audio/wav"
    path: str = ""
    rows: tuple[Row, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    given: Mapping[str, Any] = field(default_factory=dict)
    is_sent: Mapping[str, Any] = field(default_factory=dict)
    voices: Any = None
    listed: tuple[str, ...] = ()
    listing: str = ""

    def audio(self, seconds: float = 2.0) -> bytes:
        """A good answer."""
        if self.path.startswith("sse"):
            return self.holding(samples(seconds=seconds))
        if not self.path and self.mime != "audio/wav":
            return self.holding(samples(16000, seconds))
        return self.holding(wav(seconds=seconds))

    def holding(self, data: bytes) -> bytes:
        """A well-formed answer, with this in place of the audio."""
        if not self.path:
            return data
        code, _, path = self.path.partition(":")
        if code == "sse":
            half = len(data) // 4 * 2
            events = [
                {"status_code": 200, "data": {"audio": base64.b64encode(part).decode()}}
                for part in (data[:half], data[half:])
            ]
            return "".join(f"event: message\ndata: {json.dumps(event)}\n\n" for event in events).encode()
        coded: Any = data.hex() if code == "hex" else base64.b64encode(data).decode()
        for name in reversed(path.split(".")):
            coded = [coded] if name == "0" else {name: coded}
        return json.dumps(
            coded | ({"base_resp": {"status_code": 0, "status_msg": "success"}} if code == "hex" else {})
        ).encode()


def row(status: int, body: Any, error: type[errors.RussoError], said: str, **headers: str) -> Row:
    data = body.encode() if isinstance(body, str) else json.dumps(body).encode()
    return Row(status, data, error, said, {name.replace("_", "-"): value for name, value in headers.items()})
