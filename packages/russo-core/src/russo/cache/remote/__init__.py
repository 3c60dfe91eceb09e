"""The remote tier: one cache for a whole team and its CI. It is read for what is not on disk, and sent what is new."""

from __future__ import annotations

from .remote import Remote
from .statistics import RemoteCounts

__all__ = ["Remote", "RemoteCounts"]
