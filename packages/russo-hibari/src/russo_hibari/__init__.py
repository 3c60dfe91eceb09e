"""The natural embedded voice of russo: hibari, a small neural model that speaks English after one install.

Importing this package imports nothing else of it, because discovery imports it to find the plugin.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from .engine import release
    from .synthesizer import HibariSynthesizer
    from .voices import list_voices

__all__ = ["HibariSynthesizer", "list_voices", "release"]

_MODULES: Final = {"HibariSynthesizer": "synthesizer", "list_voices": "voices", "release": "engine"}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(importlib.import_module(f".{_MODULES[name]}", __name__), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
