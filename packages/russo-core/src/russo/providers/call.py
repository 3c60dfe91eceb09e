"""`speak`: one call to a provider, with its retries, its deadline, and its errors turned into russo's.

Every provider makes its calls with `speak`, so that all of them behave alike whatever their SDKs do: the SDKs' own
retries are switched off, and their exceptions end here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Generic, TypeVar

from .. import clock
from ..errors import BudgetExceededError, RussoError, SynthesisError, SynthesisTimeoutError
from .attempts import retrying
from .failures import leaf_of
from .limiter import limiter
from .redaction import proxy_secrets, redact, without_secrets
from .retries import wait_before_retry
from .sdk import lacking

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from .policy import CallPolicy

# An utterance, or a list of voices.
_T = TypeVar("_T")


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
        secrets: What must not appear in any message, whatever the provider answers. The passwords of proxies in the
            environment are removed as well.

    Returns:
        What the first successful attempt returned.

    Raises:
        RussoError: What the last attempt failed with; the exception of the SDK is its ``__cause__``.
        SynthesisTimeoutError: The time limit passed first.
        MissingDependencyError: Something that the provider needs cannot be imported.

    Example:
        >>> import asyncio
        >>> from russo.providers import Audio, CallPolicy, speak
        >>> async def ask():
        ...     return Audio(bytes(480), format="pcm")
        >>> policy = CallPolicy(timeout=10)
        >>> asyncio.run(speak(ask, provider="acme", policy=policy, classify=lambda error: None)).duration
        0.01
    """
    call = _Call(attempt, provider, policy, classify, (*secrets, *proxy_secrets()))
    async with limiter(provider).enter(policy.max_concurrency):
        return await call.make()


@dataclass(frozen=True, slots=True)
class _Call(Generic[_T]):
    attempt: Callable[[], Awaitable[_T]]
    provider: str
    policy: CallPolicy
    classify: Callable[[Exception], RussoError | None]
    secrets: tuple[str, ...] = field(repr=False)

    async def make(self) -> _T:
        deadline = clock.seconds() + self.policy.timeout
        for number in count(1):
            try:
                return await self._try_once(deadline, last=number > self.policy.max_retries)
            except RussoError as error:
                wait = wait_before_retry(error, number, self.policy, deadline - clock.seconds())
                if wait is None:
                    raise
                failure = error
            _count_retry(failure)
            await clock.sleep(wait)
        raise AssertionError  # pragma: no cover - the last try has returned or raised

    async def _try_once(self, deadline: float, *, last: bool) -> _T:
        # An attempt that hangs gets half of the time that is left, so that another one fits in. The last gets all.
        left = deadline - clock.seconds()
        cause: BaseException | None
        try:
            async with clock.timeout(left if last else left / 2) as limit:
                return await self.attempt()
        except RussoError as error:
            failure, cause = error, error.__cause__
        except (Exception, SystemExit) as error:  # an SDK that ends the process has failed like any other
            cause = error
            failure = self._too_late() if limit.expired() else self._named(error)
            # An SDK has the same limit. Which of the two ends the call first must not decide what the user reads.
            if isinstance(failure, SynthesisTimeoutError) and clock.seconds() >= deadline:
                failure = self._too_late()
        # Raised outside of any `except` block, so that the SDK's exception does not stay as its context.
        failure.__context__ = None
        failure.args = tuple(redact(part, self.secrets) if isinstance(part, str) else part for part in failure.args)
        cause = without_secrets(cause, self.secrets)
        # If a test raises another exception from this one, pytest prints the arguments of every frame, and those of
        # SDKs include keys.
        raise failure.with_traceback(None) from cause

    def _too_late(self) -> RussoError:
        seconds = f"{self.policy.timeout:g} s"
        msg = f"{self.provider} did not answer within {seconds}: raise timeout=..., or speak a shorter text"
        return SynthesisTimeoutError(msg)

    def _named(self, error: BaseException) -> RussoError:
        for behind in _causes(error):
            # An error that russo raises in the transport below an SDK comes back wrapped in an exception of the SDK.
            if isinstance(behind, RussoError):
                return behind
            # Some SDKs wrap the ImportError of an optional dependency.
            if isinstance(behind, ImportError):
                return lacking(self.provider, behind)
        inner = leaf_of(error)
        known = self.classify(inner) if isinstance(inner, Exception) else None
        return known or SynthesisError(f"{self.provider} failed: {type(inner).__name__}: {inner}")


def _count_retry(failure: RussoError) -> None:
    """Charge another attempt; return the error if the budget does not allow one after this failure."""
    try:
        retrying(failure)
    except BudgetExceededError as over:
        raise over from failure


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An exception, what it was raised from, and so on; for a group, its first exception."""
    seen: list[BaseException] = []
    while error is not None and not any(error is one for one in seen):
        seen.append(error)
        error = leaf_of(error)
        yield error
        error = error.__cause__
