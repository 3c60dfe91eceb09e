"""What the modules of the containers share: the error for a cut file, and how tags and joined files are found."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from ...errors import AudioError

# Tags after the sound, which players skip: ID3v1, APE, Lyrics3 (https://id3.org/ID3v1).
_TAGS: Final = (b"TAG", b"APETAGEX", b"LYRICSBEGIN")

# Opening a file takes a decoder longer than any file of a few bytes lasts, and nobody sends so many.
_MOST_FILES: Final = 10_000


def cut(name: str, what: str) -> AudioError:
    """The error for a truncated file."""
    return AudioError(f"{name} that was cut short: {what}")


def is_tag(data: bytes, at: int) -> bool:
    """Whether only a tag or zeros follow."""
    return data.startswith(_TAGS, at) or not data[at:].strip(b"\0")


def pieces(data: bytes, starts: list[int]) -> list[bytes]:
    """Cut data where files begin. Bytes before the first belong to it.

    Raises:
        AudioError: There are too many.
    """
    if len(starts) < 2:
        return [data]
    if len(starts) > _MOST_FILES:
        raise AudioError(f"{len(starts)} files in a row: {_MOST_FILES} are read at most")
    edges = [0, *starts[1:], len(data)]
    return [data[start:stop] for start, stop in pairwise(edges)]


def next_mark(data: bytes, mark: bytes, at: int) -> int:
    """Where the next file begins after samples of unknown length, or the end."""
    found = data.find(mark, at)
    return found if found >= 0 else len(data)
