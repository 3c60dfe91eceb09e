"""``--russo-lock`` and ``--russo-frozen``: writing ``russo.lock`` from a run, and checking a run against it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..cache import entry
from ..cache.folder import Folder
from ..cache.local import Local
from ..display import count
from ..lockfile import NAME, Lock, Utterance, describe, named_lock, read_lock

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from ..cache import AudioCache

# Seconds; writing a lock takes milliseconds.
_PATIENCE: Final = 10.0


def lock_path(rootpath: Path) -> Path:
    """The path of a project's lock, in the folder of its ini file."""
    return rootpath / NAME


def write_lock(path: Path, cache: AudioCache, used: Mapping[str, str], *, partial: str | None) -> str:
    """Write what a run has used into the lock.

    Args:
        path: The file.
        cache: The cache of the run.
        used: The keys of the utterances, each with its cache folder, which is another one if a fixture says so.
        partial: Why the run was incomplete, if it was. Then no utterance is removed from the lock.

    Returns:
        A line for the summary that says what was done.

    Raises:
        LockError: The file cannot be read or written.
    """
    said = list(_kept(cache, used))
    # If several runs end at once, each adds to what the previous one has written.
    with Local(str(cache.cache_dir)).locked(NAME, at_most=_PATIENCE):
        before = read_lock(path)
        after = before.updated(said, complete=partial is None)
        after.write(path)
    keys = {one.key for one in before}, {one.key for one in after}
    added, removed = len(keys[1] - keys[0]), len(keys[0] - keys[1])
    line = f"{path.name}: {count(len(after), 'utterance')}, {added:,} added, {removed:,} removed"
    return line if partial is None else f"{line} (none are removed: {partial})"


def _kept(cache: AudioCache, used: Mapping[str, str]) -> Iterator[Utterance]:
    from ..cache import AudioCache

    caches = {str(cache.cache_dir): cache}
    for key, folder in used.items():
        if folder not in caches:
            caches[folder] = AudioCache(folder)
        raw, audio = Folder(folder).meta(key), caches[folder].get(key)
        meta = entry.read(key, raw) if raw is not None else None
        if meta is not None and audio is not None:
            yield describe(key, meta.prompt, audio, meta.key_fields)


def frozen_lock(path: Path) -> Lock:
    """The lock that a run is checked against.

    Raises:
        LockError: There is no lock, or it cannot be used.
    """
    return named_lock(path, why="a frozen run needs a lock, and ")
