"""`Sharing`: a folder and a remote, for the commands that move, check and merge many entries."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, TypeVar

from ...errors import ConfigurationError, RemoteError
from ..folder import Folder
from . import background, bulk, merge, upkeep
from .failures import UnreachableError
from .tier import Tier

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from .bulk import Moved, Progress
    from .merge import Difference, Merged, Side
    from .remote import Remote
    from .upkeep import RemotePruned, RemoteStats, RemoteVerified

_T = TypeVar("_T")


class Sharing:
    """A folder and a remote. Each method waits until it is done, or raises RemoteError.

    The ones that write raise ConfigurationError if the remote may only be read.

    Args:
        cache_dir: The folder.
        remote: The remote.
    """

    def __init__(self, cache_dir: str | os.PathLike[str], remote: Remote) -> None:
        self._tier = Tier(remote, Folder(os.fspath(cache_dir)))

    def pull(self, progress: Progress | None = None, *, dry_run: bool = False) -> Moved:
        """Fetch the entries that the folder lacks."""
        return self._run(bulk.pull(self._tier, progress, dry_run=dry_run))

    def push(self, progress: Progress | None = None, *, dry_run: bool = False, only_waiting: bool = False) -> Moved:
        """Send the entries that the remote lacks."""
        self._check_mode()
        return self._run(bulk.push(self._tier, progress, dry_run=dry_run, only_waiting=only_waiting))

    def stats(self) -> RemoteStats:
        """Count the entries of the remote."""
        return self._run(upkeep.stats(self._tier.reach))

    def verify(self) -> RemoteVerified:
        """Read and check every entry of the remote."""
        return self._run(upkeep.verify(self._tier.reach))

    def prune(self, *, max_bytes: int | None, max_age: float | None, dry_run: bool) -> RemotePruned:
        """Delete entries that are too old, or too many."""
        self._check_mode()
        return self._run(upkeep.prune(self._tier.reach, max_bytes, max_age, dry_run=dry_run))

    def merge(self, decide: Callable[[Difference], Side | None]) -> Merged:
        """Make both sides equal, except for undecided entries."""
        return self._run(merge.merge_remote(self._tier, decide))

    def _check_mode(self) -> None:
        if not self._tier.reach.may_write:
            msg = (
                f"the remote {self._tier.remote.address!r} may only be read here: the mode is "
                f"{self._tier.remote.mode!r}, as RUSSO_CACHE_REMOTE_MODE says, or because CI runs for a fork"
            )
            raise ConfigurationError(msg)

    def _run(self, work: Coroutine[Any, Any, _T]) -> _T:
        try:
            return background.run(work)
        except UnreachableError as error:
            msg = f"the remote {self._tier.remote.address!r} failed: {error.reason}"
            raise RemoteError(msg) from None  # the cause may show an address with a signature in it
