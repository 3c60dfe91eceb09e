"""russo: speech for tests of voice agents, paid for once and replayed from disk forever.

Importing this package imports nothing else of it: pytest imports it in every run in which russo is installed.
"""

from __future__ import annotations

# Type checkers take this name as true. Importing `typing` for it would cost more than all the rest of this file.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

    from .audio import Audio
    from .cache import AudioCache
    from .errors import RussoError
    from .hookspecs import hookimpl
    from .provider import Provider
    from .providers.registry import get_synthesizer
    from .synthesis.cached import CachedSynthesizer
    from .synthesis.sync import say
    from .synthesizer import Synthesizer

__all__ = [
    "Audio",
    "AudioCache",
    "CachedSynthesizer",
    "Provider",
    "RussoError",
    "Synthesizer",
    "get_synthesizer",
    "hookimpl",
    "say",
]

_MODULES: Final = {
    "Audio": "audio",
    "AudioCache": "cache",
    "CachedSynthesizer": "synthesis.cached",
    "Provider": "provider",
    "RussoError": "errors",
    "Synthesizer": "synthesizer",
    "get_synthesizer": "providers.registry",
    "hookimpl": "hookspecs",
    "say": "synthesis.sync",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    from importlib import import_module

    try:
        value = getattr(import_module(f".{_MODULES[name]}", __name__), name)
    except ImportError:
        from .legacy.other_russo import refuse_conflict

        refuse_conflict()
        raise
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
