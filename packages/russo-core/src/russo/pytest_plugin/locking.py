"""``--russo-lock`` and ``--russo-frozen``: writing ``russo.lock`` from a run, and holding a run to it."""

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
    """Where the lock of a project lies: in the folder of its ini file."""
    return rootpath / NAME


def write_lock(path: Path, cache: AudioCache, used: Mapping[str, str], *, partial: str | None) -> str:
    """Put down what a run has used, and say what was done.

    Args:
        path: The file.
        cache: The cache of the run.
        used: The keys of the utterances, each with its cache folder, which may be another one where a fixture says so.
        partial: Why the run was not complete, if it was not: then nothing is taken out.

    Returns:
        A line for the summary.

    Raises:
        LockError: The file cannot be read or written.
    """
    said = list(_kept(cache, used))
    # Of several runs that end at once, each adds to what the one before has written.
    with Local(str(cache.cache_dir)).locked(NAME, at_most=_PATIENCE):
        before = read_lock(path)
        after = before.updated(said, complete=partial is None)
        after.write(path)
    keys = {one.key for one in before}, {one.key for one in after}
    added, removed = len(keys[1] - keys[0]), len(keys[0] - keys[1])
    line = f"{path.name}: {count(len(after), 'utterance')}, {added:,} added, {removed:,} removed"
    return line if partial is None else f"{line} (none is removed: {partial})"


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
    """The lock that a run is held to.

    Raises:
        LockError: There is none, or it cannot be used.
    """
    return named_lock(path, why="a frozen run needs a lock, and ")
