"""Merges two folders, or a folder and a remote. Entries that verify are kept; where both differ, the caller decides."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from . import objects, pairs
from .bulk import each, each_by_size, is_large, listed
from .objects import HEAD_AT_MOST, Pair
from .threads import AT_MOST

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..folder import Folder
    from .access import Item
    from .tier import Tier

_FEW: Final = 16
Side: TypeAlias = Literal["ours", "theirs"]


@dataclass(frozen=True, slots=True)
class Difference:
    """An entry whose audio differs between the two sides.

    Args:
        key: Its name.
        ours: What the folder has.
        theirs: What the other side has.
    """

    key: str
    ours: Pair
    theirs: Pair


@dataclass(slots=True)
class Merged:
    """The result of a merge.

    Args:
        taken: How many entries came from the other side.
        given: How many went to it.
        same: How many were the same on both.
        damaged: How many entries of the other side are damaged or not signed, and were left out.
        open: The entries that still differ.
        decided: How many were decided, by side.
    """

    taken: int = 0
    given: int = 0
    same: int = 0
    damaged: int = 0
    open: list[str] = field(default_factory=list)
    decided: dict[str, int] = field(default_factory=dict)


def merge_folder(folder: Folder, other: Folder, decide: Callable[[Difference], Side | None]) -> Merged:
    """Copy the entries of another folder into this one. The other stays unchanged.

    Args:
        folder: The folder that is filled.
        other: The other one.
        decide: Called for each entry that differs; returning None leaves it open.

    Raises:
        CacheWriteError: The folder cannot be written.
    """
    merged = Merged()
    for key in sorted(other.pairs()):
        theirs = pairs.read(other, key)
        if theirs is None:
            merged.damaged += 1
            continue
        ours = pairs.read(folder, key)
        if ours is None:
            merged.taken += pairs.install(folder, key, theirs)
        elif pairs.sound(key, ours) == pairs.sound(key, theirs):
            merged.same += 1
        else:
            side = decide(Difference(key, ours, theirs))
            _note(merged, key, side)
            if side == "theirs":
                pairs.install(folder, key, theirs)
    return merged


async def merge_remote(tier: Tier, decide: Callable[[Difference], Side | None]) -> Merged:
    """Merge a folder and a remote: afterwards both have the same entries, except for undecided ones.

    Raises:
        UnreachableError: The remote did not answer, or takes nothing.
        CacheWriteError: The folder cannot be written.
    """
    merged = Merged()
    there = await listed(tier.reach)
    here = set(tier.folder.pairs())

    async def take(key: str) -> None:
        await _take(tier, key, merged)

    async def give(key: str) -> None:
        ours = pairs.read(tier.folder, key)
        if ours is not None:
            given = await _give(tier, key, ours, replace=False)
            merged.given += given

    for key in await _doubtful(tier, {key: there[key] for key in here & there.keys()}, merged):
        await _settle(tier, key, decide, merged)
    await each_by_size(sorted(there.keys() - here), take, lambda key: is_large(there[key]))
    await each(sorted(here - there.keys()), give, _FEW)
    return merged


async def _doubtful(tier: Tier, both: Mapping[str, Item], merged: Merged) -> list[str]:
    """The entries that both sides have, but with different heads."""
    found: list[str] = []

    async def compare(key: str) -> None:
        ours = pairs.read(tier.folder, key)
        # Stores refuse to give a part of an empty object.
        start = await tier.reach.access.start(both[key].path, HEAD_AT_MOST) if both[key].size else None
        if ours is not None and objects.is_of(start or b"", key, ours, tier.reach.secrets):
            merged.same += 1
        else:
            found.append(key)

    await each(sorted(both), compare, AT_MOST)
    return sorted(found)


async def _settle(tier: Tier, key: str, decide: Callable[[Difference], Side | None], merged: Merged) -> None:
    ours = pairs.read(tier.folder, key)
    if ours is None:
        await _take(tier, key, merged)
        return
    theirs = await tier.ask(key)
    if theirs is None:
        # A damaged or unsigned entry is replaced. One that a newer russo has made stays.
        if key in tier.bad:
            merged.damaged += 1
            given = await _give(tier, key, ours, replace=True)
            merged.given += given
        return
    if pairs.sound(key, theirs) == pairs.sound(key, ours):
        merged.same += 1
        return
    side = decide(Difference(key, ours, theirs))
    if side == "ours" and not tier.reach.may_write:
        side = None  # the remote keeps its own
    _note(merged, key, side)
    if side == "theirs":
        pairs.install(tier.folder, key, theirs)
    elif side == "ours":
        await _give(tier, key, ours, replace=True)


async def _take(tier: Tier, key: str, merged: Merged) -> None:
    theirs = await tier.ask(key)
    if theirs is None:
        merged.damaged += key in tier.bad
    else:
        merged.taken += pairs.install(tier.folder, key, theirs)


async def _give(tier: Tier, key: str, pair: Pair, *, replace: bool) -> bool:
    return tier.reach.may_write and await tier.send(key, pair, replace=replace)


def _note(merged: Merged, key: str, side: Side | None) -> None:
    if side is None:
        merged.open.append(key)
    else:
        merged.decided[side] = merged.decided.get(side, 0) + 1
