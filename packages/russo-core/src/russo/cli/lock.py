"""``russo lock``: checking the cache against ``russo.lock``, and mending that file after a merge."""

from __future__ import annotations

from pathlib import Path

import typer

from ..display import count
from .lock_merge import LockFile, merge
from .output import echo
from .parameters import DEFAULT_DIR, CacheDir

app = typer.Typer(help="Check the cache against russo.lock, and mend that file.", no_args_is_help=True)

app.command()(merge)


@app.command()
def verify(*, lock: LockFile = Path("russo.lock"), cache_dir: CacheDir = DEFAULT_DIR) -> None:
    """Compare every utterance of the lock with the cache, byte for byte."""
    from ..cache import AudioCache
    from ..errors import LockError
    from ..lockfile import read_lock

    locked = read_lock(lock)
    if not len(locked):
        msg = f"{str(lock)!r} names no utterance: pytest --russo-lock makes it"
        raise LockError(msg)
    problems = locked.verify(AudioCache(cache_dir))
    for utterance, problem in problems:
        echo(f"{utterance.text!r:.60}: {problem} (key {utterance.key})")
    echo(f"{len(locked) - len(problems):,} of {count(len(locked), 'utterance')} in the cache as the lock says")
    if problems:
        raise typer.Exit(1)
