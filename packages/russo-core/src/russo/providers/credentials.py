"""Finds a provider's API key on the first miss, and raises the error for a missing key."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ..errors import MissingKeyError

if TYPE_CHECKING:
    from collections.abc import Sequence


class Secret(str):
    """A key that no traceback shows, since pytest prints the arguments of every function in one.

    Example:
        >>> from russo.providers import Secret
        >>> Secret("sk-123")
        '***'
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return "'***'"


def find_key(provider: str, api_key: str | None, env: Sequence[str]) -> str:
    """The key that was given, or else the one in the first variable that is set.

    Args:
        provider: The provider's name, for the message.
        api_key: The argument of the constructor.
        env: Variables to read, in this order. They are read now, not on import.

    Returns:
        The key, without surrounding spaces, with a ``repr`` that does not show it.

    Raises:
        MissingKeyError: There is no key.

    Example:
        >>> from russo.providers import find_key
        >>> find_key("acme", "sk-123", ("ACME_API_KEY",))
        '***'
    """
    candidates = [api_key, *(os.environ.get(name) for name in env)]
    for candidate in candidates:
        if candidate and candidate.strip():
            return Secret(candidate.strip())
    variables = f"set the variable {' or '.join(env)}, or " if env else ""
    msg = f"provider {provider!r} needs a key: {variables}pass api_key=..."
    raise MissingKeyError(msg)
