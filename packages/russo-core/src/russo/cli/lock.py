"""``russo lock``: checking the cache against ``russo.lock``, and repairing that file after a merge."""

from __future__ import annotations

from pathlib import Path

import typer

from ..display import count, quoted
from .entries import in_folder, open_cache
from .lock_merge import LockFile, merge
from .output import echo, print_json
from .parameters import DEFAULT_DIR, AsJson, CacheDir

app = typer.Typer(help="Check the cache against russo.lock, and repair that file.", no_args_is_help=True)

app.command()(merge)


@app.command()
def verify(*, lock: LockFile = Path("russo.lock"), cache_dir: CacheDir = DEFAULT_DIR, as_json: AsJson = False) -> None:
    """Compare every utterance of the lock with the cache, byte for byte.

    `pytest --russo-lock` writes the lock.
    """
    from ..lockfile import named_lock

    locked, cache = named_lock(lock), open_cache(cache_dir)
    problems = locked.verify(cache)
    if as_json:
        listed = [{"key": one.key, "text": one.text, "problem": problem} for one, problem in problems]
        print_json({"utterances": len(locked), "problems": listed})
    else:
        for one, problem in problems:
            echo(f"{one.text!r}: {problem} (key {one.key})")
        echo(f"{len(locked) - len(problems):,} of {count(len(locked), 'utterance')} in the cache as the lock says")
        if problems:
            echo(
                f"to get the others: git checkout -- {quoted(str(cache_dir))}, or russo cache pull{in_folder(cache)}; "
                f"or record them again, with pytest --russo-online --russo-lock{in_folder(cache, '--russo-cache-dir')}"
            )
    if problems:
        raise typer.Exit(1)
