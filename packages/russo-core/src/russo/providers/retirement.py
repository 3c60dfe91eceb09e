"""Warns before a provider shuts a model down."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Final

from .. import clock

if TYPE_CHECKING:
    from datetime import date

    from ..provider import Provider

NOTICE_DAYS: Final = 90
_told: set[tuple[str, str]] = set()


class ModelRetirementWarning(FutureWarning):
    """A provider has shut a model down, or will soon.

    Example:
        >>> import warnings
        >>> from russo.providers import ModelRetirementWarning
        >>> warnings.simplefilter("ignore", ModelRetirementWarning)
    """


def warn_if_retiring(provider: Provider, model: str, *, today: date | None = None) -> None:
    """Warn once per process if a model has been shut down, or will be within 90 days.

    This is called before a call, not on a hit, because what is recorded does not need the model any more.

    Args:
        provider: The provider of the model.
        model: The model that is about to be used.
        today: The day to count from; by default, today (UTC).

    Example:
        >>> import warnings
        >>> from datetime import date
        >>> from russo import Provider
        >>> from russo.providers import Retirement, warn_if_retiring
        >>> end = Retirement(on=date(2027, 1, 6), replacement="new-1", source="https://example.com/dates")
        >>> acme = Provider("acme", target="acme:Acme", package="russo-acme", retirements={"old-1": end})
        >>> with warnings.catch_warnings(record=True, action="always") as told:
        ...     warn_if_retiring(acme, "old-1", today=date(2026, 12, 24))
        >>> print(told[0].message)
        acme shuts down 'old-1' on 2027-01-06: use 'new-1' instead (https://example.com/dates)
    """
    retirement = (provider.retirements or {}).get(model)
    if retirement is None or (provider.name, model) in _told:
        return
    left = (retirement.on - (today or clock.utc().date())).days
    if left > NOTICE_DAYS:
        return
    _told.add((provider.name, model))
    when = f"shuts down {model!r} on {retirement.on}" if left > 0 else f"shut down {model!r} on {retirement.on}"
    msg = f"{provider.name} {when}: use {retirement.replacement!r} instead ({retirement.source})"
    warnings.warn(msg, ModelRetirementWarning, stacklevel=2)
