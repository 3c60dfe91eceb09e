"""Retries: which failures are worth another try, and how long to wait before it."""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING, Final

from ..errors import (
    CertificateError,
    DamagedAudioError,
    NoAudioError,
    ProviderUnavailableError,
    RateLimitError,
    SynthesisTimeoutError,
    TranscriptMismatchError,
)

if TYPE_CHECKING:
    from .policy import CallPolicy

# Failures after which the same request may well succeed.
_TRANSIENT: Final = (
    NoAudioError,
    ProviderUnavailableError,
    RateLimitError,
    SynthesisTimeoutError,
    TranscriptMismatchError,
)

# Of these, failures that would only come again: for damaged audio, the same bytes would be paid for once more.
_FINAL: Final = (CertificateError, DamagedAudioError)

# Seconds: the wait before the first retry, which each further one doubles, and the longest.
_FIRST: Final = 0.25
_LONGEST: Final = 8.0
# Up to this much more, so that callers who failed together do not come back together.
_JITTER: Final = 0.5

# Nobody means to be asked again in more than a day: it is a mistake, as a moment in milliseconds is.
_LONGEST_HINT: Final = 24 * 3600.0


def wait_before_retry(error: Exception, retry: int, policy: CallPolicy, left: float) -> float | None:
    """How long to wait before the next try.

    Args:
        error: What the last try failed with.
        retry: Which retry is next, from 1.
        policy: How often, and how long the provider may ask to wait.
        left: Seconds of the call's time that are left.

    Returns:
        Seconds; None where another try is not allowed or would not help.
    """
    if retry > policy.max_retries or not isinstance(error, _TRANSIENT) or isinstance(error, _FINAL):
        return None
    hint = usable_hint(getattr(error, "retry_after", None))
    if hint is not None and hint > policy.max_wait:
        return None
    wait = _backoff(retry) if hint is None else hint
    return wait if wait < left else None


def usable_hint(hint: float | None) -> float | None:
    """The wait that a provider asks for, or None where it is zero, in the past, or no wait that anybody means."""
    if hint is None or math.isnan(hint) or not 0 < hint <= _LONGEST_HINT:
        return None
    return hint


def _backoff(retry: int) -> float:
    longest: float = min(_FIRST * 2 ** min(retry - 1, 30), _LONGEST)
    return longest + random.uniform(0, _JITTER)  # noqa: S311 - a wait is no secret
