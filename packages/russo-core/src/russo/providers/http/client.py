"""Sends one request with httpx. It imports httpx, so it may only be imported when a call is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import httpx

from ..transport import http_options

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..policy import CallPolicy
    from .requests import HttpRequest

# Some services refuse clients that name an HTTP library. A version number here would be of no use.
_AGENT: Final = "russo (text-to-speech for tests)"


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: its status, its headers by lower-case name, and its body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def mime(self) -> str:
        """The mime type that the answer states."""
        return self.headers.get("content-type", "")


async def fetch(request: HttpRequest, headers: Mapping[str, str], provider: str, policy: CallPolicy) -> Answer:
    """Send a request and read the whole answer.

    Args:
        request: What to send.
        headers: The header with the key, in addition to those of the request.
        provider: The provider's name, for the messages.
        policy: The limits of the call.
    """
    # One client for each call, because it belongs to its event loop, and pytest makes a loop for each test.
    async with httpx.AsyncClient(**http_options(provider, policy)) as client:
        response = await client.request(
            request.method,
            request.url,
            headers={"User-Agent": _AGENT, **request.headers, **headers},
            content=request.body,
        )
        return Answer(response.status_code, response.headers, response.content)
