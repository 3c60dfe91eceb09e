"""One call of a provider: how often it is tried, how long it may take, and what its failures become.

Every provider makes its calls with `speak`, so that all of them behave alike whatever their SDKs do: the SDKs' own
retries are switched off, and their exceptions end here.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Generic, TypeVar

import stamina

from ..errors import (
    MissingDependencyError,
    NoAudioError,
    ProviderUnavailableError,
    RateLimitError,
    RussoError,
    SynthesisError,
    SynthesisTimeoutError,
    TranscriptMismatchError,
)
from ..plugins.entry_points import PROVIDERS, discover
from .limiter import gate
from .policy import CallPolicy

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

__all__ = ["CallPolicy", "needs_sdk", "speak"]

# An utterance, or a list of voices.
_T = TypeVar("_T")

# Failures after which the same request may well succeed.
_TRANSIENT: Final = (
    NoAudioError,
    ProviderUnavailableError,
    RateLimitError,
    SynthesisTimeoutError,
    TranscriptMismatchError,
)


async def speak(
    attempt: Callable[[], Awaitable[_T]],
    *,
    provider: str,
    policy: CallPolicy,
    classify: Callable[[Exception], RussoError | None],
    secrets: tuple[str, ...] = (),
) -> _T:
    """Call a provider until it has spoken, as often and as long as the policy allows.

    Args:
        attempt: Makes one request, and checks the audio that came back. It may raise anything.
        provider: The provider's name.
        policy: How often and how long.
        classify: Turns an exception of the SDK into an error of russo, or into None for one that it does not know.
        secrets: What must not be read in any message, whatever the provider answers.

    Returns:
        What the first successful attempt returned.

    Raises:
        RussoError: What the last attempt failed with; the exception of the SDK is its ``__cause__``.
        SynthesisTimeoutError: The time was over first.
        MissingDependencyError: Something that the provider needs cannot be imported.

    Example:
        >>> import asyncio
        >>> from russo import Audio
        >>> from russo.providers.call import CallPolicy, speak
        >>> async def ask():
        ...     return Audio(bytes(480), format="pcm")
        >>> policy = CallPolicy(timeout=10)
        >>> asyncio.run(speak(ask, provider="acme", policy=policy, classify=lambda error: None)).duration
        0.01
    """
    call = _Call(attempt, provider, policy, classify, secrets)
    async with gate(provider).enter(policy.max_concurrency):
        return await call.make()


@contextmanager
def needs_sdk(provider: str) -> Iterator[None]:
    """Import a provider's SDK in here where that is done before `speak`, so that the time of the call is not for it.

    Args:
        provider: The provider's name.

    Returns:
        What stands behind ``with``.

    Raises:
        MissingDependencyError: It cannot be imported; the ImportError is the ``__cause__``.

    Example:
        >>> from russo.providers.call import needs_sdk
        >>> with needs_sdk("acme"):
        ...     import acme  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        russo.errors.MissingDependencyError: provider 'acme' lacks what it needs (...): pip install acme
    """
    try:
        yield
    except ImportError as error:
        missing = _lacking(provider, error)
        raise missing from error


def _lacking(provider: str, error: ImportError) -> MissingDependencyError:
    found = discover(PROVIDERS).get(provider)
    # Installing what is there already brings whatever it depends on.
    package = found[0].package if found else error.name or provider
    return MissingDependencyError(f"provider {provider!r} lacks what it needs ({error}): pip install {package}")


@dataclass(frozen=True, slots=True)
class _Call(Generic[_T]):
    attempt: Callable[[], Awaitable[_T]]
    provider: str
    policy: CallPolicy
    classify: Callable[[Exception], RussoError | None]
    secrets: tuple[str, ...] = field(repr=False)

    async def make(self) -> _T:
        deadline = time.monotonic() + self.policy.timeout
        tries = stamina.retry_context(
            on=lambda error: _backoff(error, self.policy, deadline),
            attempts=self.policy.max_retries + 1,
            timeout=None,
            wait_initial=0.25,
            wait_max=8.0,
            wait_jitter=0.5,
        )
        async for t in tries:
            with t:
                return await self._try_once(deadline, last=t.num > self.policy.max_retries)
        raise AssertionError  # pragma: no cover - the last try has returned or raised

    async def _try_once(self, deadline: float, *, last: bool) -> _T:
        # A try that hangs gets half of the time that is left, so that another one fits in; the last gets all of it.
        left = deadline - time.monotonic()
        cause: BaseException | None
        try:
            async with asyncio.timeout(left if last else left / 2) as limit:
                return await self.attempt()
        except RussoError as error:
            failure, cause = error, error.__cause__
        except Exception as error:
            cause = error
            failure = self._too_late() if limit.expired() else self._named(error)
        # Raised out here, where no exception is being handled: the SDK's must not stay behind as the context.
        failure.__context__ = None
        failure.args = tuple(redact(part, self.secrets) if isinstance(part, str) else part for part in failure.args)
        cause = _without_secrets(cause, self.secrets)
        # Where a test raises something else from this, pytest prints what every frame was called with, and SDKs are
        # called with keys.
        raise failure.with_traceback(None) from cause

    def _too_late(self) -> RussoError:
        seconds = f"{self.policy.timeout:g} s"
        msg = f"{self.provider} did not answer within {seconds}: raise timeout=..., or say less at once"
        return SynthesisTimeoutError(msg)

    def _named(self, error: Exception) -> RussoError:
        # Some SDKs wrap the ImportError of what they need for a part of their API.
        for missing in (error, error.__cause__):
            if isinstance(missing, ImportError):
                return _lacking(self.provider, missing)
        known = self.classify(error)
        return known or SynthesisError(f"{self.provider} failed: {type(error).__name__}: {error}")


def _backoff(error: Exception, policy: CallPolicy, deadline: float) -> bool | float:
    """Whether to try again, and after how many seconds where the provider has said so."""
    if not isinstance(error, _TRANSIENT) or time.monotonic() >= deadline:
        return False
    hint = getattr(error, "retry_after", None)
    if hint is None:
        return True
    if hint > policy.max_wait or time.monotonic() + hint >= deadline:
        return False
    return float(hint)


def _without_secrets(cause: BaseException | None, secrets: tuple[str, ...]) -> BaseException | None:
    """The cause without its frames, or something to stand for it where a message of it or behind it holds a secret."""
    said = list(map(_said, _chain(cause)))
    if cause is None or any(redact(one, secrets) != one for one in said):
        return None if cause is None else RuntimeError(redact(f"{type(cause).__name__}: {cause}", secrets))
    for error in _chain(cause):
        error.__traceback__ = None
    return cause


def _said(error: BaseException) -> str:
    return f"{error} {error!r}"


def _chain(error: BaseException | None) -> list[BaseException]:
    """An exception and all that are behind it."""
    found: list[BaseException] = []
    behind = [error]
    while behind:
        one = behind.pop()
        if one is not None and not any(one is other for other in found):
            found.append(one)
            behind += [one.__cause__, one.__context__]
    return found


def redact(text: str, secrets: tuple[str, ...]) -> str:
    """Replace each secret in a text by three asterisks."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, "***")
    return text
