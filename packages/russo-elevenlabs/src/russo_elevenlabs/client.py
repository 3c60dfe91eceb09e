"""Makes the SDK's client for one call. Importing this module imports the SDK, so it is imported within a call."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import httpx
from elevenlabs.client import AsyncElevenLabs

from russo.providers import AuthenticationError, http_options

from .failures import PROVIDER

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from russo.providers import CallPolicy


@asynccontextmanager
async def open_client(key: str, base_url: str, policy: CallPolicy) -> AsyncIterator[AsyncElevenLabs]:
    """Open a client for one call and close it after the call, in the event loop that it was made in.

    Args:
        key: The key of the account.
        base_url: Where the API is, without its version.
        policy: How long a call may take, and how much it may answer.

    Raises:
        AuthenticationError: The key cannot be sent.
    """
    # The SDK has no way to close its client, so it is given one. Its debug log shows the key, so it is not given that.
    async with httpx.AsyncClient(auth=_signer(key), **http_options(PROVIDER, policy)) as http:
        yield AsyncElevenLabs(api_key=None, base_url=base_url, timeout=policy.timeout, httpx_client=http)


def _signer(key: str) -> Callable[[httpx.Request], httpx.Request]:
    if not (key.isascii() and key.isprintable()) or " " in key:
        msg = "the key for elevenlabs holds characters that no key has: copy it again into ELEVENLABS_API_KEY"
        raise AuthenticationError(msg)

    def sign(request: httpx.Request) -> httpx.Request:
        request.headers["xi-api-key"] = key
        return request

    return sign
