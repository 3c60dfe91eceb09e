"""Audio on disk: pairs of files that are whole, verified, and the ones asked for, or a miss."""

from .store import AudioCache
from .summary import Damage, Entry, Packing, Pruned, Stats, Verified

__all__ = ["AudioCache", "Damage", "Entry", "Packing", "Pruned", "Stats", "Verified"]
