"""Maps the exceptions of Google's SDK to russo's errors."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from russo.providers import (
    AuthenticationError,
    MissingKeyError,
    NoAudioError,
    ProviderUnavailableError,
    QuotaExceededError,
    RussoError,
    TextTooLongError,
    from_status,
    from_transport,
    retry_after,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_HELP: Final = "Check the key in GOOGLE_API_KEY or GEMINI_API_KEY, or pass api_key=..."
_ADC_HELP: Final = "Run `gcloud auth application-default login`, or pass credentials=..."

# Google says: the input token count (9000) exceeds the maximum number of tokens allowed (8192).
_TOO_LONG: Final = re.compile(r"token.*exceed", re.IGNORECASE | re.DOTALL)
_DURATION: Final = re.compile(r"(\d+(?:\.\d+)?)s")


def classify(error: Exception) -> RussoError | None:
    """The error of russo for an exception of the SDK or of the libraries under it.

    Args:
        error: What a call raised.

    Returns:
        The error, not raised; None for an unknown exception.
    """
    status = _status(error)
    if status is not None:
        return _from_api(status, error)
    origins = {cls.__module__ for cls in type(error).__mro__}
    if "google.auth.exceptions" in origins:
        return _from_auth(error)
    if "google.genai.errors" in origins:
        return ProviderUnavailableError("google answered with something that is not JSON")
    # The SDK checks answers with pydantic, and warns of unknown enum values, which `-W error` turns into errors.
    is_unknown_word = isinstance(error, UserWarning) and "is not a valid" in str(error)
    if is_unknown_word or any(origin.startswith("pydantic") for origin in origins):
        return NoAudioError(f"google answered with something that is not in its documentation: {_short(str(error))}")
    if any(cls.__name__ == "APIConnectionError" for cls in type(error).__mro__) and error.__cause__ is not None:
        return from_transport("google", error.__cause__)  # so the part of the SDK that lists voices wraps it
    return from_transport("google", error)


def _status(error: Exception) -> int | None:
    """The HTTP status: ``code`` in most of the SDK, ``status_code`` in the part that lists voices."""
    if not type(error).__module__.startswith("google.genai"):
        return None
    for name in ("code", "status_code"):
        value = getattr(error, name, None)
        if isinstance(value, int):
            return value
    return None


def _from_api(status: int, error: Any) -> RussoError:
    body = getattr(error, "details", None) or getattr(error, "body", None)
    details = list(_details(body))
    message = _short(str(error.message or error))
    said = f"google answered {status}: {message}"
    if any(detail.get("reason") == "API_KEY_INVALID" for detail in details):
        return AuthenticationError(f"{said} {_HELP}")
    if status == 429 and any(_is_daily(detail) for detail in details):
        return QuotaExceededError(f"{said} (the daily quota is used up)")
    if status == 400 and _TOO_LONG.search(message):
        return TextTooLongError(said)
    return from_status("google", status, message, retry_after=_wait(details, error), help_=_HELP)


def _from_auth(error: Exception) -> RussoError:
    """The error for failing Application Default Credentials.

    See https://google-auth.readthedocs.io/en/latest/reference/google.auth.exceptions.html
    """
    from google.auth import exceptions

    what = f"{type(error).__name__}: {_short(str(error))}"
    if isinstance(error, exceptions.TransportError):
        # It may be about a certificate, which only its message tells.
        return from_transport("google's sign-in", error) or ProviderUnavailableError(
            f"google's sign-in could not be reached: {what}"
        )
    if isinstance(error, exceptions.DefaultCredentialsError):
        return MissingKeyError(f"provider 'google' found no credentials for Vertex AI: {what} {_ADC_HELP}")
    return AuthenticationError(f"google refused the credentials for Vertex AI: {what} {_ADC_HELP}")


def _details(body: Any) -> Iterator[Mapping[str, Any]]:
    """The ``details`` of an error in Google's form (https://google.aip.dev/193), from a body of any form."""
    inner = body.get("error", body) if isinstance(body, dict) else None
    details = inner.get("details") if isinstance(inner, dict) else None
    for detail in details if isinstance(details, list) else ():
        if isinstance(detail, dict):
            yield detail


def _is_daily(detail: Mapping[str, Any]) -> bool:
    violations = detail.get("violations")
    return any(
        isinstance(violation, dict) and "PerDay" in str(violation.get("quotaId"))
        for violation in (violations if isinstance(violations, list) else ())
    )


def _wait(details: list[Mapping[str, Any]], error: Any) -> float | None:
    """Seconds to wait: from RetryInfo in Google's errors, or from the headers of a gateway in front of it."""
    for detail in details:
        duration = _DURATION.fullmatch(str(detail.get("retryDelay")))
        if duration:
            return float(duration[1])
    headers = getattr(getattr(error, "response", None), "headers", None)
    return None if headers is None else retry_after({str(name).lower(): value for name, value in headers.items()})


def _short(text: str) -> str:
    """One line from what may be a page of HTML."""
    line = " ".join(text.split())
    return line if len(line) <= 300 else f"{line[:300]}..."
