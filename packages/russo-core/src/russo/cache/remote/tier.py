"""`Tier`: connects the cache of one folder to the remote. If the remote fails, reads miss and writes wait on disk."""

from __future__ import annotations

import contextlib
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Final

from ... import clock
from ...errors import CacheWriteError
from .. import reading, reserving
from ..names import FETCH
from . import objects, pairs
from .failures import UnreachableError
from .objects import DamagedError, Pair, UnsignedError
from .remote import Remote
from .waiting import Waiting

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from contextlib import AbstractAsyncContextManager

    from ...audio import Audio
    from ..folder import Folder

# An utterance is looked up three times between a miss and the call that is paid for, but the remote is asked once.
_MISS_KEPT: Final = 10.0
# More than this is written in a thread, because it would block the event loop.
_AT_ONCE: Final = 8 * 1024 * 1024


def attach(remote: Remote | str, folder: Folder) -> Tier:
    """The remote of a folder, by itself or by its address.

    Raises:
        ConfigurationError: The address cannot be used.
    """
    return Tier(Remote(remote) if isinstance(remote, str) else remote, folder)


class Tier:
    """The remote, seen from one folder.

    Args:
        remote: The remote.
        folder: The folder that it fills.
    """

    def __init__(self, remote: Remote, folder: Folder) -> None:
        self.remote = remote
        self.reach = remote.reach()
        self.fetched: set[str] = set()
        self.waiting = Waiting(folder.path, f"{remote.address.rstrip('/')} {remote.namespace}")
        self.folder = folder
        self._missing: dict[str, float] = {}
        self._sent: set[str] = set()
        self.bad: set[str] = set()

    def get(self, key: str) -> Audio | None:
        """Read an entry that is not on disk, and put it there. This blocks, but no longer than the time limit."""
        if not self._is_worth_asking(key):
            return None
        from . import background

        return background.run(self.aget(key))

    async def aget(self, key: str) -> Audio | None:
        """Read an entry that is not on disk, and put it there."""
        if not self._is_worth_asking(key):
            return None
        async with self.alone(key) as found:
            return await self._take(key) if found is None else found

    async def _take(self, key: str) -> Audio | None:
        """Read an entry and put it on disk, even if it was missing a moment ago."""
        pair = await self.fetch(key)
        if pair is None:
            return None
        audio = pairs.hear(key, pair)
        if audio is None:  # it was damaged before it was packed, and may be replaced
            self._sent.discard(key)
            self._note_bad(key, DamagedError())
            return None
        with contextlib.suppress(CacheWriteError):  # it is used anyway
            await self.fill(key, pair)
        return audio

    def alone(self, key: str) -> AbstractAsyncContextManager[Audio | None]:
        """Fetch an entry without anybody else on this machine fetching it at the same time.

        Others are waited for no longer than the store may take to answer, so that one that hangs holds nobody up.

        Returns:
            A context. It gives the entry, if somebody else has just fetched it.
        """
        read = partial(self._read, key)
        return reserving.reserved(self.folder, f"{key}{FETCH}", read, patience=self.remote.timeout)

    async def _read(self, key: str) -> Audio | None:
        try:
            return reading.read(self.folder, key, _AT_ONCE)
        except reading.TooLongError:
            from asyncio import to_thread

            return await to_thread(reading.read, self.folder, key)

    async def fetch(self, key: str) -> Pair | None:
        """Get an entry as `ask` does; None if the remote cannot be reached, either."""
        with contextlib.suppress(UnreachableError):
            return await self.ask(key)
        return None

    async def ask(self, key: str) -> Pair | None:
        """Get an entry from the remote if it is whole, belongs to this key, and is signed if it has to be.

        Returns:
            Its files; None if there is none, if it was made by a newer russo, or if it is in `bad` from now on.

        Raises:
            UnreachableError: The remote gives no answer that can be used.
        """
        counts = self.reach.counts
        data = await self.reach.access.get(self.reach.path(key))
        if data is None:
            counts.missing += key not in self._missing
            self._missing[key] = clock.seconds()
            return None
        try:
            pair = objects.decode(key, data, self.reach.secrets)
            if pairs.is_newer(key, pair):
                return None
            if not pairs.is_whole(key, pair):
                raise DamagedError
        except (DamagedError, UnsignedError) as error:
            self._note_bad(key, error)
            return None
        counts.fetched += 1
        counts.fetched_bytes += len(data)
        self.fetched.add(key)
        self._sent.add(key)
        return pair

    async def fill(self, key: str, pair: Pair) -> None:
        """Put an entry of the remote into the folder, unless one was just kept there.

        Raises:
            CacheWriteError: The folder cannot be written.
        """
        if len(pair.audio) <= _AT_ONCE:
            pairs.fill(self.folder, key, pair)
        else:
            from asyncio import to_thread

            await to_thread(pairs.fill, self.folder, key, pair)

    def put(self, key: str, pair: tuple[bytes, bytes], *, replace: bool) -> None:
        """Send a new entry, or record that it has to be sent. This blocks, but no longer than the time limit."""
        if self.reach.may_write:
            from . import background

            background.run(self.aput(key, pair, replace=replace))

    async def aput(self, key: str, pair: tuple[bytes, bytes], *, replace: bool) -> None:
        """Send a new entry, or record that it has to be sent.

        Args:
            key: The entry.
            pair: Its files.
            replace: Whether it replaces what the remote has.
        """
        if not self.reach.may_write:
            return
        self.waiting.add(key, replace=replace)  # first, because sending may be cancelled, and the process killed
        try:
            await self.send(key, Pair(*pair), replace=replace)
        except UnreachableError:
            self.reach.counts.queued += 1

    async def send(self, key: str, pair: Pair, *, replace: bool) -> bool:
        """Send an entry.

        Returns:
            Whether it is the one that the remote has now.

        Raises:
            UnreachableError: The remote did not take it.
        """
        counts = self.reach.counts
        data = objects.encode(key, pair, self.reach.secrets)
        if replace and await self._is_newer_there(key):
            counts.raced += 1
            self.waiting.discard(key)
            return False
        # An object that is damaged or not signed is not an entry, and may be replaced.
        create = not replace and key not in self.bad
        is_new = await self.reach.access.put(self.reach.path(key), data, create=create)
        counts.sent += is_new
        counts.sent_bytes += len(data) if is_new else 0
        counts.raced += not is_new
        self._sent.add(key)
        self.bad.discard(key)
        self._missing.pop(key, None)
        self.waiting.discard(key)
        return is_new

    async def _is_newer_there(self, key: str) -> bool:
        """Whether the remote has an entry of a newer russo, which is never replaced, as on disk."""
        if key in self._sent or key in self.bad:
            return False  # it is known to be none
        data = await self.reach.access.get(self.reach.path(key))
        try:
            return data is not None and pairs.is_newer(key, objects.decode(key, data, self.reach.secrets))
        except (DamagedError, UnsignedError):
            return False

    @asynccontextmanager
    async def reserved(self, key: str) -> AsyncIterator[Audio | None]:
        """Make sure that no other machine makes an entry, or get what another machine has just made.

        Args:
            key: The entry, which is not on disk.

        Returns:
            A context. It gives the entry, or None.
        """
        if not self.reach.may_write:
            yield await self._take(key) if self._is_worth_asking(key) else None
            return
        async with self.reach.leases.held(key, partial(self._take, key), lambda: key in self._sent) as found:
            yield found

    def _note_bad(self, key: str, error: DamagedError | UnsignedError) -> None:
        if key not in self.bad:
            self.reach.counts.damaged += isinstance(error, DamagedError)
            self.reach.counts.unsigned += isinstance(error, UnsignedError)
        self.bad.add(key)
        self._missing[key] = clock.seconds()

    def _is_worth_asking(self, key: str) -> bool:
        if not self.reach.may_read:
            return False
        since = self._missing.get(key)
        return since is None or clock.seconds() - since > _MISS_KEPT
