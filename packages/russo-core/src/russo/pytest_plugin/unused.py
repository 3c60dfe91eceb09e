"""Finds, and deletes if asked to, the entries of the cache that a full run did not use."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from ..cache.advice import STILL_WAITING
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


def unused_lines(cache_dir: Path, used: Container[str], *, prune: bool) -> list[str]:
    """Delete the entries of a cache that were not used, if asked to, and return the lines of the summary about them.

    Those that are waiting to be sent to a remote stay, since there is no other copy of them.
    """
    folder = Folder(str(cache_dir))
    unused = (key for key in folder.pairs() if key not in used)
    if not prune:
        number = sum(1 for _ in islice((key for key in unused if not folder.local.is_unsent(key)), _COUNTED + 1))
        many = count(number, "entry", "entries") if number <= _COUNTED else f"over {_COUNTED:,} entries"
        line = f"{many} of the cache not used by this run (--russo-prune-unused deletes such entries)"
        return [line] if number else []
    wanted = sorted(unused)
    gone = len(folder.delete(wanted, if_still=lambda key: not folder.local.is_unsent(key)))
    lines = []
    if gone:
        lines.append(f"deleted {count(gone, 'entry', 'entries')} of the cache that this run did not use")
    if gone < len(wanted):
        lines.append(f"kept {count(len(wanted) - gone, 'unused entry', 'unused entries')}, {STILL_WAITING}")
    return lines
