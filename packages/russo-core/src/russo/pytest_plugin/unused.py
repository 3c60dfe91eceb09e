"""Finds, and deletes if asked to, the entries of the cache that a full run did not use."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from ..cache.folder import Folder
from ..display import count

if TYPE_CHECKING:
    from collections.abc import Container
    from pathlib import Path

# Counting a million entries takes seconds, which is too long for a run of one test.
_COUNTED: Final = 1000


def reason_to_keep(cache_dir: Path, root: Path) -> str | None:
    """Why even a run of the whole suite cannot tell what is unused, or None if it can."""
    if cache_dir.resolve().is_relative_to(root.resolve()):
        return None
    return (
        f"the cache is outside the project {str(root)!r}, so others may use what this run does not. Delete what "
        f"nobody uses with: russo cache prune --unused-for 90d --cache-dir {str(cache_dir.resolve())!r}"
    )


def unused_entries(cache_dir: Path, used: Container[str], *, prune: bool) -> list[str]:
    """The entries of a cache that were not used, or just the first of them unless they are to be deleted."""
    unused = (key for key in Folder(str(cache_dir)).pairs() if key not in used)
    return sorted(unused if prune else islice(unused, _COUNTED + 1))


def unused_line(cache_dir: Path, unused: list[str], *, prune: bool) -> str:
    """Delete the unused entries if asked to, and return the line of the summary."""
    if not prune:
        many = count(len(unused), "entry", "entries") if len(unused) <= _COUNTED else f"over {_COUNTED:,} entries"
        return f"{many} of the cache not used by this run (--russo-prune-unused deletes such entries)"
    Folder(str(cache_dir)).delete(unused)
    return f"deleted {count(len(unused), 'entry', 'entries')} of the cache that this run did not use"
