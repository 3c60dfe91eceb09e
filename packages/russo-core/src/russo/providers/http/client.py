"""Sending one request with httpx. Imports it: only a call may import this module."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import httpx

from ...errors import SynthesisError
from ..pipes import LONGEST
from ..tls import certificates

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .requests import HttpRequest

# Some services refuse what names itself after a library. A version here would change nothing that anybody hears.
_AGENT: Final = "russo (text-to-speech for tests)"


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: its status, its headers by lower-case name, and its body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def mime(self) -> str:
        """What it says that it is."""
        return self.headers.get("content-type", "")


async def fetch(request: HttpRequest, headers: Mapping[str, str], read_timeout: float) -> Answer:
    """Send a request and read all of the answer. Redirects are not followed: the key would go along.

    Args:
        request: What to send.
        headers: The key, beside the headers of the request.
        read_timeout: Seconds that each read may take; the whole call has its own limit.

    Raises:
        SynthesisError: The answer is longer than any speech.
    """
    # One client for a call: it belongs to the event loop that it was made in, and pytest makes one for each test.
    async with (
        httpx.AsyncClient(verify=certificates("httpx"), timeout=read_timeout, follow_redirects=False) as client,
        client.stream(
            request.method,
            request.url,
            headers={"User-Agent": _AGENT, **request.headers, **headers},
            content=request.body,
        ) as response,
    ):
        body = bytearray()
        async for block in response.aiter_bytes():
            body += block
            if len(body) > LONGEST:
                msg = f"the answer is longer than {LONGEST // 2**20:,} MB, which is no speech"
                raise SynthesisError(msg)
        return Answer(response.status_code, response.headers, bytes(body))
