"""A provider that beeps. This imports no other module of it at first, because russo imports it to find the plugin."""

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
