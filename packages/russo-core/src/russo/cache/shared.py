"""`Shared`: the part of `AudioCache` that knows of other machines, and of what they have left in the folder."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from ..errors import BlockedEntryError
from .names import check_key

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Mapping

    from ..advice import Advice
    from ..audio import Audio
    from .folder import Folder
    from .obstacle import Obstacle
    from .remote import Remote
    from .remote.tier import Tier


class Shared:
    """What a cache does with a remote, and about files that stand in the place of entries."""

    _folder: Folder
    advice: Advice

    def _share(self, remote: Remote | str | None) -> None:
        self._blocked: dict[str, Obstacle] = {}
        # What takes the place of an entry on purpose, which the remote may have too.
        self._replaced: set[str] = set()
        self._tier: Tier | None = None
        if remote is not None:
            from .remote import tier

            self._tier = tier.attach(remote, self._folder)

    @property
    def remote(self) -> Remote | None:
        """The remote that it shares with other machines, if there is one.

        Example:
            >>> from russo import AudioCache
            >>> AudioCache("recordings", remote="memory://team").remote
            Remote('memory://team', mode='readwrite')
        """
        return None if self._tier is None else self._tier.remote

    @asynccontextmanager
    async def _beyond(self, key: str, kept_since: float | None) -> AsyncIterator[Audio | None]:
        """The same, of all machines: on this one, nobody else is here."""
        if kept_since is not None:
            self._replaced.add(key)
            yield None
        elif self._tier is None:
            self._refuse_obstacle(key)
            yield None
        else:
            async with self._tier.reserved(key) as found:
                if found is None:
                    self._refuse_obstacle(key)
                yield found

    def obstacle(self, key: str) -> Obstacle | None:
        """What stands in the place of an entry that is a miss: a pointer of Git LFS, a link, a file without permission.

        Args:
            key: Its name.

        Returns:
            What it is (``kind``) and what to do (``cure``), or None where there is no such thing.

        Example:
            >>> from russo import AudioCache
            >>> AudioCache("no-such-folder").obstacle("abc123") is None
            True
        """
        from .obstacle import obstacle

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

    def _refuse_obstacle(self, key: str) -> None:
        found = self.obstacle(key)
        if found is not None:
            msg = (
                f"the entry {key!r} in {self._folder.path!r} is there and cannot be read: {found}. It is not paid for "
                f"again: to replace it all the same, {self.advice.again}"
            )
            raise BlockedEntryError(msg)

    def was_fetched(self, key: str) -> bool:
        """Whether this process got an entry from the remote.

        Args:
            key: Its name.

        Returns:
            True if it came from there, even if it is on disk by now.

        Example:
            >>> from russo import AudioCache
            >>> AudioCache("no-such-folder").was_fetched("abc123")
            False
        """
        return self._tier is not None and key in self._tier.fetched

    def fetch_ahead(self, keys: Iterable[str]) -> int:
        """Fetch from the remote, side by side, what is not in the folder; later each is a hit on disk.

        Args:
            keys: The names of entries that will be asked for.

        Returns:
            How many came; 0 without a remote, or where it fails.

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
        """Send what the remote did not take earlier.

        Returns:
            How many entries it took now.

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
        """Whether what was just kept replaces an entry on purpose, also in the remote."""
        is_replaced = key in self._replaced
        self._replaced.discard(key)
        return is_replaced
