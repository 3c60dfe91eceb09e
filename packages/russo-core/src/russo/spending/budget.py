"""A budget for a run, shared by all workers of pytest-xdist: a call that would exceed it is not made."""

from __future__ import annotations

import errno
import json
import math
import os
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from ..cache.local import Local
from ..errors import BudgetExceededError, CacheWriteError, ConfigurationError
from .prices import cost_of, price_of

if TYPE_CHECKING:
    from collections.abc import Mapping

Unit = Literal["dollars", "characters", "calls"]
_AMOUNT: Final = r"\d+(?:\.\d+)?|\.\d+"
_FORM: Final = re.compile(
    rf"\$?\s*(?P<dollars>{_AMOUNT})\s*(?:dollars|usd|\$)?|(?P<others>{_AMOUNT})\s*(?P<unit>character|char|call)s?",
    re.IGNORECASE,
)
# How long to wait for the lock, in seconds. A spender holds it for microseconds.
_PATIENCE: Final = 5.0
_UNITS: Final[Mapping[str, Unit]] = {"character": "characters", "char": "characters", "call": "calls"}


@dataclass(frozen=True, slots=True)
class Limit:
    """How much a run may spend.

    Args:
        amount: How many.
        unit: Of what: ``"dollars"`` (US), ``"characters"`` of text, or ``"calls"``.

    Raises:
        ConfigurationError: The amount is negative, infinite or not a number.

    Example:
        >>> from russo.spending.budget import Limit
        >>> str(Limit(0.5, "dollars")), Limit(0.5, "dollars").shown(0.25)
        ('$0.5000', '$0.2500')
    """

    amount: float
    unit: Unit

    def __post_init__(self) -> None:
        if not 0 <= self.amount < math.inf:  # nothing would exceed an amount that is not a number
            msg = f"a budget cannot be {self.amount!r} {self.unit}"
            raise ConfigurationError(msg)

    def __str__(self) -> str:
        return self.shown(self.amount)

    def shown(self, amount: float) -> str:
        """Write an amount of this unit for people.

        Args:
            amount: How many dollars, characters or calls.

        Returns:
            Dollars with four digits after the point, the others with their unit.
        """
        return (
            f"${amount:.4f}"
            if self.unit == "dollars"
            else f"{amount:.15g} {self.unit if amount != 1 else self.unit[:-1]}"
        )


def parse_limit(text: str) -> Limit:
    """Read a limit as ``--russo-budget`` takes it.

    Args:
        text: ``0.50`` (US dollars), ``2000 characters`` or ``20 calls``.

    Returns:
        The limit.

    Raises:
        ConfigurationError: It is not one of these.

    Example:
        >>> from russo.spending.budget import parse_limit
        >>> parse_limit("0.50"), parse_limit("2000 characters")
        (Limit(amount=0.5, unit='dollars'), Limit(amount=2000.0, unit='characters'))
    """
    found = _FORM.fullmatch(text.strip())
    amount = float(found["dollars"] or found["others"]) if found is not None else math.inf
    if found is None or amount == math.inf:
        msg = f"{text!r:.100} is not a budget: write 0.50 (US dollars), '2000 characters' or '20 calls'"
        raise ConfigurationError(msg)
    return Limit(amount, _UNITS.get((found["unit"] or "").lower(), "dollars"))


class Budget:
    """What a run has left, in a file that all its processes share.

    Give it to `russo.CachedSynthesizer` as ``budget``.

    Args:
        limit: How much there is.
        cache_dir: The folder of the cache, whose ``.local/`` contains the file.
        run: A name that all processes of this run share, and no other run has.
        option: What sets it, for the messages: ``--russo-budget``.

    Example:
        >>> import tempfile
        >>> from russo.spending.budget import Budget, parse_limit
        >>> budget = Budget(parse_limit("20 calls"), tempfile.mkdtemp(), "run-1")
        >>> budget.spend("hello", "acme", {})
        >>> budget.left
        19.0
        >>> budget.close()
    """

    def __init__(
        self, limit: Limit, cache_dir: str | os.PathLike[str], run: str, *, option: str = "the budget"
    ) -> None:
        self.limit = limit
        self.option = option
        self._local = Local(os.fspath(cache_dir))
        self._name = f"budget-{run}"
        self._file = f"{self._name}.json"

    @property
    def left(self) -> float:
        """What is left, in the unit of the limit.

        Raises:
            CacheWriteError: What was spent cannot be read.
        """
        try:
            return max(0.0, self.limit.amount - self._spent())
        except OSError as error:
            raise self._unusable(error) from error

    def spend(self, text: str, provider: str | None, fields: Mapping[str, Any]) -> None:
        """Take the price of a call out of the budget, before the call is made.

        Args:
            text: What is to be said.
            provider: The provider.
            fields: Its settings, one of which is the model that has a price.

        Raises:
            BudgetExceededError: It would be more than is left; the message says how much that is. Or the limit is in
                dollars, the provider costs money, and no price is known.
            CacheWriteError: The amount cannot be recorded, and nothing was spent.
        """
        price = self._price(text, provider, fields)
        try:
            self._take(price, text, provider)
        except OSError as error:
            raise self._unusable(error) from error

    def _unusable(self, error: OSError) -> CacheWriteError:
        return CacheWriteError(
            f"the budget cannot be kept in {self._local.root!r}: {error.strerror or error}; nothing was spent. "
            f"Choose another folder for the cache, or do without {self.option}"
        )

    def refund(self, text: str, provider: str | None, fields: Mapping[str, Any]) -> None:
        """Give back what `spend` took for a call that was not made after all.

        Args:
            text: As it was passed to `spend`.
            provider: Likewise.
            fields: Likewise.

        Example:
            >>> import tempfile
            >>> from russo.spending.budget import Budget, parse_limit
            >>> budget = Budget(parse_limit("20 calls"), tempfile.mkdtemp(), "run-1")
            >>> budget.spend("hello", "acme", {})
            >>> budget.refund("hello", "acme", {})
            >>> budget.left
            20.0
        """
        with suppress(OSError), self._local.locked(self._name, at_most=_PATIENCE) as is_alone:
            if is_alone:
                left = max(0.0, self._spent() - self._price(text, provider, fields))
                self._local.replace(self._file, json.dumps(left).encode())

    def _take(self, price: float, text: str, provider: str | None) -> None:
        self._local.make()
        with self._local.locked(self._name, at_most=_PATIENCE) as is_alone:
            if not is_alone:
                raise TimeoutError(errno.ETIMEDOUT, f"another process has had it locked for {_PATIENCE:g} s")
            spent = self._spent()
            if spent + price > self.limit.amount * (1 + 1e-9):
                shown = self.limit.shown
                msg = (
                    f"the budget of {self.limit} has {shown(self.limit.amount - spent)} left, and {text!r:.100} by "
                    f"{provider or 'this synthesizer'} would take up to {shown(price)}: raise {self.option}"
                )
                raise BudgetExceededError(msg)
            self._local.replace(self._file, json.dumps(spent + price).encode())

    def close(self) -> None:
        """Delete the file: the run is over."""
        self._local.remove(self._file)
        self._local.remove(f"{self._name}.lock")

    def _price(self, text: str, provider: str | None, fields: Mapping[str, Any]) -> float:
        if self.limit.unit == "calls":
            return 1.0
        if self.limit.unit == "characters":
            return float(len(text))
        price = price_of(provider, fields)
        if price is None and _costs_money(provider):
            msg = (
                f"no price is known for {provider!r} with {dict(fields)!r:.200}: give the budget in characters or calls"
            )
            raise BudgetExceededError(msg)
        return cost_of(price, len(text)).high if price else 0.0

    def _spent(self) -> float:
        # Only a missing file means that nothing was spent. An unreadable one does not.
        raw = self._local.read(self._file)
        if raw is None:
            return 0.0
        try:
            spent = float(json.loads(raw))
        except (OverflowError, RecursionError, TypeError, ValueError):
            spent = math.nan
        if not 0 <= spent < math.inf:
            raise OSError(errno.EINVAL, f"{self._file!r} does not say how much was spent")
        return spent


def _costs_money(provider: str | None) -> bool:
    """Whether a provider needs a key, as far as is known. A synthesizer of the user's own is up to the user."""
    from ..errors import PluginError
    from ..providers.registry import find_provider

    if provider is None:
        return False
    try:
        return bool(find_provider(provider).env)
    except PluginError:
        return False
