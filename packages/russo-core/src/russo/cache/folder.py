"""The files of a cache folder: an entry's two files are put in place, completed after a crash, and deleted here."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from itertools import islice
from typing import TYPE_CHECKING, Final

from ..errors import CacheWriteError
from . import entry, files
from .local import Local
from .names import AUDIO, META, is_hashed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from .fields import Head

# Pairs that are deleted under one lock: in 5 ms, which nobody who wants to write minds waiting.
_BATCH: Final = 256
# How often an entry is written again if somebody deletes the folder, or what is being written there.
_TRIES: Final = 3


class Folder:
    """The files of one cache folder. A pair changes only under a lock that all who change pairs take."""

    __slots__ = ("_prepared", "local", "path", "prefix")

    def __init__(self, path: str) -> None:
        self.path = path
        self.prefix = os.path.join(path, "")
        self.local = Local(path)
        self._prepared = False

    def names(self) -> Iterator[str]:
        """Every file that may be one of a pair, one after the other, in no order."""
        with contextlib.suppress(OSError), os.scandir(self.path) as found:
            for item in found:
                if item.name.endswith((AUDIO, META)):
                    yield item.name

    def stems(self) -> Iterator[str]:
        """The entries that are russo's and have a meta, in no order: by their name alone, or by a meta of russo's."""
        for name in self.names():
            stem = name.removesuffix(META)
            if stem != name and (is_hashed(stem) or self._has_own_meta(stem)):
                yield stem

    def pairs(self) -> Iterator[str]:
        """The names of the entries: pairs that are russo's and have both files, in no order."""
        return (stem for stem in self.stems() if os.path.lexists(self.prefix + stem + AUDIO))

    def has(self, stem: str) -> bool:
        """Whether there is an entry of this name: a pair that is russo's."""
        both = all(os.path.lexists(self.prefix + stem + ending) for ending in (META, AUDIO))
        return both and (is_hashed(stem) or self._has_own_meta(stem))

    def orphans(self) -> Iterator[str]:
        """The names of audio without a meta that is russo's by its name."""
        for name in self.names():
            stem = name.removesuffix(AUDIO)
            if stem != name and is_hashed(stem) and not os.path.lexists(self.prefix + stem + META):
                yield stem

    def _has_own_meta(self, stem: str) -> bool:
        raw = self.meta(stem)
        return raw is not None and (entry.decode(stem, raw) is not None or entry.is_newer(stem, raw))

    def meta(self, stem: str) -> bytes | None:
        """The bytes of a meta."""
        return files.read(self.prefix + stem + META, entry.LONGEST_META)

    def commit(self, stem: str, data: bytes, meta: bytes, *, accept: Callable[[bytes | None], bool]) -> bool:
        """Put both files in their place at one moment, as far as any reader that checks them can tell.

        The meta goes first. Where that is as far as it got, because the writer was killed or the second file could not
        be moved, `recover` finds the audio in the folder of temporary files, and finishes the job.

        Args:
            stem: The name of the entry.
            data: Its bytes.
            meta: Its meta.
            accept: Called with the meta that is there, when nobody else can change it: whether to go on.

        Returns:
            Whether it was put there.

        Raises:
            OSError: It cannot be written. The entry is then what it was, or the new one.
        """
        for _ in range(_TRIES - 1):
            with contextlib.suppress(FileNotFoundError):  # somebody has deleted the folder, or what was written
                return self._commit(stem, data, meta, accept)
            self._prepared = False
        return self._commit(stem, data, meta, accept)

    def _commit(self, stem: str, data: bytes, meta: bytes, accept: Callable[[bytes | None], bool]) -> bool:
        if not self._prepared:
            self._prepare()
        with self.local.temporary.open() as temporary:
            temporary.naming = f"{stem}."
            written = [files.NewFile(temporary, meta)]
            try:
                written.append(files.NewFile(temporary, data))
                # Two writers that interleave would leave the bytes of one and the meta of the other.
                with self.local.committing():
                    accepted = accept(self.meta(stem))
                    if accepted:
                        self._make_room(stem)
                        written[0].install(self.prefix + stem + META)
                        self._install_audio(written[1], stem)
                return accepted
            finally:
                if written[0].is_installed:
                    written[-1].leave()  # for `recover`, if it did not get to its place
                else:
                    for new in written:
                        new.discard()

    def _install_audio(self, new: files.NewFile, stem: str) -> None:
        try:
            new.install(self.prefix + stem + AUDIO)
        except OSError:
            new.leave()
            if self.recover(stem) is None:  # as every reader does from now on
                raise

    def _make_room(self, stem: str) -> None:
        """Put a folder away that has the name of an entry, if only russo gives such names. A sweep deletes it."""
        for ending in (META, AUDIO):
            target = self.prefix + stem + ending
            if not os.path.isdir(target) or os.path.islink(target):
                continue
            if not is_hashed(stem):
                raise IsADirectoryError(errno.EISDIR, f"{target!r} is a folder", target)
            files.move(target, os.path.join(self.local.temporary.path, f"{secrets.token_hex(8)}.displaced"))

    def recover(self, stem: str) -> bytes | None:
        """Find the audio that belongs to the meta that is there, and put it beside it if it is not there yet.

        To be called when nobody else can change the entry.

        Returns:
            The bytes, or None where no file has them.
        """
        raw = self.meta(stem)
        head = entry.decode(stem, raw) if raw is not None else None
        if head is None or head.audio is None:
            return None
        target = self.prefix + stem + AUDIO
        data = _matching(target, head)
        if data is not None:
            return data
        for path in self._left_for(stem):
            data = _matching(path, head)
            if data is not None:
                with contextlib.suppress(OSError):
                    files.move(path, target)
                return data
        return None

    def _left_for(self, stem: str) -> list[str]:
        with contextlib.suppress(OSError), self.local.temporary.open() as folder:
            return [
                os.path.join(folder.path, item.name) for item in folder.entries() if item.name.startswith(f"{stem}.")
            ]
        return []

    def is_prepared(self) -> bool:
        """Make what is missing for an entry to be written; say whether it is all there."""
        with contextlib.suppress(OSError):
            if not self._prepared:
                self._prepare()
        return self._prepared

    def _prepare(self) -> None:
        self.local.make()
        self.local.sweep(self._waits_for)
        self._prepared = True

    def sweep(self) -> None:
        """Delete what killed writers have left and nobody can use any more."""
        self.local.sweep(self._waits_for)

    def _waits_for(self, stem: str, path: str) -> bool:
        """Whether a file is the audio that an entry lacks: its writer was killed between the two files."""
        raw = self.meta(stem)
        head = entry.decode(stem, raw) if raw is not None else None
        return (
            head is not None
            and head.audio is not None
            and _matching(path, head) is not None
            and _matching(self.prefix + stem + AUDIO, head) is None
        )

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
        left = iter(stems)
        gone: list[str] = []
        while batch := list(islice(left, _BATCH)):
            gone += self._delete(batch, if_still)
        return gone

    def _delete(self, batch: list[str], if_still: Callable[[str], bool] | None) -> list[str]:
        with self.local.committing():
            gone = [stem for stem in batch if if_still is None or if_still(stem)]
            for stem in gone:
                # An entry without its meta does not exist, so it is safe to stop between the two.
                self._unlink(stem + META)
                self._unlink(stem + AUDIO)
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


def _matching(path: str, head: Head) -> bytes | None:
    """The bytes of a file, if they are those that a meta was written for."""
    data = files.read_sized(path, head.length or 0)
    return data if data and len(data) == head.length and entry.digest(data) == head.audio else None
