"""Audio on disk: pairs of files that are whole, verified, and the ones asked for, or a miss."""

from .store import AudioCache
from .summary import Damage, Entry, Pruned, Stats, Verified

__all__ = ["AudioCache", "Damage", "Entry", "Pruned", "Stats", "Verified"]
