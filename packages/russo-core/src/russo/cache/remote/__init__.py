"""The remote tier: one cache for a whole team and its CI. Read by what is not on disk, and filled by what is new."""

from __future__ import annotations

from .remote import Remote
from .statistics import RemoteCounts

__all__ = ["Remote", "RemoteCounts"]
