"""The embedded robot voice of russo: espeak-ng, which gives the same bytes for the same text every time.

Importing this package imports nothing else of it, because discovery imports it to find the plugin.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from .synthesizer import EspeakSynthesizer
    from .voices import list_variants, list_voices

__all__ = ["EspeakSynthesizer", "list_variants", "list_voices"]

_MODULES: Final = {
    "EspeakSynthesizer": "synthesizer",
    "list_variants": "voices",
    "list_voices": "voices",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(importlib.import_module(f".{_MODULES[name]}", __name__), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
