"""What a remote did not take: a file for each such entry in ``.local/unsent``, until it is sent."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, Final

from .. import files
from ..names import check_key

if TYPE_CHECKING:
    from ..local import Local

_FOLDER: Final = "unsent"
_REPLACE: Final = b"replace\n"


class Waiting:
    """The entries of a folder that wait to be sent. The audio itself is in the cache, where it is heard from."""

    __slots__ = ("_local", "_path")

    def __init__(self, local: Local) -> None:
        self._local = local
        self._path = os.path.join(local.root, _FOLDER)

    def add(self, key: str, *, replace: bool) -> None:
        """Note an entry. A folder that cannot be written keeps no note; `russo cache push` finds it all the same."""
        with contextlib.suppress(OSError):
            self._local.make_root()
            os.makedirs(self._path, exist_ok=True)
            with open(os.path.join(self._path, key), "wb") as file:
                file.write(_REPLACE if replace else b"")

    def discard(self, key: str) -> None:
        """Forget an entry that was sent, or is gone."""
        files.remove(os.path.join(self._path, key))

    def all(self) -> dict[str, bool]:
        """Each entry that waits, and whether it replaces what the remote has."""
        try:
            names = sorted(os.listdir(self._path))
        except OSError:
            return {}
        return {name: files.read(os.path.join(self._path, name)) == _REPLACE for name in names if _is_key(name)}


def _is_key(name: str) -> bool:
    try:
        return bool(check_key(name))
    except ValueError:
        return False
