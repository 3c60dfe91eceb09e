"""What is in a cache folder, and how its pairs of files get in and out."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, Final

from ..errors import CacheWriteError
from . import entry, files
from .local import Local
from .names import AUDIO, META, is_hashed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# So many pairs are deleted in one go: in 5 ms, which nobody who wants to write minds waiting.
_BATCH: Final = 256


class Folder:
    """The files of one cache folder. A pair changes only under a lock that all who change pairs take."""

    __slots__ = ("_prepared", "local", "path", "prefix")

    def __init__(self, path: str) -> None:
        self.path = path
        self.prefix = os.path.join(path, "")
        self.local = Local(path)
        self._prepared = False

    def names(self) -> set[str]:
        """Every file that may be one of a pair."""
        try:
            return {name for name in os.listdir(self.path) if name.endswith((AUDIO, META))}
        except OSError:
            return set()

    def stems(self, names: set[str]) -> list[str]:
        """The pairs that are russo's, whole or not: by their name alone, or else by a meta that russo wrote."""
        found = {name[: -len(AUDIO)] if name.endswith(AUDIO) else name[: -len(META)] for name in names}
        return [stem for stem in found if is_hashed(stem) or (stem + META in names and self._has_own_meta(stem))]

    def pairs(self) -> list[str]:
        """The names of the entries: pairs that are russo's and have both files."""
        names = self.names()
        return [stem for stem in self.stems(names) if stem + AUDIO in names and stem + META in names]

    def _has_own_meta(self, stem: str) -> bool:
        raw = self.meta(stem)
        return raw is not None and (entry.decode(stem, raw) is not None or entry.is_newer(stem, raw))

    def meta(self, stem: str) -> bytes | None:
        """The bytes of a meta."""
        return files.read(self.prefix + stem + META, entry.LONGEST_META)

    def commit(self, stem: str, data: bytes, meta: bytes) -> None:
        """Put both files in their place at one moment, as far as any reader that checks them can tell.

        Raises:
            OSError: They cannot be written. Nothing is left of them then.
        """
        written = [self._write(data)]
        try:
            written.append(self._write(meta))
            # Two writers that interleave would leave the bytes of one and the meta of the other.
            with self.local.committing():
                for new, ending in zip(written, (AUDIO, META), strict=True):
                    self._install(new, stem, ending)
        except BaseException:
            for new in written:
                new.discard()
            raise

    def _install(self, new: files.NewFile, stem: str, ending: str) -> None:
        target = self.prefix + stem + ending
        try:
            new.install(target)
        except OSError:
            # A folder has the name of an entry. It is put away and swept, if the name is one that only russo gives.
            if not os.path.isdir(target) or not is_hashed(stem):
                raise
            files.move(target, f"{new.path}.displaced")
            new.install(target)

    def is_prepared(self) -> bool:
        """Make what is missing for an entry to be written; say whether it is all there."""
        with contextlib.suppress(OSError):
            if not self._prepared:
                self._prepare()
        return self._prepared

    def _write(self, content: bytes) -> files.NewFile:
        try:
            if self._prepared:
                return files.NewFile(self.local.temporary, content)
        except FileNotFoundError:
            pass  # somebody has deleted the folder since
        self._prepare()
        return files.NewFile(self.local.temporary, content)

    def _prepare(self) -> None:
        self.local.make()
        self.local.sweep()
        self._prepared = True

    def delete(self, stems: Iterable[str], *, if_still: Callable[[str], bool] | None = None) -> list[str]:
        """Delete pairs, and whatever half of a pair there is.

        Args:
            stems: Their names.
            if_still: Asked for each, when nobody else can change it any more, whether it is still to go.

        Returns:
            The names of those that are gone.

        Raises:
            CacheWriteError: A file could not be deleted.
        """
        left = list(stems)
        gone = []
        while left:
            batch, left = left[:_BATCH], left[_BATCH:]
            with self.local.committing():
                for stem in batch:
                    if if_still is None or if_still(stem):
                        # The meta goes first: an entry without one is none, whatever moment this is stopped at.
                        self._unlink(stem + META)
                        self._unlink(stem + AUDIO)
                        gone.append(stem)
        return gone

    def _unlink(self, name: str) -> None:
        try:
            os.unlink(self.prefix + name)
        except FileNotFoundError:
            pass
        except OSError as error:
            if os.path.isdir(self.prefix + name):
                return  # somebody's folder that only looks like an entry
            msg = f"cannot delete {self.prefix + name!r}: {error.strerror or error}"
            raise CacheWriteError(msg) from error
