"""Counts what a remote did in a process."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class RemoteCounts:
    """What a remote did for a cache in this process.

    Args:
        fetched: Entries that it returned, whole, and signed if they have to be.
        fetched_bytes: Bytes of their objects.
        missing: Entries that it did not have.
        damaged: Objects that were not whole entries, and so misses.
        unsigned: Objects that none of the secrets had signed, and so misses.
        sent: Entries that it accepted.
        sent_bytes: Bytes of their objects.
        raced: Entries that another machine had already sent.
        queued: Entries that it did not accept, and that are waiting to be sent.
        problem: Why it was not used for the rest of the run; the empty string if it was.

    Example:
        >>> from russo.cache import Remote
        >>> Remote("memory://team").counts.fetched
        0
    """

    fetched: int = 0
    fetched_bytes: int = 0
    missing: int = 0
    damaged: int = 0
    unsigned: int = 0
    sent: int = 0
    sent_bytes: int = 0
    raced: int = 0
    queued: int = 0
    problem: str = ""
