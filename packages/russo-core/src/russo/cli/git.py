"""``russo git``: merging recordings and ``russo.lock`` with git."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from .output import echo
from .parameters import DEFAULT_DIR, CacheDir

app = typer.Typer(help="Merge recordings and russo.lock with git.", no_args_is_help=True)

_COMMENT: Final = "# russo: where both branches recorded an utterance, one side is kept whole; russo.lock is merged."
# What git runs in a shell for a file that both sides have changed, and what it substitutes for %O, %A, %B and %P:
# https://git-scm.com/docs/gitattributes#_defining_a_custom_merge_driver
# Git would also substitute what follows a % in the path of Python.
# Without -P, Python would import what is in the working directory: the repository, while a branch is merged into it.
_RUSSO: Final = shlex.quote(Path(sys.executable).as_posix()).replace("%", "%%") + " -P -m russo"
# Our side is already where the result goes. It is the best that can be had where this Python is gone.
_OURS: Final = "echo russo: recorded on both sides, ours is kept: %P >&2"
_DRIVERS: Final = {
    # Only for the file of which either side may be right, since starting Python takes much longer than all the rest.
    "russo-entry": f"case %P in *.audio) {_OURS};; *) {_RUSSO} git merge-entry %O %A %B %P || {_OURS};; esac",
    "russo-lock": f"{_RUSSO} git merge-lock %O %A %B %P",
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
    folder = _below_here(cache_dir)
    _git("rev-parse", "--show-toplevel")  # before anything is written
    added = _write_attributes(folder)
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


@app.command("merge-entry", hidden=True)
def merge_entry(base: BaseFile, ours: OursFile, theirs: TheirsFile, name: PathName) -> None:
    """Called by git for a file of an entry: keep ours, unless the other file of the entry is going to be theirs."""
    from ..writing import write

    meta = theirs.read_bytes()
    side = "theirs" if _goes_with_theirs(Path(name), base.read_bytes(), ours.read_bytes(), meta) else "ours"
    if side == "theirs":
        write(ours, meta)  # or git takes half of it for ours
    echo(f"russo: recorded on both sides, {side} is kept: {name}", err=True)


def _goes_with_theirs(name: Path, base: bytes, ours: bytes, theirs: bytes) -> bool:
    from ..cache import entry
    from ..cache.names import META

    key = name.stem
    if name.suffix != META or entry.decode(key, theirs) is None or entry.is_newer(key, ours):
        return False
    if entry.decode(key, ours) is None:
        return True  # of another entry, which git took for this one under an older name
    before, here, there = ((entry.parse(meta) or {}).get("audio") for meta in (base, ours, theirs))
    return here == before != there  # only they recorded again, so git takes their audio


def _below_here(folder: Path) -> Path:
    """The folder as seen from the one that `.gitattributes` is written to."""
    from ..errors import ConfigurationError

    inside = Path(os.path.relpath(folder)) if folder.is_absolute() and folder.is_relative_to(Path.cwd()) else folder
    if inside.is_absolute() or ".." in inside.parts:
        msg = f"the cache {str(folder)!r} is not below this folder, where .gitattributes is written"
        raise ConfigurationError(msg)
    return inside


def _pattern(folder: Path, names: str) -> str:
    """What `.gitattributes` calls the files of a folder: https://git-scm.com/docs/gitattributes, gitignore(5)."""
    # The slash at the beginning is for the folder itself, whose pattern would else match in any folder.
    path = re.sub(r"([\\*?\[\]]|^[!#])", r"\\\1", folder.as_posix()) if folder.parts else ""
    pattern = f"{path}/{names}"
    if re.search(r"""[\s"]""", pattern) is None:
        return pattern
    quoted = pattern.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}"'


def _write_attributes(folder: Path) -> list[str]:
    from ..cache.beside import put_durably
    from ..errors import ConfigurationError

    wanted = [
        f"{_pattern(folder, '*.audio')} -text -diff merge=russo-entry",
        f"{_pattern(folder, '*.meta')} -text linguist-generated merge=russo-entry",
        "russo.lock merge=russo-lock",
    ]
    path = Path(".gitattributes")
    before = _text_of(path)
    missing = [line for line in wanted if line not in before.splitlines()]
    if missing:
        ending = "\r\n" if "\r\n" in before else "\n"
        start = before if not before or before.endswith("\n") else f"{before}{ending}"
        lines = ending.join([*([] if _COMMENT in before else [_COMMENT]), *missing, ""])
        try:
            put_durably(path, f"{start}{lines}".encode())  # it is the user's, and must not be lost
        except OSError as error:
            msg = f"cannot write {str(path)!r}: {error.strerror or error}"
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
        return path.read_bytes().decode()  # with the line endings that it has
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
