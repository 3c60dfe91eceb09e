"""A client of the SDK for each call, closed after it, so that no event loop gets the socket of another."""

from __future__ import annotations

import asyncio
import importlib
import os
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from russo.providers import AuthenticationError, MissingKeyError, certificates, http_options, prepare_http

from .logs import hushed
from .models import is_preview

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from russo.providers import Address, CallPolicy

    from .access import Access


@asynccontextmanager
async def open_client(access: Access, key: str | None, model: str, policy: CallPolicy) -> AsyncIterator[Any]:
    """Open a client of the SDK, and close it whatever happens, unless it is the user's own.

    The SDK's retries are off, and so is aiohttp, which the SDK would otherwise use wherever it is installed: that has
    different exceptions, and retries of its own.
    """
    if access.client is not None:
        yield access.client
        return
    _check_key(key)
    http = _http()
    address = access.address
    async with http.AsyncClient(
        **http_options("google", policy, library=http.__name__),
        auth=address.userinfo if address else None,
        transport=_with_query(http, address) if address and address.query else None,
    ) as connection:
        # On Vertex AI the SDK looks for credentials here, in files and at an address that may not answer.
        client = await asyncio.to_thread(_make_client, access, key, model, connection)
        _disarm(client)
        try:
            yield client
        finally:
            client.close()


def _make_client(access: Access, key: str | None, model: str, connection: Any) -> Any:
    from google import genai
    from google.genai import types

    context = trusted()
    version = "v1beta" if is_preview(model) and not access.vertexai and not _chosen_version() else None
    project, location = _place(access)
    options = types.HttpOptions(
        base_url=access.address.url if access.address else None,
        api_version=version,
        httpx_async_client=connection,
        client_args={"verify": context},
        async_client_args={"verify": context, "ssl": context},
        retry_options=types.HttpRetryOptions(attempts=1),
    )
    try:
        with hushed():
            return genai.Client(
                vertexai=access.vertexai,
                api_key=key,
                credentials=access.credentials,
                project=project,
                location=location,
                http_options=options,
            )
    except ValueError as error:
        # Only on Vertex AI: elsewhere there is a key, and the SDK asks for nothing else.
        msg = f"provider 'google' cannot use Vertex AI: {error} Pass project=..., or set GOOGLE_CLOUD_PROJECT"
        # Without the frames, which hold a half-made client: its __del__ would fail in whatever event loop runs then.
        raise MissingKeyError(msg) from error.with_traceback(None)


def _disarm(client: Any) -> None:
    """Keep a client from starting a task when it is collected, as it did before 3.4: its loop may be closed by then.

    There is nothing left to close: the connection is ours, and has been closed.
    """
    for part in (client.aio, getattr(client, "_api_client", client.aio)):
        part.aclose = _nothing


def _nothing() -> None:
    """Stands in for a coroutine: `__del__` ignores that no task can be made of it."""


def _place(access: Access) -> tuple[str | None, str | None]:
    """Project and location, passed explicitly: with a base_url, the SDK ignores those that it would otherwise find."""
    if not access.vertexai or access.api_key:
        return access.project, access.location
    return (
        access.project or os.environ.get("GOOGLE_CLOUD_PROJECT"),
        access.location or os.environ.get("GOOGLE_CLOUD_LOCATION") or "global",
    )


def _chosen_version() -> bool:
    return bool(os.environ.get("GOOGLE_GENAI_API_VERSION"))


def _check_key(key: str | None) -> None:
    # The HTTP library would name the header and show its value.
    if key is not None and not (key.isascii() and key.isprintable()):
        raise AuthenticationError("the key for google holds characters that no key has: copy it again")


def trusted() -> Any:
    """The certificates that are trusted, as the SDK's own HTTP library finds them."""
    return certificates(_http().__name__)


def prepare() -> None:
    """Do ahead what the first call of a process would do in the event loop."""
    prepare_http(_http().__name__)


def _http() -> Any:
    """The HTTP library of the SDK that is installed: httpx2 since 3.0, httpx before."""
    from google.genai import version

    major = int(version.__version__.partition(".")[0])
    return importlib.import_module("httpx2" if major >= 3 else "httpx")


def _with_query(http: Any, address: Address) -> Any:
    """A transport that adds the query of a base_url last, so that the HTTP library does not log it."""

    class Transport(http.AsyncHTTPTransport):  # type: ignore[misc]  # the library is not known before
        async def handle_async_request(self, request: Any) -> Any:
            request = http.Request(
                request.method,
                request.url.copy_merge_params(address.query),
                headers=request.headers,
                stream=request.stream,
                extensions=request.extensions,
            )
            return await super().handle_async_request(request)

    return Transport(verify=trusted())
