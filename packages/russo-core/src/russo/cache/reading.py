"""Getting an entry out of a folder: whole, verified and the one asked for, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from . import entry, files
from .names import AUDIO, META

if TYPE_CHECKING:
    from ..audio import Audio
    from .folder import Folder

# How long somebody who reads waits for one who writes the same entry, in seconds; it takes him microseconds.
_PATIENCE: Final = 0.25


class TooLongError(Exception):
    """An entry is too long to be read at once."""


def read(folder: Folder, key: str, *, kept_since: float | None, at_most: int | None = None) -> Audio | None:
    """Read an entry.

    Args:
        folder: Where it is.
        key: Its name, checked.
        kept_since: What was kept before this moment, in seconds since the epoch, is nothing.
        at_most: The most bytes of audio to be read.

    Returns:
        The audio as it was kept, or None if there is none that is whole and belongs to this key.

    Raises:
        TooLongError: The audio is of more bytes than ``at_most``.
    """
    path = folder.prefix + key
    if kept_since is not None and files.modified(path + META) < kept_since:
        return None
    raw = folder.meta(key)
    if raw is None:
        return None
    audio = _join(key, path, raw, at_most)
    if audio is not None:
        return audio
    # Damaged, or just being replaced: nobody replaces it while this looks again.
    with folder.local.committing(_PATIENCE):
        again = folder.meta(key)
        return None if again is None else _join(key, path, again, at_most)


def _join(key: str, path: str, raw: bytes, at_most: int | None) -> Audio | None:
    head = entry.decode(key, raw)
    if head is None:
        return None
    length = head.length if head.length is not None else files.size(path + AUDIO)
    if at_most is not None and (length if head.packed is None else head.packed.length) > at_most:
        raise TooLongError
    data = files.read_sized(path + AUDIO, length)
    return None if data is None else entry.join(head, data)
