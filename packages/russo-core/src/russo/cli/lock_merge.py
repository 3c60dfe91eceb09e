"""``russo lock merge``: making the lock and the entries agree after a merge."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..display import count
from .entries import say_if_missing
from .git_conflicts import Side, conflicts, is_unmerged, merged_versions, mismatches, resolve, take, versions
from .output import echo, print_json
from .parameters import DEFAULT_DIR, AsJson, CacheDir

if TYPE_CHECKING:
    from ..cache import AudioCache
    from ..lockfile import Lock, Utterance

LockFile = Annotated[Path, typer.Option("--lock", help="The lock file.")]


@dataclass(slots=True)
class _Done:
    """The utterances recorded on both sides, and how each was resolved."""

    kept: dict[Side, list[str]] = field(default_factory=lambda: {"ours": [], "theirs": []})
    broken: list[str] = field(default_factory=list)


def merge(
    *,
    theirs: Annotated[
        bool, typer.Option("--theirs/--ours", help="Which side is kept if both recorded an utterance.")
    ] = False,
    lock: LockFile = Path("russo.lock"),
    cache_dir: CacheDir = DEFAULT_DIR,
    as_json: AsJson = False,
) -> None:
    """Make the lock and the entries agree after a merge.

    It prints what was kept.

    The lock gets the utterances of both sides. An entry that both sides have recorded is taken from one of them.
    """
    from ..cache import AudioCache

    sides = _sides(lock)
    preferred: Side = "theirs" if theirs else "ours"
    done = _Done()
    names = {one.key: one.text for side in sides for one in side}
    unmerged = conflicts(cache_dir)
    for key, files in (*unmerged.items(), *((key, {}) for key in mismatches(cache_dir) if key not in unmerged)):
        side = take(cache_dir, key, files, preferred)
        if side is None:
            done.broken.append(names.get(key, key))
        else:
            done.kept[side].append(names.get(key, key))
    cache = AudioCache(cache_dir)
    merged = _unmixed(_agree(sides, cache, preferred, done), lock, cache, done)
    was_unmerged = is_unmerged(lock)
    changed = bool(len(merged) or lock.exists()) and merged.write(lock)
    if was_unmerged:
        resolve(lock)
    if as_json:
        print_json({"utterances": len(merged), "written": changed} | asdict(done))
    else:
        echo(f"{lock}: {count(len(merged), 'utterance')}, {'written' if changed else 'nothing to do'}")
        _report(done, preferred)
    if done.broken:
        say_if_missing(cache_dir)
        raise typer.Exit(1)


def _sides(lock: Path) -> tuple[Lock, ...]:
    """What the lock says on each side, ours first, without what either side took out of it."""
    from ..lockfile import Lock, merge_locks, parse_lock, read_sides

    found = versions(lock)
    if found is None:
        return read_sides(lock)
    base, *sides = (None if raw is None else parse_lock(raw, lock) for raw in found)
    both = [side for side in sides if side is not None]
    if len(both) < 2:
        return tuple(both) or (Lock(),)  # the other side deleted the file
    kept = merge_locks(base or Lock(), *both)
    return tuple(Lock(one for one in side if kept.get(one.key) is not None) for side in both)


def _agree(sides: tuple[Lock, ...], cache: AudioCache, preferred: Side, done: _Done) -> Lock:
    """The utterances of all sides. Where two sides disagree about the audio, the one that the cache has is kept."""
    from ..lockfile import Lock

    chosen: dict[str, Utterance] = {one.key: one for one in sides[0]}
    for theirs in sides[-1]:
        ours = chosen.setdefault(theirs.key, theirs)
        if ours.audio == theirs.audio:
            continue
        audio = cache.get(theirs.key)
        fitting = [one for one in (ours, theirs) if audio is not None and one.difference(audio) is None]
        chosen[theirs.key] = (fitting or [theirs if preferred == "theirs" else ours])[0]
        told = {text for texts in (*done.kept.values(), done.broken) for text in texts}
        if not fitting:
            done.broken += [theirs.text] if theirs.text not in done.broken else []
        elif theirs.text not in told:
            done.kept["theirs" if fitting[0] is theirs else "ours"].append(theirs.text)
    return Lock(chosen.values())


def _unmixed(merged: Lock, path: Path, cache: AudioCache, done: _Done) -> Lock:
    """The lock without what git has put together from both sides, line by line: the audio of one, the key of the other.

    Where the cache has the audio of one of the sides, that side's utterance is taken.
    """
    from ..errors import LockError
    from ..lockfile import Lock, parse_lock

    chosen: dict[str, Utterance] = {one.key: one for one in merged}
    for side, raw in merged_versions(path).items():
        with suppress(LockError):  # what was committed need not be a lock
            for one in parse_lock(raw, path):
                now = chosen.get(one.key)
                audio = cache.get(one.key) if now is not None and now.audio != one.audio else None
                if now is not None and audio is not None and now.difference(audio) and not one.difference(audio):
                    chosen[one.key] = one
                    done.kept[side].append(one.text)
    return Lock(chosen.values())


def _report(done: _Done, preferred: Side) -> None:
    for side, texts in done.kept.items():
        if texts:
            other = "theirs" if side == "ours" else "ours"
            hint = f"; --{other} keeps the other" if side == preferred else f", since {other} is not whole"
            recorded = f"{count(len(texts), 'utterance')} recorded on both sides"
            echo(f"{recorded}: kept {side}, entry and lock ({_named(texts)}){hint}")
    if done.broken:
        echo(
            f"{count(len(done.broken), 'utterance')} of which neither side is whole in the cache "
            f"({_named(done.broken)}): record again, with pytest --russo-online --russo-lock"
        )


def _named(texts: list[str]) -> str:
    more = f" and {len(texts) - 3:,} more" if len(texts) > 3 else ""
    return ", ".join(f"{text!r:.60}" for text in texts[:3]) + more
