"""Imports a provider's SDK when it is needed, outside the event loop, with an error that says what to install."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from ..errors import MissingDependencyError
from ..plugins.entry_points import PROVIDERS, discover

if TYPE_CHECKING:
    from collections.abc import Callable

# What has been imported in this process for which provider, so that its `then` has been called.
_warm: Final[set[tuple[str, ...]]] = set()


async def import_sdk(provider: str, *modules: str, then: Callable[[], Any] | None = None) -> None:
    """Import what a provider's call needs, in a thread, so that the event loop can go on.

    Call it before `speak`, so that it does not use up the time of the call.

    Args:
        provider: The provider's name.
        modules: The modules, including every part of the SDK that it would import later by itself.
        then: Something else that takes time, such as reading certificates. It is called once, in the same thread.

    Raises:
        MissingDependencyError: A module cannot be imported; the ImportError is the ``__cause__``.

    Example:
        >>> import asyncio
        >>> from russo.providers import import_sdk
        >>> asyncio.run(import_sdk("acme", "acme_sdk"))  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        russo.errors.MissingDependencyError: provider 'acme' is missing a dependency (No module named 'acme_sdk'): ...
    """
    if all(module in sys.modules for module in modules) and (then is None or (provider, *modules) in _warm):
        return

    def work() -> None:
        for module in modules:
            import_module(module)
        if then is not None:
            then()

    import asyncio

    try:
        await asyncio.to_thread(work)
    except ImportError as error:
        raise lacking(provider, error) from error
    _warm.add((provider, *modules))


def lacking(provider: str, error: ImportError) -> MissingDependencyError:
    """The error for something that a provider needs but that cannot be imported."""
    if isinstance(error, MissingDependencyError):
        return error
    found = discover(PROVIDERS).get(provider)
    # Installing the package again also installs whatever it depends on.
    package = found[0].package if found else error.name or provider
    return MissingDependencyError(f"provider {provider!r} is missing a dependency ({error}): pip install {package}")
