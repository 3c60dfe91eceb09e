"""Telling whoever pays that a provider is about to be asked: each try may cost, even if its answer is thrown away."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_watcher: Final[ContextVar[Callable[[int], None] | None]] = ContextVar("russo_attempts", default=None)


@contextmanager
def watching_attempts(tell: Callable[[int], None]) -> Iterator[None]:
    """Be told of each try that is made in this block, before it is made.

    Args:
        tell: Called with the number of the try, from 1. What it raises is raised in the place of the try: a budget
            that is used up ends the call.
    """
    token = _watcher.set(tell)
    try:
        yield
    finally:
        _watcher.reset(token)


def tell_attempt(number: int) -> None:
    """Tell that a try is about to be made."""
    tell = _watcher.get()
    if tell is not None:
        tell(number)
