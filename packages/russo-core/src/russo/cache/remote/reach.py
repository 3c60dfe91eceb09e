"""`Reach`: what one cache needs to access a remote, each part made when it is first needed."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from .address import VERSION, parse_address

if TYPE_CHECKING:
    from .access import Access
    from .lease import Leases
    from .mode import Mode
    from .signing import Secrets
    from .statistics import RemoteCounts


class Reach:
    """The objects, leases and secrets of a remote.

    Args:
        address: Where it is.
        mode: What may be done there.
        namespace: The part of it that is used.
        timeout: Seconds that an answer may take.
        lease: Seconds that a lease lasts.
        secrets: The secrets that sign.
        counts: Counts what happens.
    """

    def __init__(
        self,
        address: str,
        *,
        mode: Mode,
        namespace: str,
        timeout: float,
        lease: float,
        secrets: Secrets,
        counts: RemoteCounts,
    ) -> None:
        self.address = address
        self.may_read = mode != "off"
        self.may_write = mode == "readwrite"
        self.secrets = secrets
        self.counts = counts
        self._timeout = timeout
        self._lease = lease
        base = f"{VERSION}/{namespace}"
        self.entries = f"{base}/entries"
        # Leases of machines that are paying. They outlive a machine that is killed.
        self.lease_folder = f"{base}/leases"

    @cached_property
    def access(self) -> Access:
        """Its objects. What they need is imported now."""
        from .access import Access

        return Access(parse_address(self.address), self._timeout, self._give_up)

    @cached_property
    def leases(self) -> Leases:
        """The leases: which machine is paying for what."""
        from .lease import Leases

        return Leases(self.access, self.lease_folder, self._lease)

    def path(self, key: str) -> str:
        """The name of the object of an entry."""
        return f"{self.entries}/{key}"

    def _give_up(self, reason: str) -> None:
        self.counts.problem = self.counts.problem or reason
