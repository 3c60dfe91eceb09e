"""Audio on disk, in pairs of files. An entry is served only if it is whole, verified and the one that was asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from .obstacle import Obstacle
from .store import AudioCache

__all__ = [
    "AudioCache",
    "Damage",
    "Entry",
    "Obstacle",
    "Packing",
    "Pruned",
    "Remote",
    "RemoteCounts",
    "Stats",
    "Verified",
]

if TYPE_CHECKING:
    from .remote import Remote, RemoteCounts
    from .summary import Damage, Entry, Packing, Pruned, Stats, Verified

_ELSEWHERE: Final = {
    **dict.fromkeys(("Remote", "RemoteCounts"), "remote"),
    **dict.fromkeys(("Damage", "Entry", "Packing", "Pruned", "Stats", "Verified"), "summary"),
}


def __getattr__(name: str) -> Any:
    # A hit has no time to import what only a remote, or going through the whole cache, needs.
    if name in _ELSEWHERE:
        return getattr(import_module(f".{_ELSEWHERE[name]}", __name__), name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
