"""Getting an entry out of a folder: whole, verified and the one asked for, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from . import entry, files
from .fields import LONGEST_AUDIO
from .names import AUDIO

if TYPE_CHECKING:
    from ..audio import Audio
    from .fields import Head
    from .folder import Folder

# How long a reader waits for a writer of the same entry, in seconds. Writing takes microseconds.
_PATIENCE: Final = 0.25


class TooLongError(Exception):
    """An entry is too long to be read at once."""


def read(folder: Folder, key: str, *, at_most: int | None = None) -> Audio | None:
    """Read an entry.

    Args:
        folder: Where it is.
        key: Its name, checked.
        at_most: The most bytes of audio to be read.

    Returns:
        The audio as it was kept, or None if there is none that is whole and belongs to this key.

    Raises:
        TooLongError: The audio is of more bytes than ``at_most``.
    """
    raw = folder.meta(key)
    if raw is None:
        return None
    path = folder.prefix + key + AUDIO
    head = _head(key, raw, path, at_most)
    data = files.read_sized(path, head.length or 0) if head is not None else None
    audio = entry.join(head, data) if head is not None and data is not None else None
    return audio if audio is not None else _read_again(folder, key, at_most)


def _read_again(folder: Folder, key: str, at_most: int | None) -> Audio | None:
    """Read what is damaged, or just being replaced, or lacks its audio: nobody replaces it meanwhile."""
    with folder.local.committing(_PATIENCE):
        raw = folder.meta(key)
        path = folder.prefix + key + AUDIO
        head = _head(key, raw, path, at_most) if raw is not None else None
        if head is None:
            return None
        data = folder.recover(key) if head.audio is not None else files.read_sized(path, head.length or 0)
        return None if data is None else entry.join(head, data)


def _head(key: str, raw: bytes, path: str, at_most: int | None) -> Head | None:
    head = entry.decode(key, raw)
    if head is None:
        return None
    if head.length is None:  # of 0.3.3
        head = head._replace(length=min(files.size(path), LONGEST_AUDIO))
    length = head.length if head.packed is None else head.packed.length
    if at_most is not None and length is not None and length > at_most:
        raise TooLongError
    return head
