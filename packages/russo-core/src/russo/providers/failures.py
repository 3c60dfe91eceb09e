"""Maps HTTP statuses and failures of sockets to russo's errors, in the same way for every provider."""

from __future__ import annotations

import math
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from ..errors import (
    AuthenticationError,
    CertificateError,
    InvalidRequestError,
    NoAudioError,
    ProviderUnavailableError,
    RateLimitError,
    RussoError,
    SynthesisTimeoutError,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

# Modules whose exceptions SDKs let through: HTTP and WebSocket libraries, and their own transports.
_TRANSPORTS: Final = frozenset({"aiohttp", "anyio", "h11", "httpcore", "httpcore2", "httpx", "httpx2", "websockets"})


def from_status(
    provider: str, status: int, message: str, *, retry_after: float | None = None, help_: str = ""
) -> RussoError:
    """The error for an HTTP status, if the body says nothing more precise.

    Args:
        provider: The provider's name.
        status: The HTTP status.
        message: What the provider said.
        retry_after: Seconds that it asked to wait, if it did.
        help_: What the user can type next, appended to the message of a refused key.

    Returns:
        An error, which is not raised. It is an AuthenticationError for 401 and 403, a RateLimitError for 429, a
        ProviderUnavailableError for 408 and from 500 on, an InvalidRequestError for the rest of 300 to 499, and a
        NoAudioError for a status below 300 without audio. Redirects are not followed, because another host would get
        the text, and could answer instead of the provider.

    Example:
        >>> from russo.providers import from_status
        >>> from_status("acme", 503, "overloaded", retry_after=2.0)
        ProviderUnavailableError('acme answered 503: overloaded')
    """
    described = f"{provider} answered {status}: {message}"
    if status in {401, 403}:
        return AuthenticationError(f"{described}{help_ and f' {help_}'}")
    if status == 429:
        return RateLimitError(described, retry_after=retry_after)
    if status == 408 or status >= 500:
        return ProviderUnavailableError(described, retry_after=retry_after)
    if status >= 400:
        return InvalidRequestError(described)
    if status >= 300:
        moved = f"{provider} answered {status}, a redirect, and those are not followed"
        return InvalidRequestError(f"{moved}: correct the address that is called (base_url=...)")
    return NoAudioError(described)


def from_transport(provider: str, error: BaseException) -> RussoError | None:
    """The error for a failure below the provider's protocol; None for anything else.

    It knows the exceptions of httpx, httpx2, aiohttp and websockets by the names of their modules, without importing
    them, and OSError, TimeoutError, and the ValueError or RecursionError of a body that is not JSON. For a group of
    exceptions, the first one counts.

    Args:
        provider: The provider's name.
        error: What was raised.

    Returns:
        A SynthesisTimeoutError, a CertificateError or a ProviderUnavailableError, not raised; None if none of these
        fits.

    Example:
        >>> from russo.providers import from_transport
        >>> from_transport("acme", ConnectionResetError("hung up"))
        ProviderUnavailableError('acme could not be reached: ConnectionResetError: hung up')
        >>> from_transport("acme", KeyError("a bug")) is None
        True
    """
    error = leaf_of(error)
    if _is_about_a_certificate(error):
        hint = "a company's own authority is named by SSL_CERT_FILE"
        return CertificateError(
            f"{provider} could not be reached: its certificate is not trusted here ({error}); {hint}"
        )
    origins = {cls.__module__.partition(".")[0] for cls in type(error).__mro__}
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    if isinstance(error, TimeoutError) or "Timeout" in type(error).__name__:
        return SynthesisTimeoutError(f"{provider} did not answer in time: {what}")
    if isinstance(error, OSError) or origins & _TRANSPORTS:
        return ProviderUnavailableError(f"{provider} could not be reached: {what}")
    # Python says so where JSON is nested too deeply. Any other recursion without end is a bug, and would come again.
    is_too_deep = isinstance(error, RecursionError) and "JSON" in str(error)
    if "json" in origins or isinstance(error, UnicodeDecodeError) or is_too_deep:
        return ProviderUnavailableError(f"{provider} answered with something that is not JSON: {what}")
    return None


def leaf_of(error: BaseException) -> BaseException:
    """The first exception in a group, since the group itself does not say what happened.

    Args:
        error: What was raised.

    Returns:
        The exception itself, if it is not a group.

    Example:
        >>> from russo.providers import leaf_of
        >>> leaf_of(ExceptionGroup("unhandled errors in a TaskGroup", [OSError("Network is disabled")]))
        OSError('Network is disabled')
    """
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def retry_after(headers: Mapping[str, str], *, now: datetime | None = None) -> float | None:
    """The seconds a provider asks to wait, from ``retry-after-ms`` or ``Retry-After`` (seconds, or a date).

    Args:
        headers: The headers of its answer, found by lower-case name.
        now: The time to count from, for a date; by default, the ``Date`` of the answer, or else now.

    Returns:
        A positive number of seconds; None if the headers do not say, or name a time that has passed.

    Example:
        >>> from russo.providers import retry_after
        >>> [retry_after(headers) for headers in ({"retry-after-ms": "1500"}, {"retry-after": "2"}, {})]
        [1.5, 2.0, None]
    """
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    value = headers.get("retry-after")
    moment = _moment(value)
    if moment is None:
        return _number(value)
    # The server's own clock, if it sends one, since this machine's may be wrong, or frozen by a test.
    from datetime import UTC
    from datetime import datetime as clock

    seconds = (moment - (now or _moment(headers.get("date")) or clock.now(UTC))).total_seconds()
    return seconds if seconds > 0 else None


def _moment(value: str | None) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value or "")
    except (ValueError, OverflowError):
        return None
    if moment.tzinfo is None:
        from datetime import UTC

        moment = moment.replace(tzinfo=UTC)  # HTTP knows no other zone, and some servers leave it out
    return moment


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) and value > 0 else None


def _is_about_a_certificate(error: BaseException) -> bool:
    """Whether a certificate was refused. HTTP libraries keep only the message of the exception of ``ssl``."""
    message = str(error).lower().replace("_", " ")
    return "Cert" in type(error).__name__ or "certificate verify failed" in message
