"""`Provider`: how a plugin describes the synthesizer that it provides."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

_NAME: Final = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")
_TARGET: Final = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_]\w*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What a provider publishes about the price of a model. Without an amount, it is free.

    Args:
        per_million_characters: US dollars for a million characters of text, lowest and highest.
        per_minute: US dollars for a minute of speech, lowest and highest.
        source: The page that publishes it.
        checked: The day on which that page was read.

    Example:
        >>> from datetime import date
        >>> from russo.providers import Price
        >>> Price(per_million_characters=(15, 15), source="https://example.com/prices", checked=date(2026, 11, 1))
        ... # doctest: +ELLIPSIS
        Price(per_million_characters=(15, 15), per_minute=(0.0, 0.0), source='https://example.com/prices', ...)
    """

    per_million_characters: tuple[float, float] = (0.0, 0.0)
    per_minute: tuple[float, float] = (0.0, 0.0)
    source: str
    checked: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Retirement:
    """When a provider shuts a model down.

    Args:
        on: The first day on which it no longer answers.
        replacement: The model to use instead.
        source: The page that announces it.

    Example:
        >>> from datetime import date
        >>> from russo.providers import Retirement
        >>> Retirement(on=date(2027, 1, 6), replacement="new-1", source="https://example.com/dates").replacement
        'new-1'
    """

    on: date
    replacement: str
    source: str


@dataclass(frozen=True, slots=True)
class Provider:
    """How a plugin describes the synthesizer that it provides. Making one is cheap.

    Args:
        name: The name that it is chosen by, in lower case, which is also the name of its entry point.
        target: Where its class is, as ``"package.module:Class"``; imported when it is first asked for.
        package: The distribution that contains it, as one types it after ``pip install``.
        env: Variables that may hold the key, of which the first that is set wins; empty if no key is needed.
        default_voice: The voice that speaks if none is asked for.
        default_model: The model that speaks if none is asked for.
        prices: What models cost, by model; by ``""`` if there is no choice of models.
        retirements: When models are shut down, by model.

    Raises:
        ConfigurationError: The name or the target is invalid.

    Example:
        >>> from russo import Provider
        >>> Provider("acme", target="russo_acme:AcmeSynthesizer", package="russo-acme", env=("ACME_API_KEY",)).name
        'acme'
    """

    name: str
    target: str
    package: str
    env: tuple[str, ...] = ()
    default_voice: str | None = None
    default_model: str | None = None
    prices: Mapping[str, Price] | None = None
    retirements: Mapping[str, Retirement] | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not _NAME.fullmatch(self.name):
            msg = (
                f"{self.name!r} is not a valid provider name: lower-case letters, digits and single dashes, "
                "beginning with a letter"
            )
            raise ConfigurationError(msg)
        if not isinstance(self.target, str) or not _TARGET.fullmatch(self.target):
            msg = f"provider {self.name!r}: target {self.target!r} is not of the form 'package.module:Class'"
            raise ConfigurationError(msg)
