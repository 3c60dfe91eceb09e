"""The SDK's client: one for each call, because a client fails in a second event loop.

See https://github.com/openai/openai-python/issues/1059. Making one takes half a millisecond, since the trusted
certificates are read only once.
"""

from __future__ import annotations

import importlib
import logging
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from russo.providers import MissingKeyError, certificates, find_key, http_options, prepare_http

from .plugin import DESCRIPTION
from .server import OWN_URL, address_of, is_own

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator

    from openai import AsyncOpenAI

    from russo.providers import CallPolicy

# Sent to a server that needs no key, since the SDK insists on one.
NO_KEY: Final = "no-key"


@dataclass(frozen=True, slots=True)
class Account:
    """Who calls, and at which address."""

    base_url: str = field(repr=False)
    api_key: str | None = field(default=None, repr=False)
    organization: str | None = None
    project: str | None = None
    client: Any = field(default=None, repr=False)

    def key(self) -> str:
        """The key, looked up now.

        Raises:
            MissingKeyError: OpenAI's own server needs one, and there is none.
        """
        if self.client is not None:
            key = getattr(self.client, "api_key", None)
            return key if isinstance(key, str) else ""
        try:
            return find_key(DESCRIPTION.name, self.api_key, DESCRIPTION.env)
        except MissingKeyError:
            if is_own(address_of(self.base_url)):
                raise
            return NO_KEY

    def secrets(self, key: str) -> tuple[str, ...]:
        """What no message may show."""
        return (*((key,) if key != NO_KEY else ()), *address_of(self.base_url).secrets)


@asynccontextmanager
async def connect(account: Account, key: str, policy: CallPolicy) -> AsyncIterator[AsyncOpenAI]:
    """Give a client that does not retry: one of ours, closed after the call, or the user's, left open."""
    if account.client is not None:
        yield account.client.with_options(max_retries=0)
        return
    from openai import AsyncOpenAI, DefaultAsyncHttpxClient

    async with AsyncOpenAI(
        api_key=key,
        base_url=account.base_url,
        organization=account.organization,
        project=account.project,
        timeout=policy.timeout,
        max_retries=0,
        http_client=DefaultAsyncHttpxClient(**http_options(DESCRIPTION.name, policy, library=http_library())),
    ) as client:
        yield client


def trusted() -> ssl.SSLContext:
    """The certificates that are trusted, as the SDK's own HTTP library finds them.

    Raises:
        ConfigurationError: ``SSL_CERT_FILE`` or ``SSL_CERT_DIR`` names nothing that can be read.
    """
    return certificates(http_library())


def prepare() -> None:
    """Do ahead what the first call of a process would do in the event loop: import most of the SDK."""
    from openai import AsyncOpenAI

    prepare_http(http_library())
    client = AsyncOpenAI(api_key=NO_KEY, base_url=OWN_URL)  # it opens nothing
    _ = client.audio.speech, client.chat.completions.with_raw_response


def prepare_realtime() -> None:
    """Do the same for the Realtime API, for which the SDK imports more when it connects."""
    prepare()
    with suppress(ImportError):
        importlib.import_module("openai.lib._websocket")


def http_library() -> str:
    """The name of the SDK's own HTTP library: httpx2 since 3.0, httpx before."""
    from openai import DefaultAsyncHttpxClient

    libraries = (base.__module__.partition(".")[0] for base in DefaultAsyncHttpxClient.__mro__)
    return next(name for name in libraries if name in {"httpx", "httpx2"})


def quiet_logger() -> logging.Logger:
    """A logger for the WebSocket library that keeps it from logging the key at DEBUG."""
    logger = logging.getLogger("russo_openai.websocket")
    logger.setLevel(logging.WARNING)
    return logger
