"""The part of `fcntl` that russo uses, for Windows, which has no such module."""

from __future__ import annotations

import os
import sys
from typing import Final

LOCK_EX: Final = 2
LOCK_NB: Final = 4
LOCK_UN: Final = 8

# On Windows, a locked byte cannot be read, so the locked byte is beyond the end of the file.
_BYTE: Final = 1 << 30

if sys.platform == "win32":
    import msvcrt

    def flock(descriptor: int, operation: int) -> None:
        """Lock an open file without waiting, or unlock it.

        Raises:
            OSError: Another process has locked it, or the file system has no locks.
        """
        os.lseek(descriptor, _BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK if operation == LOCK_UN else msvcrt.LK_NBLCK, 1)
