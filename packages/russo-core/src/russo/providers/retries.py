"""Decides which failures are retried, and how long to wait before each retry."""

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

# Not retried, although their parents are: they would only happen again, and damaged audio would be paid for again.
_FINAL: Final = (CertificateError, DamagedAudioError)

# In seconds: the wait before the first retry, which doubles with each further one, and the longest wait.
_FIRST: Final = 0.25
_LONGEST: Final = 8.0
# Random extra time, up to this part of the wait, so that callers who failed together do not all retry at once.
_JITTER: Final = 0.5

# A wait of more than a day is a mistake of the server, such as a time in milliseconds.
_LONGEST_HINT: Final = 24 * 3600.0


def wait_before_retry(error: Exception, retry: int, policy: CallPolicy, left: float) -> float | None:
    """How long to wait before the next attempt.

    Args:
        error: The error of the last attempt.
        retry: The number of the next retry, from 1.
        policy: Says how many retries are allowed, and how long the provider may ask to wait.
        left: How many seconds are left before the call's deadline.

    Returns:
        Seconds; None if another attempt is not allowed or would not help.
    """
    if retry > policy.max_retries or not isinstance(error, _TRANSIENT) or isinstance(error, _FINAL):
        return None
    hint = usable_hint(getattr(error, "retry_after", None))
    if hint is not None and hint > policy.max_wait:
        return None
    wait = _backoff(retry) if hint is None else hint
    return wait if wait < left else None


def usable_hint(hint: float | None) -> float | None:
    """The wait that a provider asks for; None if it is zero, in the past, or absurdly long."""
    if hint is None or math.isnan(hint) or not 0 < hint <= _LONGEST_HINT:
        return None
    return hint


def _backoff(retry: int) -> float:
    longest: float = min(_FIRST * 2 ** min(retry - 1, 30), _LONGEST)
    return longest + random.uniform(0, _JITTER)  # noqa: S311 - a wait is no secret
