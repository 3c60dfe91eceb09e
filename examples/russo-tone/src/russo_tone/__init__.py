"""A provider that beeps. Importing it imports nothing else of it, because russo imports it to find the plugin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .synthesizer import ToneSynthesizer

__all__ = ["ToneSynthesizer"]


def __getattr__(name: str) -> Any:
    if name == "ToneSynthesizer":
        from .synthesizer import ToneSynthesizer

        return ToneSynthesizer
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
