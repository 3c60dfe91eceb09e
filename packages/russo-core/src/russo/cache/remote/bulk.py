"""Moves many entries in parallel: from the remote into the folder, and from the folder to the remote."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from ...errors import CacheWriteError
from ..names import AUDIO, META, is_key
from . import background, pairs
from .failures import UnreachableError
from .threads import AT_MOST

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Iterable

    from ..folder import Folder
    from .access import Item
    from .reach import Reach
    from .tier import Tier

    # Called with how many are done, and how many there are.
    Progress = Callable[[int, int], None]

_T = TypeVar("_T")

# Fewer of the entries above this size are in memory at once.
_LARGE: Final = 1_000_000
_FEW: Final = 8


@dataclass(slots=True)
class Moved:
    """What was moved from one side to the other.

    Args:
        entries: How many entries.
        refused: How many were damaged or not signed, or are not to be replaced.
        left: How many could not be moved, or would be, in a dry run.
        problem: Why not; the empty string if nothing went wrong.
    """

    entries: int = 0
    refused: int = 0
    left: int = 0
    problem: str = ""


async def listed(reach: Reach) -> dict[str, Item]:
    """Every entry of a remote by its key, in one listing.

    Raises:
        UnreachableError: The store failed.
    """
    found = {}
    async for item in reach.access.list(reach.entries):
        name = item.path.rpartition("/")[2]
        if is_key(name) and item.path == reach.path(name):  # a namespace may be below this one
            found[name] = item
    return found


async def pull(tier: Tier, progress: Progress | None = None, *, dry_run: bool = False) -> Moved:
    """Fetch every entry that the remote has and the folder does not, or has damaged.

    Raises:
        UnreachableError: The remote cannot be listed.
    """
    there = await listed(tier.reach)
    here = _names(tier.folder)
    wanted = sorted(key for key in there if key not in here or pairs.is_damaged(tier.folder, key))
    if dry_run:
        return Moved(left=len(wanted))
    return await fill(tier, wanted, progress, large={key for key in wanted if is_large(there[key])})


async def fill(
    tier: Tier, wanted: Collection[str], progress: Progress | None = None, *, large: Collection[str] = ()
) -> Moved:
    """Put the wanted entries that the remote has into the folder.

    Args:
        tier: The remote and the folder.
        wanted: Their keys.
        progress: Called after each.
        large: Those of which only a few are fetched at once.
    """
    moved = Moved()
    done = 0

    async def fetch(key: str) -> None:
        try:
            pair = await tier.ask(key)
            if pair is not None:
                await tier.fill(key, pair)
                moved.entries += 1
            else:
                moved.refused += key in tier.bad
        except (UnreachableError, CacheWriteError) as error:
            moved.left += 1
            moved.problem = str(error)

    async def one(key: str) -> None:
        nonlocal done
        async with tier.alone(key) as found:
            if found is None:
                await fetch(key)
        done += 1
        if progress is not None:
            progress(done, len(wanted))

    await each_by_size(wanted, one, lambda key: key in large)
    return moved


async def push(
    tier: Tier, progress: Progress | None = None, *, dry_run: bool = False, only_waiting: bool = False
) -> Moved:
    """Send what the remote does not have: every entry of the folder, or only those that are waiting.

    Raises:
        UnreachableError: The remote cannot be listed.
    """
    waiting = tier.waiting.all()
    wanted = dict(waiting)
    if not only_waiting:
        there = await listed(tier.reach)
        wanted |= {key: False for key in _names(tier.folder) if key not in there and key not in waiting}
    if dry_run:
        return Moved(left=len(wanted))
    moved = Moved()
    done = 0

    async def one(key: str) -> None:
        nonlocal done
        pair = pairs.read(tier.folder, key)
        if pair is None:
            if not tier.folder.has(key):  # an entry that just cannot be read at the moment keeps waiting
                tier.waiting.discard(key)
            moved.refused += 1
        elif moved.problem:
            moved.left += 1
        else:
            try:
                is_new = await tier.send(key, pair, replace=wanted[key])
                moved.entries += is_new
            except UnreachableError as error:
                moved.left += 1
                moved.problem = error.reason
        done += 1
        if progress is not None:
            progress(done, len(wanted))

    await each(sorted(wanted), one, _FEW * 2)
    return moved


def fetch_ahead(tier: Tier, keys: Iterable[str]) -> int:
    """Fetch missing entries in parallel and wait for them; return how many were fetched."""
    wanted = _missing(tier.folder, keys) if tier.reach.may_read else []
    return background.run(fill(tier, wanted)).entries if wanted else 0


def send_waiting(tier: Tier) -> int:
    """Send the waiting entries, and wait until that is done; return how many the remote accepted."""
    if not tier.reach.may_write or not tier.waiting.all():
        return 0
    return background.run(push(tier, only_waiting=True)).entries


def _missing(folder: Folder, keys: Iterable[str]) -> list[str]:
    """The keys without an entry in the folder, going by the names of its files alone."""
    here = _names(folder)
    return [key for key in dict.fromkeys(keys) if key not in here]


def _names(folder: Folder) -> set[str]:
    names = set(folder.names(META, AUDIO))
    stems = {name[: -len(META)] for name in names if name.endswith(META)}
    return {stem for stem in stems if stem + AUDIO in names and is_key(stem)}


def is_large(item: Item) -> bool:
    """Whether only a few objects of this size may be in memory at once."""
    return item.size > _LARGE


async def each_by_size(
    items: Collection[_T], work: Callable[[_T], Awaitable[None]], is_large: Callable[[_T], bool]
) -> None:
    """Do something with each item as `each` does: many at once that are small, then a few at once that are not."""
    await each([item for item in items if not is_large(item)], work, AT_MOST)
    await each([item for item in items if is_large(item)], work, _FEW)


async def each(items: Iterable[_T], work: Callable[[_T], Awaitable[None]], at_once: int) -> None:
    """Do something with each item, a limited number at once. The first that fails stops the others, and is raised."""
    todo = iter(items)

    async def go_on() -> None:
        for item in todo:
            await work(item)

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(at_once):
                group.create_task(go_on())
    except BaseExceptionGroup as failed:
        raise failed.exceptions[0] from None
