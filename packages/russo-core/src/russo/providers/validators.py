"""Checks the values of options when a synthesizer is made, so that an invalid one is reported at once, by name."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ..errors import OptionError
from .credentials import Secret

if TYPE_CHECKING:
    from collections.abc import Iterable


def refused(name: str, value: object, wanted: str) -> OptionError:
    """The error for a value that an option does not accept.

    Args:
        name: The option.
        value: The value. Do not pass one that may be a credential.
        wanted: What it accepts, as in "must be a number".

    Returns:
        The error, not raised.

    Example:
        >>> from russo.providers import refused
        >>> refused("language", "german", "a code of two letters such as 'de'")
        OptionError("language='german' must be a code of two letters such as 'de'")
    """
    return OptionError(f"{name}={value!r:.200} must be {wanted}")


def check_number(name: str, value: Any, *, least: float, most: float = math.inf) -> float:
    """A finite number within a range.

    Args:
        name: The option.
        value: What it was given.
        least: The least that it takes.
        most: The most that it takes.

    Returns:
        The number as a float, so that ``1`` and ``1.0`` are one in a key.

    Raises:
        OptionError: The value is not that.

    Example:
        >>> from russo.providers import check_number
        >>> check_number("speed", 5, least=0.25, most=4)
        Traceback (most recent call last):
        russo.errors.OptionError: speed=5 must be a number from 0.25 to 4
    """
    try:
        number = float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else math.nan
    except OverflowError:
        number = math.inf
    if number == math.inf or not least <= number <= most:
        raise refused(name, value, f"a number {_range(least, most)}")
    return number


def check_whole_number(name: str, value: Any, *, least: int, most: float = math.inf) -> int:
    """A whole number within a range.

    Args:
        name: The option.
        value: What it was given.
        least: The least that it takes.
        most: The most that it takes.

    Returns:
        The number.

    Raises:
        OptionError: The value is not that.

    Example:
        >>> from russo.providers import check_whole_number
        >>> check_whole_number("seed", 1.5, least=0)
        Traceback (most recent call last):
        russo.errors.OptionError: seed=1.5 must be a whole number of at least 0
    """
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise refused(name, value, f"a whole number {_range(least, most)}")
    return value


def check_choice(name: str, value: Any, choices: Iterable[str]) -> str:
    """One of a few words.

    Args:
        name: The option.
        value: What it was given.
        choices: The words.

    Returns:
        The word.

    Raises:
        OptionError: The value is not one of them.

    Example:
        >>> from russo.providers import check_choice
        >>> check_choice("verify", "always", ("strict", "off"))
        Traceback (most recent call last):
        russo.errors.OptionError: verify='always' must be one of 'strict', 'off'
    """
    choices = tuple(choices)
    if not isinstance(value, str) or value not in choices:
        raise refused(name, value, f"one of {', '.join(map(repr, choices))}")
    return value


def check_flag(name: str, value: Any) -> bool:
    """True or false.

    Args:
        name: The option.
        value: What it was given.

    Returns:
        The value.

    Raises:
        OptionError: It is neither.

    Example:
        >>> from russo.providers import check_flag
        >>> check_flag("vertexai", "yes")
        Traceback (most recent call last):
        russo.errors.OptionError: vertexai='yes' must be true or false
    """
    if not isinstance(value, bool):
        raise refused(name, value, "true or false")
    return value


def check_str(name: str, value: Any) -> str:
    """A str that is not blank, and can be sent.

    Args:
        name: The option.
        value: What it was given.

    Returns:
        The str as it is.

    Raises:
        OptionError: It is not such a str, or holds half of a surrogate pair.

    Example:
        >>> from russo.providers import check_str
        >>> check_str("model", " ")
        Traceback (most recent call last):
        russo.errors.OptionError: model=' ' must be a str that is not blank
    """
    if not isinstance(value, str) or not value.strip():
        raise refused(name, value, "a str that is not blank")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        msg = f"{name}={value!r:.200} holds half of a surrogate pair"
        raise OptionError(msg) from error
    return value


def check_secret(name: str, value: Any) -> Secret | None:
    """A credential, or None. No message and no ``repr`` shows it.

    Args:
        name: The option.
        value: What it was given.

    Returns:
        The credential, or None.

    Raises:
        OptionError: It is not a str.

    Example:
        >>> from russo.providers import check_secret
        >>> check_secret("api_key", "sk-123")
        '***'
    """
    if value is not None and not isinstance(value, str):
        msg = f"{name} must be a str, not {type(value).__name__}"
        raise OptionError(msg)
    return None if value is None else Secret(value)


def _range(least: float, most: float) -> str:
    return f"of at least {_shown(least)}" if most == math.inf else f"from {_shown(least)} to {_shown(most)}"


def _shown(limit: float) -> str:
    return str(limit) if isinstance(limit, int) else f"{limit:g}"
