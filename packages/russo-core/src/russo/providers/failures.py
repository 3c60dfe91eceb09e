"""What the failures of HTTP and of sockets are called in russo, the same for every provider."""

from __future__ import annotations

import math
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from ..errors import (
    AuthenticationError,
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

# The modules of HTTP and WebSocket libraries that SDKs let through, and of those libraries' own transports.
_TRANSPORTS: Final = frozenset({"aiohttp", "anyio", "h11", "httpcore", "httpcore2", "httpx", "httpx2", "websockets"})


def from_status(
    provider: str, status: int, message: str, *, retry_after: float | None = None, help_: str = ""
) -> RussoError:
    """The error for an HTTP status, where the body says nothing more precise.

    Args:
        provider: The provider's name.
        status: The HTTP status.
        message: What the provider said.
        retry_after: Seconds that it wants to be left alone, if it said so.
        help_: What the user can type next, appended to the message of a refused key.

    Returns:
        An error, not raised. It is an AuthenticationError for 401 and 403, a RateLimitError for 429, a
        ProviderUnavailableError for 408 and from 500 on, an InvalidRequestError for the rest of 400 to 499, and a
        NoAudioError for what is below 400 and yet was no audio.

    Example:
        >>> from russo.providers.failures import from_status
        >>> from_status("acme", 503, "overloaded", retry_after=2.0)
        ProviderUnavailableError('acme answered 503: overloaded')
    """
    said = f"{provider} answered {status}: {message}"
    if status in {401, 403}:
        return AuthenticationError(f"{said}{help_ and f' {help_}'}")
    if status == 429:
        return RateLimitError(said, retry_after=retry_after)
    if status == 408 or status >= 500:
        return ProviderUnavailableError(said, retry_after=retry_after)
    if status >= 400:
        return InvalidRequestError(said)
    return NoAudioError(said)


def from_transport(provider: str, error: BaseException) -> RussoError | None:
    """The error for what went wrong below the provider's protocol, None for anything else.

    Knows the exceptions of httpx, httpx2, aiohttp and websockets by the module that defines them, so that none of
    them is imported; and OSError, TimeoutError, and the ValueError of a body that is no JSON.

    Args:
        provider: The provider's name.
        error: What was raised.

    Returns:
        A SynthesisTimeoutError or a ProviderUnavailableError, not raised; None for what is none of these.

    Example:
        >>> from russo.providers.failures import from_transport
        >>> from_transport("acme", ConnectionResetError("hung up"))
        ProviderUnavailableError('acme could not be reached: ConnectionResetError: hung up')
        >>> from_transport("acme", KeyError("a bug")) is None
        True
    """
    origins = {cls.__module__.partition(".")[0] for cls in type(error).__mro__}
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    if isinstance(error, TimeoutError) or "Timeout" in type(error).__name__:
        return SynthesisTimeoutError(f"{provider} did not answer in time: {what}")
    if isinstance(error, OSError) or origins & _TRANSPORTS:
        return ProviderUnavailableError(f"{provider} could not be reached: {what}")
    if "json" in origins or isinstance(error, UnicodeDecodeError):
        return ProviderUnavailableError(f"{provider} answered something that is no JSON: {what}")
    return None


def retry_after(headers: Mapping[str, str], *, now: datetime | None = None) -> float | None:
    """The seconds a provider asks to wait, from ``retry-after-ms`` or ``Retry-After`` (seconds, or a date).

    Args:
        headers: The headers of its answer, found by lower-case name.
        now: The time to count a date from; by default, now.

    Returns:
        Seconds, never negative; None where the headers do not say.

    Example:
        >>> from russo.providers.failures import retry_after
        >>> retry_after({"retry-after-ms": "1500"}), retry_after({"retry-after": "2"}), retry_after({})
        (1.5, 2.0, None)
    """
    milliseconds = _seconds(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    value = headers.get("retry-after")
    seconds = _seconds(value)
    if seconds is not None or not value:
        return seconds
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    from datetime import UTC
    from datetime import datetime as clock

    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)  # HTTP knows no other zone, and some servers leave it out
    return max(0.0, (moment - (now or clock.now(UTC))).total_seconds())


def _seconds(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) and value >= 0 else None
