"""A client of the SDK for one call. Imports the SDK: only a call may import this module."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import httpx
from elevenlabs.client import AsyncElevenLabs

from russo.providers import AuthenticationError, certificates

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable


@asynccontextmanager
async def open_client(key: str, base_url: str, read_timeout: float) -> AsyncIterator[AsyncElevenLabs]:
    """A client for one call, closed after it, in whichever event loop it was made.

    Args:
        key: The key of the account.
        base_url: Where the API is, without its version.
        read_timeout: Seconds that each read may take; the whole call has its own limit.

    Raises:
        AuthenticationError: The key cannot be sent.
    """
    # The SDK cannot be closed (the client that it is given can), and its debug log shows the key: it does not get it.
    # Redirects are not followed because the key would go along, to whatever host.
    async with httpx.AsyncClient(
        auth=_signer(key),
        verify=certificates("httpx"),
        timeout=read_timeout,
        follow_redirects=False,
    ) as http:
        yield AsyncElevenLabs(api_key=None, base_url=base_url, timeout=read_timeout, httpx_client=http)


def _signer(key: str) -> Callable[[httpx.Request], httpx.Request]:
    if not (key.isascii() and key.isprintable()) or " " in key:
        msg = "the key for elevenlabs holds characters that no key has: copy it again into ELEVENLABS_API_KEY"
        raise AuthenticationError(msg)

    def sign(request: httpx.Request) -> httpx.Request:
        request.headers["xi-api-key"] = key
        return request

    return sign
