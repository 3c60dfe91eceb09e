"""Refusing values of options while the synthesizer is made, each by its name."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from russo.errors import OptionError
from russo.providers.credentials import Secret

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def refuse(name: str, value: object, wanted: str) -> OptionError:
    """The error for a value that an option does not take."""
    return OptionError(f"{name}={value!r:.200} must be {wanted}")


def number(name: str, value: Any, least: float, most: float = math.inf) -> float:
    """A finite number within a range."""
    if (
        isinstance(value, bool)
        or not isinstance(value, (int, float))
        or not least <= value <= most
        or value == math.inf
    ):
        raise refuse(name, value, f"a number from {least:g} to {most:g}" if most < math.inf else f"at least {least:g}")
    return float(value)


def whole(name: str, value: Any, least: int, most: int | None = None) -> int:
    """A whole number within a range."""
    if isinstance(value, bool) or not isinstance(value, int) or value < least or (most is not None and value > most):
        raise refuse(name, value, f"a whole number of at least {least}" + (f" and at most {most}" if most else ""))
    return value


def flag(name: str, value: Any) -> bool:
    """True or False."""
    if not isinstance(value, bool):
        raise refuse(name, value, "true or false")
    return value


def words(name: str, value: Any) -> str:
    """A str that is not blank."""
    if not isinstance(value, str) or not value.strip():
        raise refuse(name, value, "a str that is not blank")
    return value


def secret(name: str, value: Any) -> Secret:
    """A str that no message repeats, and no view of the object that it is kept in."""
    if not isinstance(value, str):
        msg = f"{name} must be a str, not {type(value).__name__}"
        raise OptionError(msg)
    return Secret(value)


def choice(name: str, value: Any, choices: Iterable[str]) -> str:
    """One of some words."""
    listed = tuple(choices)
    if not isinstance(value, str) or value not in listed:
        raise refuse(name, value, f"one of {', '.join(map(repr, listed))}")
    return value


def listing(name: str, value: Any, most: int) -> Sequence[Any]:
    """Some things, none or too many of which are refused."""
    if not isinstance(value, (list, tuple)) or not 1 <= len(value) <= most:
        raise refuse(name, value, f"a list of 1 to {most}")
    return value


def table(name: str, value: Any) -> dict[str, str | float | bool]:
    """Names with a str, a number or a flag each."""
    if not isinstance(value, Mapping) or not value:
        raise refuse(name, value, "a mapping that is not empty")
    for key, item in value.items():
        is_number = isinstance(item, (int, float)) and math.isfinite(item)
        if not isinstance(key, str) or not (isinstance(item, str) or is_number):
            raise refuse(f"{name}[{key!r}]", item, "a str, a number or a flag")
    return {key: float(item) if type(item) is int else item for key, item in value.items()}


def endpoint(name: str, value: Any) -> str:
    """The address of a server, which the messages never repeat where it may hold a password."""
    if not isinstance(value, str):
        raise refuse(name, value, "an address such as 'https://host/path'")
    try:
        parts = urlsplit(value.strip())
        _ = parts.port
    except ValueError:
        msg = f"{name} is no address: such as 'https://host/path' is wanted"
        raise OptionError(msg) from None
    if "@" in parts.netloc or parts.query or parts.fragment:
        msg = f"{name} holds a user name, a query or a fragment, which would get into logs: pass client=... instead"
        raise OptionError(msg)
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname:
        raise refuse(name, value, "an address such as 'https://host/path'")
    return f"{parts.scheme.lower()}://{parts.netloc.lower()}{parts.path.rstrip('/')}"
