"""Imports an agent's framework when its first message is made."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from ..errors import MissingDependencyError


def framework(module: str, package: str) -> Any:
    """Import a framework, or say how to get it.

    Raises:
        MissingDependencyError: It is not installed.
    """
    try:
        return import_module(module)
    except ImportError as error:
        msg = f"{package} is needed to speak to its agents: pip install {package}"
        raise MissingDependencyError(msg) from error
