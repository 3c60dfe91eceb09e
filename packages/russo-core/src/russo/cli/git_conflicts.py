"""Finding the entries that git could not merge, and taking one side of each."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from ..cache.folder import Folder
from ..cache.names import AUDIO, META, is_key
from ..cache.obstacle import obstacle
from ..cache.remote import pairs

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Side: TypeAlias = Literal["ours", "theirs"]
_STAGES: Final[Mapping[str, Side]] = {"2": "ours", "3": "theirs"}


def conflicts(folder: Path) -> dict[str, dict[str, set[Side]]]:
    """The entries of a folder that git could not merge: for each entry, its files, and the sides that have each file.

    Empty if git is not installed, or if there is no conflict.
    """
    found: dict[str, dict[str, set[Side]]] = {}
    listed = _git(folder, "ls-files", "-u", "-z", "--", ".") if folder.is_dir() else None
    for line in (listed or "").split("\0"):
        described, _, name = line.partition("\t")
        stem, ending = os.path.splitext(name)
        if ending in {AUDIO, META} and os.path.dirname(name) == "":
            sides = found.setdefault(stem, {}).setdefault(name, set())
            side = _STAGES.get(described.rpartition(" ")[2])
            if side is not None:
                sides.add(side)
    return found


def mismatches(folder: Path) -> list[str]:
    """The entries whose two files git took from different sides without a conflict, so that they are not whole.

    Git merges each file by itself. If it takes one entry for another that was renamed, or if only one file of an entry
    was changed on both sides, the files of a pair no longer belong together.
    """
    heads = _heads(folder) if folder.is_dir() else {}
    if not heads:
        return []
    listed = _git(folder, "diff", "-z", "--name-only", "--no-renames", "--relative", *heads.values(), "--", ".")
    keys = {os.path.splitext(name)[0] for name in (listed or "").split("\0") if name.endswith((AUDIO, META))}
    return [
        key
        for key in sorted(filter(is_key, keys))
        if any(os.path.lexists(folder / f"{key}{ending}") for ending in (AUDIO, META))
        and obstacle(str(folder), key) is None
        and not _is_whole(folder, key)
    ]


def take(folder: Path, key: str, files: Mapping[str, set[Side]], preferred: Side) -> Side | None:
    """Write one side of an entry into its folder: the preferred side if it is intact, else the other.

    Args:
        folder: The cache.
        key: The entry.
        files: Those of its files that git could not merge, and the sides that have each.
        preferred: The side that is tried first.

    Returns:
        The side, or None if neither is intact.
    """
    other: Side = "theirs" if preferred == "ours" else "ours"
    heads = _heads(folder, also_merged=not files)  # a stash in conflict has nothing to do with the last merge
    names = [f"{key}{ending}" for ending in (AUDIO, META)]
    for side in (preferred, other):
        if all(_check_out(folder, name, side, files, heads) for name in names) and _is_whole(folder, key):
            _git(folder, "add", "-f", "--", *names)
            return side
    return None


def _check_out(folder: Path, name: str, side: Side, files: Mapping[str, set[Side]], heads: Mapping[Side, str]) -> bool:
    """Write one side of a file; False if that side does not have it."""
    if name in files:
        return side in files[name] and _git(folder, "checkout", "-q", f"--{side}", "--", name) is not None
    if side not in heads:
        return (folder / name).exists()  # not a merge of two commits, but a stash, for example: both have this file
    return _git(folder, "checkout", "-q", heads[side], "--", name) is not None


def _heads(folder: Path, *, also_merged: bool = True) -> dict[Side, str]:
    """The two commits that are being merged, or that the last commit has merged."""
    under_way = (("HEAD", name) for name in ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REBASE_HEAD"))
    for ours, theirs in (*under_way, *[("HEAD^1", "HEAD^2")] * also_merged):
        if _git(folder, "rev-parse", "-q", "--verify", f"{theirs}^{{commit}}") is not None:
            return {"ours": ours, "theirs": theirs}
    return {}


def _is_whole(folder: Path, key: str) -> bool:
    return pairs.read(Folder(str(folder)), key) is not None


def versions(path: Path) -> tuple[bytes | None, bytes | None, bytes | None] | None:
    """The bytes of a file that git could not merge: the common ancestor's, ours and theirs; None for one without it.

    The file itself need not have both sides: it only has ours if the merge driver could not be run.
    """
    if not is_unmerged(path):
        return None
    base, ours, theirs = (_show(path, f":{stage}") for stage in (1, 2, 3))
    return base, ours, theirs


def merged_versions(path: Path) -> dict[Side, bytes]:
    """What a file is in the two commits that are being merged, or that the last commit has merged."""
    found = {side: _show(path, head) for side, head in _heads(path.parent).items()}
    return {side: raw for side, raw in found.items() if raw is not None}


def _show(path: Path, version: str) -> bytes | None:
    shown = _git(path.parent, "show", f"{version}:./{path.name}")
    return None if shown is None else shown.encode(errors="surrogateescape")


def is_unmerged(path: Path) -> bool:
    """Whether git could not merge a file."""
    return bool(_git(path.parent, "ls-files", "-u", "--", path.name))


def resolve(path: Path) -> None:
    """Tell git that a file is merged now."""
    _git(path.parent, "add", "-f", "--", path.name)


def _git(folder: Path, *arguments: str) -> str | None:
    try:
        done = subprocess.run(  # noqa: S603 - the arguments are file names
            ["git", *arguments],  # noqa: S607 - found as the user finds it
            cwd=folder,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="surrogateescape",
            check=False,
        )
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None
