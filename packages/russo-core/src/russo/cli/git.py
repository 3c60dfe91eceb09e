"""``russo git``: merging recordings and ``russo.lock`` with git."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from .output import echo
from .parameters import DEFAULT_DIR, CacheDir

app = typer.Typer(help="Merge recordings and russo.lock with git.", no_args_is_help=True)

_ATTRIBUTES: Final = Path(".gitattributes")
_COMMENT: Final = "# russo: where both branches recorded an utterance, one side is kept whole; russo.lock is merged."
# What git runs in a shell for a file that both sides have changed, and what it substitutes for %O, %A, %B and %P:
# https://git-scm.com/docs/gitattributes#_defining_a_custom_merge_driver
# Our side is already where the result goes, so for a recording there is nothing to do but to print a message.
_DRIVERS: Final = {
    "russo-entry": "echo russo: recorded on both sides, ours is kept: %P >&2",
    "russo-lock": f"{shlex.quote(Path(sys.executable).as_posix())} -m russo git merge-lock %O %A %B %P",
}

OursFile = Annotated[Path, typer.Argument(help="Our side, which becomes the result.")]
TheirsFile = Annotated[Path, typer.Argument(help="Their side.")]
BaseFile = Annotated[Path, typer.Argument(help="The common ancestor of both sides.")]
PathName = Annotated[str, typer.Argument(help="The name of the file in the repository.")]


@app.command()
def setup(*, cache_dir: CacheDir = DEFAULT_DIR) -> None:
    """Write .gitattributes, and set the merge drivers in this clone.

    With them, git keeps one side of what both have recorded, and the utterances of both in russo.lock.
    """
    from ..errors import ConfigurationError

    if cache_dir.is_absolute() or ".." in cache_dir.parts:
        msg = f"the cache {str(cache_dir)!r} is not below this folder, where .gitattributes is written"
        raise ConfigurationError(msg)
    before = _text_of(_ATTRIBUTES)
    _git("rev-parse", "--git-dir")  # where git does not work, nothing is written either
    added = _write_attributes(before, cache_dir.as_posix())
    for line in added:
        echo(f".gitattributes: {line}")
    for name, driver in _DRIVERS.items():
        _git("config", f"merge.{name}.name", f"what both sides have recorded ({name})")
        _git("config", f"merge.{name}.driver", driver)
        echo(f"merge driver {name}: set in this clone")
    if added:
        echo("commit .gitattributes; each clone runs this command once")


@app.command("merge-lock", hidden=True)
def merge_lock(base: BaseFile, ours: OursFile, theirs: TheirsFile, name: PathName) -> None:
    """Called by git for russo.lock: keep the utterances of both sides, and ours where both recorded the same one."""
    from ..lockfile import Lock, merge_locks, read_lock

    # Git passes an empty file for a version that did not exist.
    sides = (read_lock(side) if side.stat().st_size else Lock() for side in (base, ours, theirs))
    merged = merge_locks(*sides)
    merged.write(ours)
    echo(f"russo: {name}: {len(merged):,} utterances of both sides", err=True)


def _write_attributes(before: str, folder: str) -> list[str]:
    from ..cache.beside import put_durably
    from ..errors import ConfigurationError

    wanted = [
        f"{folder}/*.audio -text -diff merge=russo-entry",
        f"{folder}/*.meta -text linguist-generated merge=russo-entry",
        "russo.lock merge=russo-lock",
    ]
    missing = [line for line in wanted if line not in before.splitlines()]
    if missing:
        start = before if not before or before.endswith("\n") else f"{before}\n"
        lines = "\n".join([*([] if _COMMENT in before else [_COMMENT]), *missing])
        try:
            put_durably(_ATTRIBUTES, f"{start}{lines}\n".encode())  # it is the user's, and must not be lost
        except OSError as error:
            msg = f"cannot write {str(_ATTRIBUTES)!r}: {error.strerror or error}"
            raise ConfigurationError(msg) from error
    return missing


def _text_of(path: Path) -> str:
    from ..errors import ConfigurationError

    if not os.path.lexists(path):
        return ""
    if path.is_symlink() or not path.is_file():  # git does not follow links, and anything else cannot be merged
        msg = f"{str(path)!r} is not a regular file: replace it with one"
        raise ConfigurationError(msg)
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        msg = f"{str(path)!r} is not in UTF-8: {error.reason} at byte {error.start}; save it as UTF-8"
        raise ConfigurationError(msg) from error


def _git(*arguments: str) -> None:
    from ..errors import ConfigurationError

    try:
        done = subprocess.run(["git", *arguments], capture_output=True, text=True, check=False)  # noqa: S603, S607 - git is found as the user finds it
    except OSError as error:
        msg = f"git cannot be run: {error.strerror or error}"
        raise ConfigurationError(msg) from error
    if done.returncode:
        msg = f"git {arguments[0]} failed: {done.stderr.strip()}"
        raise ConfigurationError(msg)
