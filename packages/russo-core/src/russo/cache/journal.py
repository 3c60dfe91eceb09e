"""A log in `.local/` of when something last happened to each entry. Of the lines for a key, the latest counts."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from .local import Local

# In bytes. Below this size, outdated lines do no harm.
_COMPACT_ABOVE: Final = 4 * 1024 * 1024
# Times until the year 5138. A line that a killed writer cut short, or that ran into the next, does not match.
_LINE: Final = re.compile(rb"(\d{1,11}(?:\.\d{1,17})?) ([A-Za-z0-9_][A-Za-z0-9._-]{0,199})\n?")
_HEADER: Final = re.compile(rb"# compacted to (\d{1,15}) bytes\n")


class Journal:
    """One such file. Lines are appended, and the file is rewritten when it has doubled in size.

    Args:
        local: The folder that it is in.
        name: Its name.
    """

    __slots__ = ("_local", "_name", "_read", "path")

    def __init__(self, local: Local, name: str) -> None:
        self._local = local
        self._name = name
        self._read: tuple[int, int] = (0, 0)
        self.path = os.path.join(local.root, name)

    def add(self, moments: Mapping[str, float]) -> None:
        """Record a time for each of some keys.

        Raises:
            OSError: The file cannot be written.
        """
        with self._local.locked(self._name, at_most=2.0):
            length = self._local.append(self._name, _lines(moments))
            if length > _COMPACT_ABOVE and length > 2 * self._compacted():
                self._write(self.read())

    def read(self, is_meant: Callable[[str], bool] | None = None) -> dict[str, float]:
        """The latest time of each key.

        Args:
            is_meant: Says of a key whether it is wanted; by default, all are.
        """
        moments: dict[str, float] = {}
        for key, when in self._parsed(0):
            if (is_meant is None or is_meant(key)) and when >= moments.get(key, 0):
                moments[key] = when
        return moments

    def news(self) -> Iterator[tuple[str, float]]:
        """Keys and times that have been added since the last call."""
        try:
            status = os.lstat(self.path)
        except OSError:
            return
        inode, start = self._read
        if (status.st_ino, status.st_size) == self._read:
            return
        if inode != status.st_ino or start > status.st_size:
            start = 0  # it was rewritten
        self._read = (status.st_ino, status.st_size)
        yield from self._parsed(start)

    def keep_only(self, is_meant: Callable[[str], bool]) -> None:
        """Forget the other keys, whose entries are gone, and every time but the latest.

        Raises:
            OSError: The file cannot be written.
        """
        if os.path.lexists(self.path):
            with self._local.locked(self._name, at_most=2.0):
                self._write(self.read(is_meant))

    def _compacted(self) -> int:
        found = _HEADER.fullmatch(next(self._local.lines(self._name), b""))
        return int(found[1]) if found else 0

    def _write(self, moments: Mapping[str, float]) -> None:
        lines = _lines(moments)
        header = b"# compacted to %d bytes\n" % len(lines) if len(lines) > _COMPACT_ABOVE // 2 else b""
        self._local.replace(self._name, header + lines)

    def _parsed(self, start: int) -> Iterator[tuple[str, float]]:
        for line in self._local.lines(self._name, start):
            found = _LINE.fullmatch(line)
            if found is not None:
                yield found[2].decode(), float(found[1])


def _lines(moments: Mapping[str, float]) -> bytes:
    return "".join(f"{when!r} {key}\n".replace(".0 ", " ") for key, when in moments.items()).encode()
