"""Decides which entries are deleted, and in which order, to keep a cache within a size or an age."""

from __future__ import annotations

import os
from array import array
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from .. import clock
from ..errors import ConfigurationError
from . import files
from .names import AUDIO, META
from .summary import Pruned

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from .folder import Folder
    from .usage import LastUse


class Limits(NamedTuple):
    """What may stay."""

    max_bytes: int | None
    max_age: float | None
    unused_for: float | None
    only: Container[str] | None = None


class _Pair(NamedTuple):
    key: str
    size: int
    kept: float
    used: float


def limits(
    max_bytes: int | None,
    max_age: float | timedelta | None,
    unused_for: float | timedelta | None,
    only: Container[str] | None,
) -> Limits:
    """Check what a cache is to be pruned to.

    Raises:
        ConfigurationError: A limit is negative, or is not a number.
    """
    if max_bytes is not None and (isinstance(max_bytes, bool) or not isinstance(max_bytes, int) or max_bytes < 0):
        msg = f"max_bytes={max_bytes!r} must be a whole number of bytes, at least 0"
        raise ConfigurationError(msg)
    return Limits(max_bytes, _seconds("max_age", max_age), _seconds("unused_for", unused_for), only)


def _seconds(name: str, span: float | timedelta | None) -> float | None:
    if span is None:
        return None
    seconds = span.total_seconds() if isinstance(span, timedelta) else span
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not seconds >= 0:  # as is NaN
        msg = f"{name}={span!r} must be a timedelta or a number of seconds, at least 0"
        raise ConfigurationError(msg)
    return seconds


def prune(folder: Folder, last_use: LastUse, wanted: Limits, *, dry_run: bool = False) -> Pruned:
    """Delete entries that are not wanted, too old or unused for too long, then the least recently used, if too many.

    Those that are waiting to be sent to a remote stay.
    """
    uses = last_use.read()
    now = clock.now()
    doomed: list[_Pair] = []
    unsent: set[str] = set()
    left = 0
    rest: list[str] = []
    sizes, used = array("q"), array("d")
    for key in folder.stems():
        pair = _look(folder, key, uses)
        if pair is None:
            continue  # incomplete, or just deleted
        if _is_to_go(pair, now, wanted) and not _stays(folder, key, unsent):
            doomed.append(pair)
            continue
        left += 1
        if wanted.max_bytes is not None:
            rest.append(key)
            sizes.append(pair.size)
            used.append(pair.used)
    if wanted.max_bytes is not None:
        too_much = sum(sizes) - wanted.max_bytes
        order = sorted(range(len(rest)), key=lambda number: (used[number], rest[number])) if too_much > 0 else []
        for number in order:
            if too_much <= 0:
                break
            if _stays(folder, rest[number], unsent):
                continue
            doomed += filter(None, [_look(folder, rest[number], uses)])
            too_much -= sizes[number]
            left -= 1
    kept = tuple(sorted(unsent))
    if dry_run:
        return Pruned(tuple(sorted(pair.key for pair in doomed)), sum(pair.size for pair in doomed), left, kept)
    return _delete(folder, last_use, doomed, left, kept)


def _delete(folder: Folder, last_use: LastUse, doomed: list[_Pair], left: int, unsent: tuple[str, ...]) -> Pruned:
    pairs = {pair.key: pair for pair in doomed}

    def is_still_doomed(key: str) -> bool:
        is_same = files.modified(folder.prefix + key + META) == pairs[key].kept
        return is_same and not folder.local.is_unsent(key)

    # Entries that were made again in the meantime stay.
    gone = set(folder.delete(sorted(pairs), if_still=is_still_doomed))
    # Under the lock, no writer is between the two files, so a meta that is missing now will not appear.
    orphans = list(folder.orphans())
    folder.delete(orphans, if_still=lambda key: not os.path.lexists(folder.prefix + key + META))
    last_use.keep_only(lambda key: os.path.lexists(folder.prefix + key + META))
    folder.sweep()
    keys = tuple(sorted(gone))
    return Pruned(keys, sum(pairs[key].size for key in keys), left + len(pairs) - len(gone), unsent)


def _look(folder: Folder, key: str, uses: Mapping[str, float]) -> _Pair | None:
    meta, audio = files.look(folder.prefix + key + META), files.look(folder.prefix + key + AUDIO)
    if meta is None or audio is None:
        return None
    return _Pair(key, audio.st_size + meta.st_size, meta.st_mtime, max(meta.st_mtime, uses.get(key, 0)))


def _stays(folder: Folder, key: str, unsent: set[str]) -> bool:
    """Whether an entry that is to go is waiting to be sent, in which case it is added to the others that are."""
    if not folder.local.is_unsent(key):
        return False
    unsent.add(key)
    return True


def _is_to_go(pair: _Pair, now: float, wanted: Limits) -> bool:
    return (
        (wanted.only is not None and pair.key not in wanted.only)
        or (wanted.max_age is not None and now - pair.kept > wanted.max_age)
        or (wanted.unused_for is not None and now - pair.used > wanted.unused_for)
    )
