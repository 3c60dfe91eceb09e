"""`Reach`: what one cache needs to get at a remote, each part made when it is first needed."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from .address import VERSION, parse_address

if TYPE_CHECKING:
    from .access import Access
    from .lease import Leases
    from .remote import Remote
    from .signing import Secrets


class Reach:
    """The objects, leases and secrets of a remote.

    Args:
        remote: Its settings, and the counts of what it does.
        secrets: What signs.
    """

    def __init__(self, remote: Remote, secrets: Secrets) -> None:
        self.remote = remote
        self.counts = remote.counts
        self.secrets = secrets
        self.may_read = remote.mode != "off"
        self.may_write = remote.mode == "readwrite"
        base = f"{VERSION}/{remote.namespace}"
        self.entries = f"{base}/entries"
        # Of machines that pay: these outlive those who are killed.
        self.lease_folder = f"{base}/leases"

    @cached_property
    def access(self) -> Access:
        """Its objects; what that needs is imported now."""
        from .access import Access

        return Access(parse_address(self.remote.address), self.remote.timeout, self._give_up)

    @cached_property
    def leases(self) -> Leases:
        """Who on which machine is paying for what."""
        from .lease import Leases

        return Leases(self.access, self.lease_folder, self.remote.lease)

    def path(self, key: str) -> str:
        """The name of the object of an entry."""
        return f"{self.entries}/{key}"

    def _give_up(self, reason: str) -> None:
        self.counts.problem = self.counts.problem or reason
