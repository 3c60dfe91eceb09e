"""Leases: if several machines miss an utterance, one pays for it, and the others wait for the result.

A lease is an object ``leases/<key>/<number>``, and only the highest number counts. A machine takes the lease by
creating the next number, which the store allows only once (``If-None-Match: *``). The owner rewrites it now and then,
and the time of the last write, by the store's clock, shows whether the owner is alive. When the entry has been made,
the owner deletes the lease, because whoever comes later finds the entry. An owner that failed leaves the lease empty,
which frees it at once. One that was killed leaves it as it is, and it expires. So no object is ever written by two
machines, and no machine's own clock matters.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import secrets
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from ... import clock
from .. import entry
from . import background
from .failures import UnreachableError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
    from concurrent.futures import Future

    from ...audio import Audio
    from .access import Access, Item

_log: Final = logging.getLogger("russo.cache")

# The longest wait for another machine, in seconds. A call may take 120 by default.
_PATIENCE: Final = 150.0
# After so many waits in a row that came to nothing, others are no longer waited for: one that hangs, but keeps its
# leases alive, must not hold up a run for each of its utterances.
_IN_VAIN: Final = 3
_FIRST_LOOK, _LAST_LOOK = 0.05, 1.0
# Stores round the time of an object to one second.
_ROUNDING: Final = 1.0
# A lease that claims to last longer was not written by russo, and must not keep all machines waiting.
_LONGEST: Final = 3600.0
# More leases for an entry than this were not written by russo, and a listing need not have an end.
_MOST: Final = 1000
# The store's clock is read again after this many seconds.
_CLOCK_KEPT: Final = 60.0


class Leases:
    """The leases of a remote.

    Args:
        access: Its objects.
        folder: Where they are.
        seconds: How long a lease lasts after its last write.
    """

    def __init__(self, access: Access, folder: str, seconds: float) -> None:
        self._access = access
        self._folder = folder
        self._seconds = seconds
        self._works: bool | None = None
        self._in_vain = 0
        self._clock: tuple[float, float] | None = None

    @asynccontextmanager
    async def held(
        self, key: str, look: Callable[[], Awaitable[Audio | None]], is_made: Callable[[], bool]
    ) -> AsyncIterator[Audio | None]:
        """Make sure that no other machine makes an entry, or get what another machine has made.

        Args:
            key: The entry.
            look: Reads it from the remote.
            is_made: Says at the end whether it is in the remote now.

        Returns:
            A context. It gives the entry, or None. In that case no other machine makes the entry inside the context,
            unless the store fails, has no conditional put, or takes too long.
        """
        lease, found = await self._take_or_wait(key, look)
        try:
            yield found
        finally:
            if lease is not None:
                await lease.release(is_made=is_made())

    async def _take_or_wait(
        self, key: str, look: Callable[[], Awaitable[Audio | None]]
    ) -> tuple[Lease | None, Audio | None]:
        until, delay = clock.seconds() + _PATIENCE, _FIRST_LOOK
        try:
            while await self._work() and clock.seconds() < until:
                lease = await self._try(key)
                found = await _look(look, lease)
                if found is not None:
                    self._in_vain = 0
                    return None, found
                if lease is not None:
                    return lease, None
                await clock.sleep(delay)
                delay = min(2 * delay, _LAST_LOOK)
            self._give_up_waiting()
        except UnreachableError:
            pass  # there has been a warning, and this machine pays by itself
        return None, None

    def _give_up_waiting(self) -> None:
        self._in_vain += 1
        if self._works and self._in_vain >= _IN_VAIN:
            self._works = False
            _log.warning(
                "other machines have been making what is needed here for %d s, %d times in a row: not waiting for them "
                "any more; two machines may pay for one utterance",
                _PATIENCE,
                self._in_vain,
            )

    async def _try(self, key: str) -> Lease | None:
        """Take the lease for an entry, unless another machine has it."""
        folder = f"{self._folder}/{key}"
        before = await self._listed(folder)
        last = max(before, key=_number, default=None)
        if last is not None and not await self._is_free(last):
            return None
        number = 0 if last is None else _number(last) + 1
        lease = Lease(self._access, f"{folder}/{number:09d}", self._seconds, [item.path for item in before])
        return lease if await lease.take() else None

    async def _listed(self, folder: str) -> list[Item]:
        """The leases for an entry, of which russo leaves no more than a few."""
        found: list[Item] = []
        async for item in self._access.list(folder):
            found.append(item)
            if len(found) > _MOST:
                raise UnreachableError("it lists more leases for one entry than can be")
        return found

    async def _is_free(self, item: Item) -> bool:
        if item.size == 0:
            return True
        # One from the future was not kept alive by this clock either: the clock was wrong, or a folder was copied.
        return abs(await self.now() - item.modified) > await self._length(item) + _ROUNDING

    async def _length(self, item: Item) -> float:
        # Anybody who may write there may have written it.
        fields = entry.parse(bytes(await self._access.get(item.path) or b"")) or {}
        seconds = fields.get("seconds")
        return seconds if isinstance(seconds, (int, float)) and 0 < seconds <= _LONGEST else self._seconds

    async def now(self) -> float:
        """The store's time, taken from an object that was just written.

        Raises:
            UnreachableError: The store failed.
        """
        now = clock.seconds()
        if self._clock is None or now - self._clock[1] > _CLOCK_KEPT:
            path = f"{self._folder}/clocks/{secrets.token_hex(8)}"
            await self._access.put(path, b"now", create=False)
            self._clock = await self._access.modified(path), clock.seconds()
            await self._access.delete([path])
        there, here = self._clock
        return there + clock.seconds() - here

    async def _work(self) -> bool:
        """Whether the store lets only one machine create an object, which is tried once."""
        if self._works is None:
            path = f"{self._folder}/probes/{secrets.token_hex(8)}"
            # Nobody else knows this name, so that it can only be taken because the answer to the first try was lost.
            self._works = not await self._access.put(path, b"?", create=True) or not await self._access.put(
                path, b"?", create=True
            )
            await self._access.delete([path])
            if not self._works:
                _log.warning(
                    "the remote has no conditional put (If-None-Match): two machines may pay for one utterance"
                )
        return self._works


class Lease:
    """One lease, which its owner keeps rewriting until the entry is made.

    Args:
        access: The objects of the remote.
        path: The name of this one.
        seconds: How long it lasts after its last write.
        outdated: The names of the leases that it replaces, and that are deleted with it.
    """

    def __init__(self, access: Access, path: str, seconds: float, outdated: Iterable[str]) -> None:
        self._access = access
        self._path = path
        self._seconds = seconds
        self._outdated = outdated
        self._content = json.dumps({"owner": secrets.token_hex(8), "seconds": seconds}).encode()
        self._held: Future[None] | None = None
        self._is_over = asyncio.Event()
        self._is_made = False

    async def take(self) -> bool:
        """Create it; False if another machine was faster."""
        taken = await self._access.put(self._path, self._content, create=True)
        if not taken:
            # If the answer was lost, the request was sent again and found its own object.
            taken = bytes(await self._access.get(self._path) or b"") == self._content
        if taken:
            self._held = background.start(self._hold())
        return taken

    async def release(self, *, is_made: bool) -> None:
        """Release it. This runs to its end, even if the caller is cancelled."""
        self._is_made = is_made
        background.call(self._is_over.set)
        if self._held is not None:
            with contextlib.suppress(Exception):
                await asyncio.shield(asyncio.wrap_future(self._held))

    async def _hold(self) -> None:
        """Rewrite it now and then until it is released."""
        while not self._is_over.is_set():
            with contextlib.suppress(TimeoutError):
                async with clock.timeout(self._seconds / 3):
                    await self._is_over.wait()
            if not self._is_over.is_set():
                with contextlib.suppress(UnreachableError):
                    await self._access.put(self._path, self._content, create=False)
        with contextlib.suppress(UnreachableError):
            await self._access.delete(self._outdated)  # while the highest number is still there
            if self._is_made:
                await self._access.delete([self._path])
            else:
                await self._access.put(self._path, b"", create=False)


async def _look(look: Callable[[], Awaitable[Audio | None]], lease: Lease | None) -> Audio | None:
    """Look for an entry, and release the lease unless it is still needed, even if looking fails or is cancelled."""
    found, is_needed = None, False
    try:
        found = await look()
        is_needed = found is None
    finally:
        if lease is not None and not is_needed:
            await lease.release(is_made=found is not None)
    return found


def _number(item: Item) -> int:
    name = item.path.rpartition("/")[2]
    return int(name) if name.isdecimal() else -1
