"""Providers that speak with one HTTP request: a module for each, which only describes its API.

Importing this package imports nothing else of it, because discovery imports it to find a provider.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from .azure import AzureSynthesizer
    from .cartesia import CartesiaSynthesizer
    from .deepgram import DeepgramSynthesizer
    from .fish import FishSynthesizer
    from .google_cloud import GoogleCloudSynthesizer
    from .groq import GroqSynthesizer
    from .http import EngineSynthesizer
    from .hume import HumeSynthesizer
    from .inworld import InworldSynthesizer
    from .minimax import MinimaxSynthesizer
    from .murf import MurfSynthesizer
    from .neuphonic import NeuphonicSynthesizer
    from .polly import PollySynthesizer
    from .rime import RimeSynthesizer
    from .sarvam import SarvamSynthesizer
    from .speechify import SpeechifySynthesizer
    from .xai import XaiSynthesizer

__all__ = [
    "AzureSynthesizer",
    "CartesiaSynthesizer",
    "DeepgramSynthesizer",
    "EngineSynthesizer",
    "FishSynthesizer",
    "GoogleCloudSynthesizer",
    "GroqSynthesizer",
    "HumeSynthesizer",
    "InworldSynthesizer",
    "MinimaxSynthesizer",
    "MurfSynthesizer",
    "NeuphonicSynthesizer",
    "PollySynthesizer",
    "RimeSynthesizer",
    "SarvamSynthesizer",
    "SpeechifySynthesizer",
    "XaiSynthesizer",
]

_MODULES: Final = {
    "AzureSynthesizer": ".azure",
    "CartesiaSynthesizer": ".cartesia",
    "DeepgramSynthesizer": ".deepgram",
    "EngineSynthesizer": ".http",
    "FishSynthesizer": ".fish",
    "GoogleCloudSynthesizer": ".google_cloud",
    "GroqSynthesizer": ".groq",
    "HumeSynthesizer": ".hume",
    "InworldSynthesizer": ".inworld",
    "MinimaxSynthesizer": ".minimax",
    "MurfSynthesizer": ".murf",
    "NeuphonicSynthesizer": ".neuphonic",
    "PollySynthesizer": ".polly",
    "RimeSynthesizer": ".rime",
    "SarvamSynthesizer": ".sarvam",
    "SpeechifySynthesizer": ".speechify",
    "XaiSynthesizer": ".xai",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(importlib.import_module(_MODULES[name], __name__), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
