"""Imports PyAV and NumPy, which are optional, or says how to install them."""

from __future__ import annotations

import importlib
from typing import Any, Final

from ..errors import MissingDependencyError

DECODER: Final = "av"
"""The name in the error about PyAV, by which it is told from what is missing before a provider can speak at all."""


def need_av(purpose: str) -> Any:
    """Import PyAV, or say what it is needed for and how to get it.

    Args:
        purpose: Why, as the end of a sentence: ``to decode mp3``.

    Raises:
        MissingDependencyError: It is not installed.
    """
    try:
        av = importlib.import_module("av")
        importlib.import_module("av.filter")
    except ImportError as error:
        msg = f'av is needed {purpose}: pip install "russo-core[audio]"'
        raise MissingDependencyError(msg, name=DECODER) from error
    return av


def need_numpy(purpose: str) -> Any:
    """Import NumPy, or say what it is needed for and how to get it.

    Args:
        purpose: Why, as the end of a sentence: ``to make noise``.

    Raises:
        MissingDependencyError: It is not installed.
    """
    try:
        return importlib.import_module("numpy")
    except ImportError as error:
        msg = f'numpy is needed {purpose}: pip install "russo-core[audio]"'
        raise MissingDependencyError(msg) from error


def reason(error: Exception) -> str:
    """FFmpeg's message, without its error number and source location."""
    return str(getattr(error, "strerror", None) or error)
