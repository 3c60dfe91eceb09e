"""Audio on disk, in pairs of files. A hit is whole, verified and the entry asked for; anything else is a miss."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .obstacle import Obstacle
from .store import AudioCache
from .summary import Damage, Entry, Packing, Pruned, Stats, Verified

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


def __getattr__(name: str) -> Any:
    # Only a cache with a remote imports these.
    if name in {"Remote", "RemoteCounts"}:
        from . import remote

        return getattr(remote, name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
