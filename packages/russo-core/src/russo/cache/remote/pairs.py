"""Reads the entries that are sent to the remote, and writes those that come from it, always both files of an entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import CacheWriteError
from .. import entry, files
from ..advice import IN_COMMAND
from ..fields import LONGEST_AUDIO
from ..keeping import reason
from ..names import AUDIO
from ..obstacle import obstacle
from .objects import Pair

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...audio import Audio
    from ..folder import Folder


def read(folder: Folder, key: str) -> Pair | None:
    """The files of an entry, if they are whole and belong together."""
    with folder.local.locked():
        return _read(folder, key)


def _read(folder: Folder, key: str) -> Pair | None:
    meta = folder.meta(key)
    head = entry.decode(key, meta) if meta is not None else None
    if meta is None or head is None:
        return None
    path = folder.prefix + key + AUDIO
    length = min(files.size(path), LONGEST_AUDIO) if head.length is None else head.length
    data = folder.recover(key) if head.audio is not None else files.read_sized(path, length)
    pair = Pair(meta, data or b"")
    return pair if is_whole(key, pair) else None


def is_damaged(folder: Folder, key: str) -> bool:
    """Whether an entry of a folder is a miss that `fill` would replace."""
    return _may_go(folder, key, folder.meta(key)) and read(folder, key) is None


def fill(folder: Folder, key: str, pair: Pair) -> bool:
    """Put an entry into a folder that does not have it, as `install` does. An intact entry that is there by then stays.

    Raises:
        CacheWriteError: The folder cannot be written.
    """
    return _commit(folder, key, pair, lambda now: _may_go(folder, key, now) and _read(folder, key) is None)


def install(folder: Folder, key: str, pair: Pair) -> bool:
    """Put an entry into a folder, replacing what is there; return whether it was put.

    An entry of a newer russo is left alone, and so is anything other than a regular file, such as a link.

    Raises:
        CacheWriteError: The folder cannot be written.
    """
    return _commit(folder, key, pair, lambda now: _may_go(folder, key, now))


def _commit(folder: Folder, key: str, pair: Pair, accept: Callable[[bytes | None], bool]) -> bool:
    try:
        return folder.commit(key, pair.audio, pair.meta, accept=accept)
    except OSError as error:
        raise CacheWriteError(reason(folder, error, IN_COMMAND.folder)) from error


def _may_go(folder: Folder, key: str, meta: bytes | None) -> bool:
    return (meta is None or not entry.is_newer(key, meta)) and obstacle(folder.path, key) is None


def is_whole(key: str, pair: Pair) -> bool:
    """Whether a pair is what was kept under a key, byte for byte, without unpacking it."""
    head = entry.decode(key, pair.meta)
    if head is None or not pair.audio:
        return False
    return head.audio is None or (head.length == len(pair.audio) and head.audio == entry.digest(pair.audio))


def hear(key: str, pair: Pair) -> Audio | None:
    """The audio of a pair, if the pair is what was kept under this key.

    Raises:
        MissingDependencyError: It is packed, and PyAV is not installed.
    """
    head = entry.decode(key, pair.meta)
    return None if head is None else entry.join(head, pair.audio)


def sound(key: str, pair: Pair) -> str | None:
    """The checksum of an entry's audio, unpacked if necessary; None if the entry is damaged."""
    if not is_whole(key, pair):
        return None
    head = entry.decode(key, pair.meta)
    return entry.digest(pair.audio) if head is None or head.packed is None else head.packed.audio


def is_newer(key: str, pair: Pair) -> bool:
    """Whether a newer russo has made it, so that this one can neither use nor replace it."""
    return entry.is_newer(key, pair.meta)
