"""Goes through a whole remote: counts, verifies and prunes its entries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from . import objects, pairs
from .bulk import each, each_by_size, is_large, listed
from .objects import DamagedError, UnsignedError
from .threads import AT_MOST

if TYPE_CHECKING:
    from .access import Item
    from .reach import Reach

# A lease this old is of a machine that was killed long ago.
_ABANDONED: Final = 3600.0


@dataclass(frozen=True, slots=True)
class RemoteStats:
    """What is in a remote.

    Args:
        entries: How many entries there are.
        size: Bytes of their objects.
        oldest: When the first was written, by the store's clock, in seconds since the epoch; None if there is none.
        newest: When the last was written.
    """

    entries: int
    size: int
    oldest: float | None
    newest: float | None


@dataclass(frozen=True, slots=True)
class RemoteVerified:
    """What a check of every object has found.

    Args:
        sound: How many are whole, and signed if they have to be.
        unsigned: The keys of those that none of the secrets has signed.
        damaged: The keys of those that are not whole entries.
        newer: The keys of those that a newer russo has made, which this one can neither check nor use.
    """

    sound: int
    unsigned: tuple[str, ...]
    damaged: tuple[str, ...]
    newer: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RemotePruned:
    """What was deleted from a remote.

    Args:
        entries: How many entries are gone, or would be, in a dry run.
        size: Bytes of their objects.
        left: How many entries there still are.
    """

    entries: int
    size: int
    left: int


async def stats(reach: Reach) -> RemoteStats:
    """Count everything, in one listing.

    Raises:
        UnreachableError: The store failed.
    """
    found = list((await listed(reach)).values())
    times = [item.modified for item in found]
    return RemoteStats(len(found), sum(item.size for item in found), min(times, default=None), max(times, default=None))


async def verify(reach: Reach) -> RemoteVerified:
    """Read every object, as a hit does.

    Raises:
        UnreachableError: The store failed.
    """
    sound = 0
    unsigned: list[str] = []
    damaged: list[str] = []
    newer: list[str] = []

    async def one(key: str) -> None:
        nonlocal sound
        data = await reach.access.get(reach.path(key))
        if data is None:
            return
        try:
            pair = objects.decode(key, data, reach.secrets)
            if pairs.is_newer(key, pair):
                newer.append(key)
            elif pairs.is_whole(key, pair):
                sound += 1
            else:
                damaged.append(key)
        except DamagedError:
            damaged.append(key)
        except UnsignedError:
            unsigned.append(key)

    there = await listed(reach)
    await each_by_size(sorted(there), one, lambda key: is_large(there[key]))
    return RemoteVerified(sound, *(tuple(sorted(keys)) for keys in (unsigned, damaged, newer)))


async def prune(reach: Reach, max_bytes: int | None, max_age: float | None, *, dry_run: bool = False) -> RemotePruned:
    """Delete entries that are too old, then the oldest, if there are too many, and abandoned leases.

    Raises:
        UnreachableError: The store failed.
    """
    found = sorted((await listed(reach)).values(), key=lambda item: item.modified)
    now = await reach.leases.now()
    doomed = [item for item in found if max_age is not None and now - item.modified > max_age]
    if max_bytes is not None:
        left = found[len(doomed) :]
        too_much = sum(item.size for item in left) - max_bytes
        for item in left:
            if too_much <= 0:
                break
            doomed.append(item)
            too_much -= item.size
    if not dry_run:
        leases = [item async for item in reach.access.list(reach.lease_folder) if reach.is_lease(item.path)]
        abandoned = [item for item in leases if now - item.modified > _ABANDONED]

        async def delete(item: Item) -> None:
            await reach.access.delete([item.path])

        await each((*abandoned, *doomed), delete, AT_MOST)
    return RemotePruned(len(doomed), sum(item.size for item in doomed), len(found) - len(doomed))
