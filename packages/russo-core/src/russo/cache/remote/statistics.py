"""What a remote did in a run, in numbers that processes can add up."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from ...display import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(slots=True)
class RemoteCounts:
    """What a remote did for a cache in this process.

    Args:
        fetched: Entries that it gave, and that were whole and signed where they have to be.
        fetched_bytes: Bytes of their objects.
        missing: Entries that it did not have.
        damaged: Objects that were no whole entry: misses.
        unsigned: Objects that none of the secrets had signed: misses.
        sent: Entries that it took.
        sent_bytes: Bytes of their objects.
        raced: Entries that it had already when they were sent, made by another machine.
        queued: Entries that it did not take, and that wait to be sent.
        problem: Why it was left alone for the rest of the run; the empty string if it was not.

    Example:
        >>> from russo.cache import RemoteCounts
        >>> counts = RemoteCounts(fetched=2)
        >>> counts.add(RemoteCounts(fetched=1, damaged=1))
        >>> counts.fetched, counts.damaged
        (3, 1)
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

    def __bool__(self) -> bool:
        return any(asdict(self).values())

    def add(self, other: RemoteCounts) -> None:
        """Add what another process has counted."""
        for field in fields(self):
            mine, theirs = getattr(self, field.name), getattr(other, field.name)
            setattr(self, field.name, mine or theirs if field.name == "problem" else mine + theirs)

    def to_dict(self) -> dict[str, Any]:
        """Made of what JSON can hold, for another process."""
        return asdict(self)

    @classmethod
    def from_dict(cls, counts: Mapping[str, Any]) -> RemoteCounts:
        """What `to_dict` has made, by whatever version of russo."""
        return cls(**{field.name: counts[field.name] for field in fields(cls) if field.name in counts})

    def lines(self, address: str) -> Iterator[str]:
        """What a summary says of it.

        Args:
            address: Where the remote is.
        """
        if not self:
            return
        done = [f"{self.fetched:,} fetched ({self.fetched_bytes / 1e6:.1f} MB)", f"{self.missing:,} not there"]
        done += [f"{self.sent:,} sent ({self.sent_bytes / 1e6:.1f} MB)"] if self.sent else []
        done += [f"{self.raced:,} there already"] if self.raced else []
        yield f"remote {address}: {', '.join(done)}"
        if self.unsigned:
            yield (
                f"remote: {count(self.unsigned, 'entry', 'entries')} not signed by RUSSO_CACHE_SECRET, and not used: "
                "somebody without the secret has written to it"
            )
        if self.damaged:
            yield f"remote: {count(self.damaged, 'entry', 'entries')} damaged, and not used"
        if self.problem:
            yield f"remote: left alone for the rest of the run: {self.problem}"
        if self.queued:
            yield f"remote: {count(self.queued, 'entry', 'entries')} could not be sent, and wait: russo cache push"
