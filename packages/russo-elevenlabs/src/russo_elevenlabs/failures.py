"""Maps the failures of ElevenLabs to russo's errors.

The API tells them apart by ``detail.status`` (``detail.code`` in newer answers), not by the HTTP status: an exhausted
quota is a 401. https://help.elevenlabs.io/hc/en-us/articles/19572237925521 and .../19571824571921
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from russo.providers import (
    AuthenticationError,
    ContentBlockedError,
    InvalidRequestError,
    QuotaExceededError,
    RussoError,
    TextTooLongError,
    from_status,
    from_transport,
    retry_after,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

PROVIDER: Final = "elevenlabs"

_BY_REASON: Final[Mapping[str, type[RussoError]]] = {
    "bad_prompt": ContentBlockedError,  # https://github.com/receptron/mulmocast-app/issues/1410
    "detected_unusual_activity": AuthenticationError,
    "invalid_api_key": AuthenticationError,
    "max_character_limit_exceeded": TextTooLongError,
    "model_not_found": InvalidRequestError,
    "quota_exceeded": QuotaExceededError,
    "voice_not_found": InvalidRequestError,
}
_HELP: Final[Mapping[str, str]] = {
    "invalid_api_key": "Check ELEVENLABS_API_KEY, or api_key=...",
    "max_character_limit_exceeded": "Split the text.",
    "too_many_concurrent_requests": "Lower max_concurrency=..., or ask no more than the plan allows from elsewhere.",
    "voice_not_found": "`russo voices elevenlabs` lists the voices of the account.",
}


def classify(error: Exception) -> RussoError | None:
    """The error of russo for an exception of the SDK or of its transport, None for one that is neither."""
    status = getattr(error, "status_code", None)
    if not isinstance(status, int):
        return from_transport(PROVIDER, error)
    headers = {name.lower(): value for name, value in (getattr(error, "headers", None) or {}).items()}
    reason, message = _said(getattr(error, "body", None))
    text = _sentence(status, reason, message)
    if reason in _BY_REASON:
        return _BY_REASON[reason](f"{PROVIDER} answered {status}: {text}")
    if status == 402:
        return QuotaExceededError(f"{PROVIDER} answered 402: {text}")
    return from_status(PROVIDER, status, text, retry_after=retry_after(headers))


def _sentence(status: int, reason: str, message: str) -> str:
    said = ": ".join(part for part in (reason, message) if part)
    help_ = _HELP.get(reason) or ("Check the key, and what its plan allows." if status in {401, 403} else "")
    return f"{said.rstrip('.')}. {help_}" if said and help_ else said or help_


def _said(body: Any) -> tuple[str, str]:
    """Find the reason in any kind of body, as a code and as a text."""
    if hasattr(body, "model_dump"):
        body = body.model_dump(warnings=False)  # earlier SDKs turn a 422 into a model, without validating it
    detail = body.get("detail", body) if isinstance(body, dict) else body
    if isinstance(detail, dict):
        reason = str(detail.get("status") or detail.get("code") or "")
        parts = [_short(detail.get("message")) or ("" if reason else _short(detail))]
        if detail.get("param"):
            parts.append(f"({detail['param']})")
        return reason, " ".join(part for part in parts if part)
    if isinstance(detail, list):
        return "", "; ".join(_problem(item) for item in detail)
    return "", _short(detail)


def _problem(item: Any) -> str:
    """Format one item of the list of refused fields."""
    if not isinstance(item, dict):
        return _short(item)
    where = ".".join(str(part) for part in item.get("loc") or () if part != "body")
    return f"{where}: {item.get('msg')}" if where else str(item.get("msg"))


def _short(value: Any) -> str:
    text = " ".join(str(value if value is not None else "").split())
    return text if len(text) <= 200 else f"{text[:200]}..."
