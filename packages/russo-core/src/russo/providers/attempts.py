"""Counts the calls for an utterance, retries included, and checks the budget before each, since each may cost money.

The retries happen in a provider's `speak`, but the budget belongs to the wrapper around the synthesizer. A context
variable connects the two, through all tasks and threads that the synthesizer starts in between.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

from ..audio.extra import DECODER
from ..errors import (
    AuthenticationError,
    CertificateError,
    ConfigurationError,
    InvalidRequestError,
    MissingDependencyError,
    MissingKeyError,
    QuotaExceededError,
    RateLimitError,
    TextError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..events import Observer

_counting: Final[ContextVar[Attempts | None]] = ContextVar("russo_attempts", default=None)
counting: Final = _counting.get
"""The attempts of the wrapper that called the code running here, if there is one."""

# After one of these errors nothing was spoken, and no provider charges for it. Most are raised before anything is sent.
_FREE: Final = (
    AuthenticationError,
    CertificateError,
    ConfigurationError,
    InvalidRequestError,
    MissingDependencyError,
    MissingKeyError,
    QuotaExceededError,
    RateLimitError,
    TextError,
)


class Attempts:
    """The attempts at one utterance that may cost money.

    A synthesizer may itself use a wrapper that has a cache and a budget. The attempts then count for that wrapper, and
    this one gives back what it has charged and only adds up.

    Args:
        observers: The observers that are notified of the utterance.

    Attributes:
        charge: Takes one attempt out of the budget, if there is one, or raises a BudgetExceededError.
        refund: Gives one attempt back.
    """

    charge: Callable[[], None] | None = None
    refund: Callable[[], None] | None = None

    def __init__(self, observers: tuple[Observer, ...]) -> None:
        self.observers = observers
        self.count = 0
        self.costs: list[tuple[float, float] | None] = []
        self.is_inside = False

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Count the retries of a provider inside this context, and the first attempt on entry."""
        self.begin()
        token = _counting.set(self)
        try:
            yield
        except Exception as error:
            if self.count and not self.is_inside and not may_cost(error):
                self._take_back()
            raise
        finally:
            _counting.reset(token)

    def begin(self) -> None:
        """Charge an attempt, and count it."""
        if self.charge is not None:
            self.charge()
        self.count += 1

    def hand_over(self) -> None:
        """Leave the counting to a wrapper inside the synthesizer."""
        if not self.is_inside:
            self.is_inside = True
            self._take_back()

    def _take_back(self) -> None:
        """Count the last attempt no longer, and give it back to the budget."""
        self.count -= 1
        if self.refund is not None:
            self.refund()

    def add(self, count: int, cost: tuple[float, float] | None) -> None:
        """Add what a wrapper inside has counted."""
        self.count += count
        self.costs.append(cost)


def retrying(error: Exception) -> None:
    """Say that an attempt has failed and that another one is about to be made.

    Args:
        error: How the last attempt ended. If it cannot have cost anything, the next one replaces it in the count.

    Raises:
        BudgetExceededError: Another attempt would exceed the budget.
    """
    attempts = counting()
    if attempts is not None and not attempts.is_inside and may_cost(error):
        attempts.begin()


def may_cost(error: BaseException) -> bool:
    """Whether a provider may charge for an attempt that ended like this."""
    # Without a decoder, an answer cannot be heard, but it was spoken.
    return not isinstance(error, _FREE) or (isinstance(error, MissingDependencyError) and error.name == DECODER)
