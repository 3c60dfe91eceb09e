"""`SpillingCache`: the cache of a run. What cannot be written to its folder is kept elsewhere until the run ends."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from ..cache import AudioCache
from ..errors import CacheWriteError

if TYPE_CHECKING:
    import os
    from collections.abc import AsyncIterator
    from pathlib import Path

    from ..audio import Audio
    from ..cache.remote import Remote


class SpillingCache(AudioCache):
    """A cache whose folder may not be writable. Each text is then paid for once per run, not once per test.

    Args:
        cache_dir: The folder.
        spill: A folder of the run, which all its processes share.
        remote: As `AudioCache` takes it.
    """

    def __init__(self, cache_dir: str | os.PathLike[str], *, spill: Path, remote: Remote | str | None = None) -> None:
        super().__init__(cache_dir, remote=remote)
        self._spill = AudioCache(spill)
        self._written: set[str] = set()

    @property
    def used(self) -> frozenset[str]:
        """The entries that this process has read or written, whatever has asked for them."""
        return self._last_use.known | self._written

    def _get_elsewhere(self, key: str, kept_since: float | None) -> Audio | None:
        audio = None if self._tier is None else super()._get_elsewhere(key, kept_since)
        # If the folder can be written, as nearly always, there is nothing in the other.
        if audio is None and self._spill.cache_dir.exists():
            return self._spill.get(key, kept_since=kept_since)
        return audio

    async def _aget_elsewhere(self, key: str, kept_since: float | None) -> Audio | None:
        audio = await super()._aget_elsewhere(key, kept_since)
        return self._spill.get(key, kept_since=kept_since) if audio is None else audio

    def put(self, key: str, audio: Audio, **described: Any) -> None:
        """Keep audio, if only for the rest of the run."""
        try:
            super().put(key, audio, **described)
            self._written.add(key)
        except CacheWriteError:
            self._spill.put(key, audio, **described)
            raise

    async def aput(self, key: str, audio: Audio, **described: Any) -> None:
        """Keep audio as `put` does."""
        try:
            await super().aput(key, audio, **described)
            self._written.add(key)
        except CacheWriteError:
            await self._spill.aput(key, audio, **described)
            raise

    @asynccontextmanager
    async def reserved(self, key: str, *, kept_since: float | None = None) -> AsyncIterator[Audio | None]:
        """Reserve an entry; if the folder does not allow locks, reserve it among the processes of the run."""
        reserved = super().reserved if self._folder.is_prepared() else self._spill.reserved
        async with reserved(key, kept_since=kept_since) as found:
            yield found
