"""The remote tier: one cache for a team and CI. Missing entries are fetched from it, and new ones are sent to it."""

from __future__ import annotations

from .remote import Remote
from .statistics import RemoteCounts

__all__ = ["Remote", "RemoteCounts"]
