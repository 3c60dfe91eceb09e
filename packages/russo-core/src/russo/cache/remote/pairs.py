"""Whole entries of a folder, as the two files that they are: what a remote needs of the local store."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from .. import entry, files
from ..names import AUDIO
from .objects import Pair

if TYPE_CHECKING:
    from ...audio import Audio
    from ..folder import Folder


def read(folder: Folder, key: str) -> Pair | None:
    """The files of an entry, if they are whole and belong together."""
    with folder.local.committing():
        meta = folder.meta(key)
        head = entry.decode(key, meta) if meta is not None else None
        if meta is None or head is None:
            return None
        path = folder.prefix + key + AUDIO
        data = files.read_sized(path, files.size(path) if head.length is None else head.length)
    pair = Pair(meta, data or b"")
    return pair if is_whole(key, pair) else None


def is_whole(key: str, pair: Pair) -> bool:
    """Whether a pair is what was kept under a key, byte for byte. What is packed stays packed."""
    head = entry.decode(key, pair.meta)
    if head is None or not pair.audio:
        return False
    return head.audio is None or (head.length == len(pair.audio) and head.audio == entry.digest(pair.audio))


def hear(key: str, pair: Pair) -> Audio | None:
    """The audio of a pair, if it is what was kept under this key.

    Raises:
        MissingDependencyError: It is packed, and soundfile is not installed.
    """
    head = entry.decode(key, pair.meta)
    return None if head is None else entry.join(head, pair.audio)


def sound(key: str, pair: Pair) -> str | None:
    """What an entry sounds like: the checksum of its audio, whether or not that is packed; None for a damaged one."""
    if not is_whole(key, pair):
        return None
    head = entry.decode(key, pair.meta)
    return entry.digest(pair.audio) if head is None or head.packed is None else head.packed.audio


def may_fill(folder: Folder, key: str) -> bool:
    """Whether an entry may be put where there was none that could be served.

    What a newer russo has made stays, and so does what stands for a file that is elsewhere, as a link does.
    """
    from ..obstacle import obstacle

    meta = folder.meta(key)
    return (meta is None or not entry.is_newer(key, meta)) and obstacle(os.fspath(folder.path), key) is None
