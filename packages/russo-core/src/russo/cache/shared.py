"""`Shared`: what `AudioCache` does if its folder lacks an entry: asks the remote, or reports what is in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import BlockedEntryError
from .names import check_key
from .obstacle import obstacle

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from ..audio import Audio
    from .advice import Advice
    from .folder import Folder
    from .obstacle import Obstacle
    from .remote import Remote
    from .remote.tier import Tier


class Shared:
    """How a cache deals with a remote, and with unreadable files that replace entries."""

    _folder: Folder
    advice: Advice

    def _share(self, remote: Remote | str | None) -> None:
        self._blocked: dict[str, Obstacle] = {}
        # Keys of entries that were replaced on purpose, and are to be replaced in the remote, too.
        self._replaced: set[str] = set()
        self._tier: Tier | None = None
        if remote is not None:
            from .remote import tier

            self._tier = tier.attach(remote, self._folder)

    @property
    def remote(self) -> Remote | None:
        """The remote that this cache shares with other machines, if it has one.

        Example:
            >>> from russo import AudioCache
            >>> AudioCache("recordings", remote="memory://team").remote
            Remote('memory://team', mode='readwrite')
        """
        return None if self._tier is None else self._tier.remote

    def _get_elsewhere(self, key: str, kept_since: float | None) -> Audio | None:
        """Look for an entry that is not in the folder wherever else it may be."""
        return None if self._tier is None or kept_since is not None else self._tier.get(key)

    async def _aget_elsewhere(self, key: str, kept_since: float | None) -> Audio | None:
        return None if self._tier is None or kept_since is not None else await self._tier.aget(key)

    def _check_obstacle(self, key: str, kept_since: float | None) -> None:
        """Check that no unreadable file is in the place of an entry that is about to be made.

        Raises:
            BlockedEntryError: There is one, and the user has not asked to replace it.
        """
        if kept_since is not None:
            self._replaced.add(key)
            return
        found = obstacle(self._folder.path, key)
        if found is not None:
            self._blocked[key] = found
            msg = (
                f"the entry {key!r} in {self._folder.path!r} exists but cannot be read: {found}. It is not paid for "
                f"again. To replace it anyway, {self.advice.again}"
            )
            raise BlockedEntryError(msg)

    def obstacle(self, key: str) -> Obstacle | None:
        """The file that replaces an entry and makes it a miss: a Git LFS pointer, a link, a file without permission.

        Args:
            key: Its name.

        Returns:
            What it is (``kind``) and what to do (``cure``), or None if nothing stands there.

        Example:
            >>> from russo import AudioCache
            >>> AudioCache("no-such-folder").obstacle("abc123") is None
            True
        """
        found = obstacle(self._folder.path, check_key(key))
        if found is not None:
            self._blocked[key] = found
        return found

    @property
    def blocked(self) -> Mapping[str, Obstacle]:
        """The entries that were asked for and could not be read, by key, and what stands in their place.

        Example:
            >>> from russo import AudioCache
            >>> dict(AudioCache("no-such-folder").blocked)
            {}
        """
        return self._blocked

    def was_fetched(self, key: str) -> bool:
        """Whether this process fetched an entry from the remote.

        Args:
            key: Its name.

        Returns:
            True if it did, even if the entry is on disk by now.

        Example:
            >>> from russo import AudioCache
            >>> AudioCache("no-such-folder").was_fetched("abc123")
            False
        """
        return self._tier is not None and key in self._tier.fetched

    @property
    def fetched(self) -> Collection[str]:
        """The keys of the entries that this process has fetched from the remote.

        Example:
            >>> from russo import AudioCache
            >>> len(AudioCache("no-such-folder").fetched)
            0
        """
        return () if self._tier is None else self._tier.fetched

    def fetch_ahead(self, keys: Iterable[str]) -> int:
        """Fetch entries that are not in the folder from the remote, in parallel; later each is a hit on disk.

        Args:
            keys: The names of entries that will be asked for.

        Returns:
            How many were fetched; 0 without a remote, or if it fails.

        Example:
            >>> import tempfile
            >>> from russo import Audio, AudioCache
            >>> one, other = (AudioCache(tempfile.mkdtemp(), remote="memory://ahead") for _ in range(2))
            >>> one.put("abc123", Audio(bytes(480), format="pcm"))
            >>> other.fetch_ahead(["abc123", "def456"])
            1
        """
        if self._tier is None:
            return 0
        from .remote import bulk

        return bulk.fetch_ahead(self._tier, keys)

    def send_waiting(self) -> int:
        """Send the entries that the remote did not accept earlier.

        Returns:
            How many it accepted now.

        Example:
            >>> from russo import AudioCache
            >>> AudioCache("no-such-folder").send_waiting()
            0
        """
        if self._tier is None:
            return 0
        from .remote import bulk

        return bulk.send_waiting(self._tier)

    def _takes_place(self, key: str) -> bool:
        """Whether the entry that was just kept is to replace one in the remote, too."""
        is_replaced = key in self._replaced
        self._replaced.discard(key)
        return is_replaced
