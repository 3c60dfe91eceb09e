"""The classes of every installed provider in one place, each imported when it is first used.

from russo.synthesizers import GoogleSynthesizer
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from .errors import ProviderNotInstalledError
from .plugins.entry_points import PROVIDERS, discover
from .providers.registry import KNOWN, find_provider, load_class, load_provider

if TYPE_CHECKING:
    from russo_elevenlabs import ElevenLabsSynthesizer
    from russo_espeak import EspeakSynthesizer
    from russo_google import GoogleSynthesizer
    from russo_hibari import HibariSynthesizer
    from russo_http import (
        AzureSynthesizer,
        CartesiaSynthesizer,
        DeepgramSynthesizer,
        EngineSynthesizer,
        FishSynthesizer,
        GoogleCloudSynthesizer,
        GroqSynthesizer,
        HumeSynthesizer,
        InworldSynthesizer,
        MinimaxSynthesizer,
        MurfSynthesizer,
        NeuphonicSynthesizer,
        PollySynthesizer,
        RimeSynthesizer,
        SarvamSynthesizer,
        SpeechifySynthesizer,
        XaiSynthesizer,
    )
    from russo_openai import OpenAISynthesizer

__all__ = [
    "AzureSynthesizer",
    "CartesiaSynthesizer",
    "DeepgramSynthesizer",
    "ElevenLabsSynthesizer",
    "EngineSynthesizer",
    "EspeakSynthesizer",
    "FishSynthesizer",
    "GoogleCloudSynthesizer",
    "GoogleSynthesizer",
    "GroqSynthesizer",
    "HibariSynthesizer",
    "HumeSynthesizer",
    "InworldSynthesizer",
    "MinimaxSynthesizer",
    "MurfSynthesizer",
    "NeuphonicSynthesizer",
    "OpenAISynthesizer",
    "PollySynthesizer",
    "RimeSynthesizer",
    "SarvamSynthesizer",
    "SpeechifySynthesizer",
    "XaiSynthesizer",
]

_NAMES: Final = {
    "AzureSynthesizer": "azure",
    "CartesiaSynthesizer": "cartesia",
    "DeepgramSynthesizer": "deepgram",
    "ElevenLabsSynthesizer": "elevenlabs",
    "EngineSynthesizer": "http",
    "EspeakSynthesizer": "espeak",
    "FishSynthesizer": "fish",
    "GoogleCloudSynthesizer": "google-cloud",
    "GoogleSynthesizer": "google",
    "GroqSynthesizer": "groq",
    "HibariSynthesizer": "hibari",
    "HumeSynthesizer": "hume",
    "InworldSynthesizer": "inworld",
    "MinimaxSynthesizer": "minimax",
    "MurfSynthesizer": "murf",
    "NeuphonicSynthesizer": "neuphonic",
    "OpenAISynthesizer": "openai",
    "PollySynthesizer": "polly",
    "RimeSynthesizer": "rime",
    "SarvamSynthesizer": "sarvam",
    "SpeechifySynthesizer": "speechify",
    "XaiSynthesizer": "xai",
}


def __getattr__(name: str) -> Any:
    if name in _NAMES:
        provider = _NAMES[name]
        if provider not in discover(PROVIDERS):
            # An ImportError, because an AttributeError would reach the user as "cannot import name", without this text.
            msg = f"{name} is in another package: pip install {KNOWN[provider]}"
            raise ProviderNotInstalledError(msg)
        return load_class(find_provider(provider))
    if name.endswith("Synthesizer"):
        # Asking a third-party provider imports its plugin, so the one whose name fits is asked first.
        for other, found in sorted(discover(PROVIDERS).items(), key=lambda item: not _sounds_like(item[0], name)):
            if other not in _NAMES.values() and len(found) == 1 and (cls := _class_of(other, found, name)) is not None:
                return cls
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)


def _sounds_like(provider: str, name: str) -> bool:
    return name.lower() == provider.replace("-", "").replace("_", "") + "synthesizer"


def _class_of(provider: str, found: Any, name: str) -> Any:
    from .errors import PluginError

    try:
        description = load_provider(provider, found)
    except PluginError:
        return None  # one broken plugin must not break the import of another provider's class
    return load_class(description) if description.target.endswith(f":{name}") else None
