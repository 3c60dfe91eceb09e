"""`Reach`: the connection of one cache to its remote. Each part is made when it is first needed."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

from .address import VERSION, parse_address

if TYPE_CHECKING:
    from .access import Access
    from .lease import Leases
    from .mode import Mode
    from .signing import Secrets
    from .statistics import RemoteCounts

# What `Leases` writes below its folder: numbered leases of an entry, and objects that are deleted at once.
_LEASE: Final = re.compile(r"[^/]+/[0-9]{9,15}|(?:clocks|probes)/[0-9a-f]{16}")


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

        return Access(parse_address(self.address), self._timeout, self._give_up, may_write=self.may_write)

    @cached_property
    def leases(self) -> Leases:
        """The leases: which machine is paying for what."""
        from .lease import Leases

        return Leases(self.access, self.lease_folder, self._lease)

    def path(self, key: str) -> str:
        """The name of the object of an entry."""
        return f"{self.entries}/{key}"

    def is_lease(self, path: str) -> bool:
        """Whether an object is what `Leases` writes, and not one of a namespace whose name begins like this folder."""
        return _LEASE.fullmatch(path.removeprefix(f"{self.lease_folder}/")) is not None

    def _give_up(self, reason: str) -> None:
        self.counts.problem = self.counts.problem or reason
