"""The options with which every provider makes its HTTP client."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from .bodies import ENCODINGS, limit_body
from .proxies import check_proxies
from .tls import certificates

if TYPE_CHECKING:
    from .policy import CallPolicy

# Modules that the library imports when it opens its first connection, each taking a hundredth of a second or more.
_LATE: Final = ("anyio._backends._asyncio", "anyio.streams.memory", "anyio.streams.tls")


def http_options(provider: str, policy: CallPolicy, *, library: str = "httpx") -> dict[str, Any]:
    """The options for the HTTP client of a provider, so that all clients are equally safe.

    Redirects are not followed, because the text would be sent to any host that they name, and its answer would be kept.
    Bodies are read up to a limit and unpacked as they stream. Certificates are read once per process.

    Args:
        provider: The provider's name, for the messages.
        policy: How the provider is called: ``max_bytes`` is the limit. The client has no time limit of its own, since
            `speak` has one for the whole call.
        library: The HTTP library, ``"httpx"`` or ``"httpx2"``.

    Returns:
        Keyword arguments for its ``AsyncClient``.

    Raises:
        ConfigurationError: ``SSL_CERT_FILE`` or ``SSL_CERT_DIR`` names nothing that can be read, or a variable such as
            ``HTTPS_PROXY`` no proxy that can be used.

    Example:
        >>> import httpx
        >>> from russo.providers import CallPolicy, http_options
        >>> client = httpx.AsyncClient(**http_options("acme", CallPolicy()))
        >>> client.follow_redirects
        False
    """
    check_proxies()
    return {
        "verify": certificates(library),
        "timeout": None,
        "follow_redirects": False,
        "headers": {"Accept-Encoding": ENCODINGS},
        "event_hooks": {"response": [limit_body(provider, policy.max_bytes)]},
    }


def prepare_http(library: str = "httpx") -> None:
    """Do in advance what takes a process long before its first request.

    Meant for the ``then`` of `import_sdk`, which calls it in a thread while the event loop goes on.

    Args:
        library: The HTTP library, ``"httpx"`` or ``"httpx2"``.

    Raises:
        ConfigurationError: ``SSL_CERT_FILE`` or ``SSL_CERT_DIR`` names nothing that can be read, or a variable such as
            ``HTTPS_PROXY`` no proxy that can be used.

    Example:
        >>> import asyncio
        >>> from russo.providers import import_sdk, prepare_http
        >>> asyncio.run(import_sdk("acme", "httpx", then=prepare_http))
    """
    check_proxies()
    # It opens nothing, but imports the part of the library that does.
    import_module(library).AsyncClient(verify=certificates(library))
    for name in _LATE:
        with suppress(ImportError):
            import_module(name)
