"""Audio on disk: pairs of files that are whole, verified, and the ones asked for, or a miss."""

from .store import AudioCache

__all__ = ["AudioCache"]
