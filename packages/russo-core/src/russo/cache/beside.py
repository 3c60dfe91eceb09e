"""Replaces a file outside the cache, such as russo.lock: a new one is written beside it and moved into place."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING

from . import files
from .local import is_abandoned
from .place import HAS_DESCRIPTORS, Place

if TYPE_CHECKING:
    from pathlib import Path

    from .place import Directory


def put_durably(target: Path, data: bytes) -> None:
    """Replace a file so that neither a full disk nor a power failure leaves half of it.

    Args:
        target: The file, which is not a link. It keeps its owner and its permissions.
        data: Its new bytes.

    Raises:
        OSError: It cannot be written, and is unchanged.
    """
    with Place(str(target.parent)).open() as folder:
        naming = f"{target.name}."
        _sweep(folder, naming)
        # It is the user's file, not one of the cache, so nobody else may write it because of where it is.
        own = folder._replace(naming=naming, shares=False)
        files.replace(str(target), data, own, durably=True, like=files.look(str(target)))
        if HAS_DESCRIPTORS:
            with contextlib.suppress(OSError):  # some file systems cannot flush a folder
                folder.flush()


def _sweep(folder: Directory, naming: str) -> None:
    """Delete what killed writers have left beside the file."""
    ours = re.compile(re.escape(naming) + r"[0-9a-f]{16}\.tmp")
    with contextlib.suppress(OSError):
        for item in list(folder.entries()):
            if ours.fullmatch(item.name):
                with contextlib.suppress(OSError):
                    if is_abandoned(folder, item):
                        folder.remove(item.name)
