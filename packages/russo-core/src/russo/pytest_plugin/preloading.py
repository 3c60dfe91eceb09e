"""Imports everything before the first test, because a module that is imported in a fake file system keeps using it."""

from __future__ import annotations

import asyncio  # noqa: F401 - must be imported before a test, too
import importlib
import pkgutil
from contextlib import suppress
from typing import Final

import russo

# Modules that need other programs or frameworks, or take time that no test has asked for.
_LEFT_OUT: Final = frozenset({"__main__", "adapters", "cli", "testing"})


def import_all() -> None:
    """Import every module of the core that a test may need."""
    for module in pkgutil.iter_modules(russo.__path__, "russo."):
        if module.name.removeprefix("russo.") not in _LEFT_OUT:
            _import(module.name, is_package=module.ispkg)


def _import(name: str, *, is_package: bool) -> None:
    with suppress(ImportError):  # it belongs to an extra that is not installed
        module = importlib.import_module(name)
        if is_package:
            for inner in pkgutil.iter_modules(module.__path__, f"{name}."):
                _import(inner.name, is_package=inner.ispkg)
