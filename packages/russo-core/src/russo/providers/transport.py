"""What an HTTP client of a provider is made with, the same for all of them."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from .bodies import ENCODINGS, limit_body
from .tls import certificates

if TYPE_CHECKING:
    from .policy import CallPolicy

# What the library's connections import when the first one is opened, each a hundredth of a second or more.
_LATE: Final = ("anyio._backends._asyncio", "anyio.streams.memory", "anyio.streams.tls")


def http_options(provider: str, policy: CallPolicy, *, library: str = "httpx") -> dict[str, Any]:
    """What to make an HTTP client of a provider with, so that it is as safe as every other one.

    Redirects are not followed: the text would go to whatever host they name, and what that one answers would be kept.
    A body is read to a limit and unpacked as it streams. Certificates are read once in a process.

    Args:
        provider: The provider's name, for the messages.
        policy: How the provider is called: ``max_bytes`` is the limit. The client has no time limit of its own, since
            `speak` has one for the whole call.
        library: The HTTP library, ``"httpx"`` or ``"httpx2"``.

    Returns:
        Keyword arguments for its ``AsyncClient``.

    Raises:
        ConfigurationError: ``SSL_CERT_FILE`` or ``SSL_CERT_DIR`` names nothing that can be read.

    Example:
        >>> import httpx
        >>> from russo.providers import CallPolicy, http_options
        >>> client = httpx.AsyncClient(**http_options("acme", CallPolicy()))
        >>> client.follow_redirects
        False
    """
    return {
        "verify": certificates(library),
        "timeout": None,
        "follow_redirects": False,
        "headers": {"Accept-Encoding": ENCODINGS},
        "event_hooks": {"response": [limit_body(provider, policy.max_bytes)]},
    }


def prepare_http(library: str = "httpx") -> None:
    """Do what the first client of a process does before its first request, which takes longer than the rest.

    Meant for the ``then`` of `import_sdk`, which does it in a thread while the event loop goes on.

    Args:
        library: The HTTP library, ``"httpx"`` or ``"httpx2"``.

    Raises:
        ConfigurationError: ``SSL_CERT_FILE`` or ``SSL_CERT_DIR`` names nothing that can be read.

    Example:
        >>> import asyncio
        >>> from russo.providers import import_sdk, prepare_http
        >>> asyncio.run(import_sdk("acme", "httpx", then=prepare_http))
    """
    # It opens nothing, but imports the part of the library that does.
    import_module(library).AsyncClient(verify=certificates(library))
    for name in _LATE:
        with suppress(ImportError):
            import_module(name)
