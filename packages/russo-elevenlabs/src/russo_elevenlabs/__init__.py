"""ElevenLabs for russo.

Importing this package imports nothing else of it, because discovery imports it to find the plugin.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .synthesizer import ElevenLabsSynthesizer

__all__ = ["ElevenLabsSynthesizer"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(importlib.import_module(".synthesizer", __name__), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
