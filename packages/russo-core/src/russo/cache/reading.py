"""Reads an entry from a folder if it is whole, verified and the one that was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from . import entry, files
from .fields import LONGEST_AUDIO
from .names import AUDIO, META

if TYPE_CHECKING:
    from ..audio import Audio
    from .fields import Head
    from .folder import Folder

# How long a reader waits for a writer, in seconds. Writing takes microseconds, but the writer may have to wait for the
# processor, and what cannot be read is paid for again.
_PATIENCE: Final = 2.0


class TooLongError(Exception):
    """An entry is too long to be read at once."""


def read(folder: Folder, key: str, at_most: int | None = None) -> Audio | None:
    """Read an entry.

    Args:
        folder: Where it is.
        key: Its name, checked.
        at_most: The largest audio to read, in bytes.

    Returns:
        The audio as it was kept, or None if there is none that is whole and belongs to this key.

    Raises:
        TooLongError: The audio has more bytes than ``at_most``.
    """
    path = folder.prefix + key
    raw = files.read(path + META, entry.LONGEST_META)
    if raw is None:
        return None
    head = entry.decode(key, raw)
    path += AUDIO
    if head is not None:
        length = _length(head, path, at_most)
        data = files.read_sized(path, length)
        audio = entry.join(head, data) if data is not None else None
        if audio is not None:
            return audio
    return _read_again(folder, key, path, at_most)


def is_there(folder: Folder, key: str) -> bool:
    """Whether there is an entry whose audio has the size that its meta states. The audio itself is not read."""
    path = folder.prefix + key
    raw = files.read(path + META, entry.LONGEST_META)
    head = None if raw is None else entry.decode(key, raw)
    if head is None:
        return False
    size = files.size(path + AUDIO)
    return size > 0 and head.length in {size, None}


def _read_again(folder: Folder, key: str, path: str, at_most: int | None) -> Audio | None:
    """Read an entry under the lock, because it is damaged, being replaced, or without its audio."""
    with folder.local.locked(at_most=_PATIENCE):
        raw = folder.meta(key)
        head = entry.decode(key, raw) if raw is not None else None
        if head is None:
            return None
        length = _length(head, path, at_most)
        data = folder.recover(key) if head.audio is not None else files.read_sized(path, length)
        return None if data is None else entry.join(head, data)


def _length(head: Head, path: str, at_most: int | None) -> int:
    """The size of an entry's audio file in bytes.

    Raises:
        TooLongError: The audio has more bytes than ``at_most``.
    """
    length = head.length
    if length is None:  # an entry of 0.3.3
        length = min(files.size(path), LONGEST_AUDIO)
    if at_most is not None and (length if head.packed is None else head.packed.length) > at_most:
        raise TooLongError
    return length
