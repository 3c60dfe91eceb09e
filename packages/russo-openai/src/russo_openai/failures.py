"""Maps the failures of OpenAI to russo's errors.

Sources: https://developers.openai.com/api/docs/guides/error-codes for HTTP; for the Realtime API, the events ``error``
and ``response.done`` (https://developers.openai.com/api/docs/api-reference/realtime-server-events).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from russo.providers import (
    AuthenticationError,
    ContentBlockedError,
    DamagedAudioError,
    InvalidRequestError,
    ProviderUnavailableError,
    QuotaExceededError,
    RateLimitError,
    RussoError,
    SynthesisError,
    SynthesisTimeoutError,
    TextTooLongError,
    from_status,
    from_transport,
    leaf_of,
    retry_after,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAME: Final = "openai"
_OVER_LIMIT: Final = "raise max_bytes=..., or speak a shorter text"
# https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1
_TOO_BIG: Final = 1009
_HELP: Final = "Check the variable OPENAI_API_KEY, or api_key=..."

# What the `code` of an error, or else its `type`, means: it is more precise than the status.
_ERRORS_BY_CODE: Final[Mapping[str, type[RussoError]]] = {
    "account_deactivated": QuotaExceededError,
    "billing_hard_limit_reached": QuotaExceededError,
    "credit_balance_exhausted": QuotaExceededError,
    "insufficient_quota": QuotaExceededError,
    "invalid_api_key": AuthenticationError,
    "invalid_organization": AuthenticationError,
    "content_filter": ContentBlockedError,
    "content_policy_violation": ContentBlockedError,
    "moderation_blocked": ContentBlockedError,
    "context_length_exceeded": TextTooLongError,
    "max_output_tokens": TextTooLongError,
    "string_above_max_length": TextTooLongError,
    "beta_api_shape_disabled": InvalidRequestError,
    "invalid_model": InvalidRequestError,
    "invalid_value": InvalidRequestError,
    "missing_model": InvalidRequestError,
    "model_not_found": InvalidRequestError,
    "unknown_parameter": InvalidRequestError,
    "inference_rate_limit_exceeded": RateLimitError,
    "rate_limit_exceeded": RateLimitError,
    "server_error": ProviderUnavailableError,
    "session_expired": ProviderUnavailableError,
}
_ERRORS_BY_TYPE: Final[Mapping[str, type[RussoError]]] = {
    "authentication_error": AuthenticationError,
    "invalid_request_error": InvalidRequestError,
}


def classify(error: Exception) -> RussoError | None:
    """Turn an exception of the SDK, of its HTTP library or of the WebSocket library into one of russo."""
    import openai

    if isinstance(error, openai.APIStatusError):
        headers = {name.lower(): value for name, value in error.response.headers.items()}
        return from_answer(error.status_code, error.body, headers, said=error.response.text or str(error))
    if isinstance(error, openai.APITimeoutError):
        return SynthesisTimeoutError(f"{_NAME} did not answer in time: {error}")
    if isinstance(error, openai.APIConnectionError):
        behind = leaf_of(error.__cause__ or error)
        known = _from_closed_loop(behind) or from_transport(_NAME, behind)
        return known or SynthesisError(f"{_NAME} could not be reached: {type(behind).__name__}: {behind}")
    if isinstance(error, openai.APIResponseValidationError):
        return ProviderUnavailableError(f"{_NAME} could not be understood: {error.__cause__ or error}")
    if isinstance(error, openai.APIError):
        return from_error({"code": error.code, "type": error.type, "message": error.message})
    return _from_socket(error) or _from_closed_loop(error) or from_transport(_NAME, error)


def from_answer(status: int, body: object, headers: Mapping[str, str], *, said: str) -> RussoError:
    """The error for an HTTP answer with an error status."""
    inner = body.get("error", body) if isinstance(body, dict) else None
    known = _class_of(inner) if isinstance(inner, dict) else None
    wait = retry_after(headers)
    # Only a code is more precise than the status: the type "invalid_request_error" comes with 401 and 404 too.
    if isinstance(inner, dict) and known is not None and _word(inner, "code", "type") in _ERRORS_BY_CODE:
        return _make(known, inner, wait)
    return from_status(_NAME, status, _message(inner) or _short(said), retry_after=wait, help_=_HELP)


def from_error(error: Mapping[str, Any], wait: float | None = None) -> RussoError:
    """The error that the Realtime API reports, in an event or in a failed response."""
    # "The server had an error while processing your request" comes without a code, and is transient.
    return _make(_class_of(error) or ProviderUnavailableError, error, wait)


def _class_of(error: Mapping[str, Any]) -> type[RussoError] | None:
    for name in ("code", "type"):
        known = _ERRORS_BY_CODE.get(str(error.get(name)))
        if known is not None:
            return known
    return _ERRORS_BY_TYPE.get(str(error.get("type")))


def _word(error: Mapping[str, Any], *names: str) -> str | None:
    return next((str(error[name]) for name in names if str(error.get(name)) in _ERRORS_BY_CODE), None)


def _make(kind: type[RussoError], error: Mapping[str, Any], wait: float | None) -> RussoError:
    message = f"{_NAME} refused: {_message(error) or dict(error)!r}"
    if kind is RateLimitError:
        return RateLimitError(message, retry_after=wait)
    if kind is AuthenticationError:
        message = f"{message} {_HELP}"
    if kind is ProviderUnavailableError:
        message = f"{_NAME} failed: {_message(error) or dict(error)!r}"
    return kind(message)


def _message(error: object) -> str:
    """What the provider said, with the parameter and the code that it named."""
    if not isinstance(error, dict) or not error.get("message"):
        return ""
    named = [f"{name} {error[name]!r}" for name in ("param", "code") if error.get(name)]
    return _short(str(error["message"])) + (f" ({', '.join(named)})" if named else "")


def _from_socket(error: Exception) -> RussoError | None:
    """WebSocket failures, recognized by their attributes, since only the Realtime API imports that library."""
    if not type(error).__module__.startswith("websockets"):
        return None
    response = getattr(error, "response", None)
    if response is not None:
        headers = {name.lower(): value for name, value in response.headers.raw_items()}
        body = bytes(response.body or b"")
        return from_answer(response.status_code, _json(body), headers, said=body.decode("utf-8", "replace"))
    sent = getattr(error, "sent", None)
    if sent is not None and sent.code == _TOO_BIG:
        return DamagedAudioError(f"{_NAME} sent an event that is too large: {_OVER_LIMIT}")
    close = getattr(error, "rcvd", None)
    return None if close is None else from_close(close.code, close.reason)


def from_close(code: int, reason: str) -> RussoError:
    """The error for a connection that the server closed before the end, even with a normal close code."""
    # https://developers.openai.com/api/docs/guides/realtime-websocket: 3000 and 4000 with "<type>.<code>" as reason.
    kind, _, detail = reason.partition(".")
    known = _class_of({"code": detail or kind, "type": kind}) if code >= 3000 else None
    if known is not None:
        return _make(known, {"message": f"closed with {code} {reason}"}, None)
    if code == 1008 or code >= 3000:
        return InvalidRequestError(f"{_NAME} closed the connection: {code} {reason}".rstrip())
    return ProviderUnavailableError(f"{_NAME} closed the connection before the end: {code} {reason}".rstrip())


def too_much(max_bytes: int) -> RussoError:
    """The error for too much audio."""
    return DamagedAudioError(f"{_NAME} sent more than {max_bytes:,} bytes of audio: {_OVER_LIMIT}")


def _from_closed_loop(error: BaseException) -> RussoError | None:
    # A client of the user's that was used in an earlier event loop fails once, and then works.
    if isinstance(error, RuntimeError) and str(error) == "Event loop is closed":
        return ProviderUnavailableError(
            f"{_NAME} could not be reached: the client belongs to an event loop that is closed"
        )
    return None


def _json(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _short(text: str) -> str:
    return text if len(text) <= 500 else text[:500] + "..."
