"""Finds the audio in a response, and extracts it."""

from __future__ import annotations

import base64
import binascii
import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ...errors import NoAudioError
from ..validators import refused
from .paths import document_of, look, must_parse, parsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .client import Answer

_PLACE: Final = re.compile(r"(json|sse|lines):([\w.-]*)\|(base64|hex)")

_ERROR: Final = "error"
_NAMES: Final = ("type", "event")  # where a document of a stream says what it is


@dataclass(frozen=True, slots=True)
class Place:
    """Where the audio of an answer is: ``body``, or a path in JSON, server-sent events or lines of JSON."""

    kind: str
    path: str = ""
    code: str = ""

    def documents(self, answer: Answer) -> list[Any]:
        """The JSON documents of an answer; none if the answer is the audio itself.

        Args:
            answer: The whole answer.

        Raises:
            ValueError: The answer should be JSON, but is not.
        """
        if self.kind == "sse":
            return [must_parse(data) for _, data in _events(answer.body) if data != "[DONE]"]
        if self.kind == "lines":
            return [must_parse(line) for line in answer.body.splitlines() if line.strip()]
        if self.kind == "json":
            return [must_parse(answer.body)]
        found = document_of(answer) if answer.body.startswith(b"{") else None
        return [] if found is None else [found]

    def errors(self, answer: Answer) -> list[Any]:
        """The events of a stream that are named ``error``, or call that their type.

        Whatever came before one, the rest of the audio is missing.

        Args:
            answer: The whole answer.

        Raises:
            ValueError: A document of the stream should be JSON, but is not.
        """
        events = _events(answer.body) if self.kind == "sse" else ()
        named = [parsed(data) or {"message": data or "no reason"} for name, data in events if name == _ERROR]
        if named or self.kind not in {"sse", "lines"} or b'"error"' not in answer.body:
            return named
        return [one for one in self.documents(answer) if any(look(one, name) == _ERROR for name in _NAMES)]

    def audio(self, answer: Answer, documents: list[Any], provider: str) -> bytes:
        """The bytes of the audio.

        Args:
            answer: The whole answer.
            documents: Its JSON documents.
            provider: The provider's name, for the message.

        Raises:
            NoAudioError: There is no audio, or it is not encoded as expected.
        """
        if self.kind == "body":
            return answer.body
        parts = [part for document in documents if (part := look(document, self.path))]
        if not parts or not all(isinstance(part, str) for part in parts):
            msg = f"{provider} answered without audio: there is no text at {self.path!r} in {answer.body[:80]!r}"
            raise NoAudioError(msg)
        decode = bytes.fromhex if self.code == "hex" else _from_base64
        try:
            return b"".join(map(decode, parts))
        except (ValueError, binascii.Error) as error:
            msg = f"{provider} answered without audio: the value at {self.path!r} is not {self.code}"
            raise NoAudioError(msg) from error


def read_place(text: str) -> Place:
    """Parse the place of the audio, as a description or a setting states it.

    Args:
        text: ``body``, or ``json:``, ``sse:`` or ``lines:``, a path, and ``|base64`` or ``|hex``.

    Raises:
        OptionError: The text has no such form.

    Example:
        >>> from russo.providers.http.places import read_place
        >>> read_place("json:data.audio|hex")
        Place(kind='json', path='data.audio', code='hex')
    """
    if text == "body":
        return Place("body")
    found = _PLACE.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise refused("audio", text, "'body', or like 'json:data.audio|base64': json, sse or lines, base64 or hex")
    return Place(*found.groups())


def _from_base64(text: str) -> bytes:
    return base64.b64decode("".join(text.split()), validate=True)


def _events(body: bytes) -> Iterator[tuple[str, str]]:
    """The names and data of server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html."""
    name, data = "", list[str]()
    # Bytes are split, because a str also ends lines at characters such as U+2028, which JSON may contain.
    for line in [*body.removeprefix(codecs.BOM_UTF8).splitlines(), b""]:
        field, _, value = line.decode().partition(":")
        value = value.removeprefix(" ")
        if field == "data":
            data.append(value)
        elif field == "event":
            name = value
        elif not line:
            if any(data) or name == _ERROR:
                yield name, "\n".join(data)
            name, data = "", []
