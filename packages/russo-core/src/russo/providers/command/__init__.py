"""The provider ``command``: any program that reads text and writes audio.

Importing this package imports nothing else of it, because discovery imports it to find the plugin.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .synthesizer import CommandSynthesizer

__all__ = ["CommandSynthesizer"]


def __getattr__(name: str) -> Any:
    if name == "CommandSynthesizer":
        from .synthesizer import CommandSynthesizer

        return CommandSynthesizer
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
