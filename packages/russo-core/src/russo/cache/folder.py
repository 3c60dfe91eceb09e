"""The files of a cache folder: puts an entry's two files in place, completes them after a crash, deletes them."""

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
from .names import AUDIO, META, is_hashed, is_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from .fields import Head

# How many pairs are deleted under one lock. It takes 5 ms, a short wait for anybody who wants to write.
_BATCH: Final = 256
# How many names are listed and sorted at once: few at first, for who wants only some, and no more than take 10 MB.
_FIRST_LISTED: Final = 1_000
_LISTED: Final = 50_000
# How many times an entry is written if somebody deletes the folder, or the temporary file, in the meantime.
_TRIES: Final = 3


class Folder:
    """The files of one cache folder. Whatever changes a pair holds the same lock."""

    __slots__ = ("_prepared", "local", "path", "prefix")

    def __init__(self, path: str) -> None:
        self.path = path
        self.prefix = os.path.join(path, "")
        self.local = Local(path)
        self._prepared = False

    def names(self, *endings: str) -> Iterator[str]:
        """Every file that has one of these endings, in no particular order."""
        with contextlib.suppress(OSError), os.scandir(self.path) as found:
            ours = (item for item in found if item.name.endswith(endings))
            yield from (item.name for item in ours) if os.name == "nt" else _as_on_disk(ours)

    def stems(self) -> Iterator[str]:
        """The names of russo's entries that have a meta, in no particular order.

        An entry is russo's if its name is a hash, or if it is any other key and russo wrote its meta.
        """
        for name in self.names(META):
            stem = name.removesuffix(META)
            if is_hashed(stem) or self._has_own_meta(stem):
                yield stem

    def pairs(self) -> Iterator[str]:
        """The names of russo's entries that have both files, in no particular order."""
        return (stem for stem in self.stems() if os.path.lexists(self.prefix + stem + AUDIO))

    def has(self, stem: str) -> bool:
        """Whether there is an entry of this name that is russo's and has both files."""
        both = all(os.path.lexists(self.prefix + stem + ending) for ending in (META, AUDIO))
        return both and (is_hashed(stem) or self._has_own_meta(stem))

    def orphans(self) -> Iterator[str]:
        """The names of audio files that have no meta, but are russo's because their names are hashes."""
        for name in self.names(AUDIO):
            stem = name.removesuffix(AUDIO)
            if is_hashed(stem) and not os.path.lexists(self.prefix + stem + META):
                yield stem

    def _has_own_meta(self, stem: str) -> bool:
        raw = self.meta(stem) if is_key(stem) else None  # nobody can ask for any other name
        return raw is not None and (entry.decode(stem, raw) is not None or entry.is_newer(stem, raw))

    def meta(self, stem: str) -> bytes | None:
        """The bytes of a meta."""
        return files.read(self.prefix + stem + META, entry.LONGEST_META)

    def commit(self, stem: str, data: bytes, meta: bytes, *, accept: Callable[[bytes | None], bool]) -> bool:
        """Put both files in place. To a reader that checks them, it looks like one step.

        The meta goes first. If the writer is killed then, or the second file cannot be renamed, `recover` finds the
        audio in the folder of temporary files and finishes the job.

        Args:
            stem: The name of the entry.
            data: Its bytes.
            meta: Its meta.
            accept: Called under the lock with the meta that is there now; says whether to replace it.

        Returns:
            Whether the entry was written.

        Raises:
            OSError: It cannot be written. The entry is then still the old one, or already the new one.
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
            for_entry = temporary._replace(naming=f"{stem}.")
            written = [files.NewFile(for_entry, meta)]
            try:
                written.append(files.NewFile(for_entry, data))
                # Without the lock, two writers could leave the audio of one with the meta of the other.
                with self.local.locked():
                    accepted = accept(files.read(self.prefix + stem + META, entry.LONGEST_META))
                    if accepted:
                        self._make_room(stem)
                        written[0].install(self.prefix + stem + META)
                        self._install_audio(written[1], stem)
                return accepted
            finally:
                if not written[0].is_installed:
                    for new in written:
                        new.discard()
                elif not written[-1].is_installed:
                    written[-1].leave()  # for `recover`

    def _install_audio(self, new: files.NewFile, stem: str) -> None:
        try:
            new.install(self.prefix + stem + AUDIO)
        except OSError:
            new.leave()
            if self.recover(stem) is None:  # every reader will do the same from now on
                raise

    def _make_room(self, stem: str) -> None:
        """Move a folder out of the way that has the name of an entry, if that name is a hash. A sweep deletes it."""
        for ending in (META, AUDIO):
            target = self.prefix + stem + ending
            if not os.path.isdir(target) or os.path.islink(target):
                continue
            if not is_hashed(stem):
                raise IsADirectoryError(errno.EISDIR, f"{target!r} is a folder", target)
            files.move(target, os.path.join(self.local.temporary.path, f"{secrets.token_hex(8)}.displaced"))

    def recover(self, stem: str) -> bytes | None:
        """Find the audio that belongs to the meta, and put it beside the meta if it is not there yet.

        The caller holds the lock.

        Returns:
            The audio, or None if no file has it.
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
        """Make the folders that writing an entry needs; say whether they are all there."""
        with contextlib.suppress(OSError):
            if not self._prepared:
                self._prepare()
        return self._prepared

    def _prepare(self) -> None:
        self.local.make()
        self.local.sweep(self._waits_for)
        self._prepared = True

    def sweep(self) -> None:
        """Delete useless files that killed writers have left."""
        self.local.sweep(self._waits_for)

    def _waits_for(self, stem: str, path: str) -> bool:
        """Whether a file is the audio that an entry is missing because its writer was killed between the two files."""
        raw = self.meta(stem)
        head = entry.decode(stem, raw) if raw is not None else None
        return (
            head is not None
            and head.audio is not None
            and _matching(path, head) is not None
            and _matching(self.prefix + stem + AUDIO, head) is None
        )

    def delete(self, stems: Iterable[str], *, if_still: Callable[[str], bool] | None = None) -> list[str]:
        """Delete pairs, including incomplete ones.

        Args:
            stems: Their names.
            if_still: Called for each name under the lock; says whether the pair should still be deleted.

        Returns:
            The names of those that were deleted.

        Raises:
            CacheWriteError: A file could not be deleted.
        """
        left = iter(stems)
        gone: list[str] = []
        while batch := list(islice(left, _BATCH)):
            gone += self._delete(batch, if_still)
        return gone

    def _delete(self, batch: list[str], if_still: Callable[[str], bool] | None) -> list[str]:
        with self.local.locked():
            gone = [stem for stem in batch if if_still is None or if_still(stem)]
            for stem in gone:
                # An entry without its meta does not exist, so it is safe to stop between the two.
                self._unlink(stem + META)
                self._unlink(stem + AUDIO)
        return gone

    def _unlink(self, name: str) -> None:
        try:
            files.delete(self.prefix + name)
        except FileNotFoundError:
            pass
        except OSError as error:
            if os.path.isdir(self.prefix + name):
                return  # a user's folder that only happens to have the name of an entry
            msg = f"cannot delete {self.prefix + name!r}: {error.strerror or error}"
            raise CacheWriteError(msg) from error


def _as_on_disk(items: Iterator[os.DirEntry[str]]) -> Iterator[str]:
    """Names in the order of their inodes, in batches, since neighbours are read together.

    The names in a folder are in the order of their hashes, so that a disk whose cache is cold would seek for each file.
    """
    size = _FIRST_LISTED
    while batch := _batch(items, size):
        yield from (name for _, name in batch)
        batch.clear()
        size = min(2 * size, _LISTED)


def _batch(items: Iterator[os.DirEntry[str]], size: int) -> list[tuple[int, str]]:
    """The next names with their inodes, sorted: those that can be listed, if the folder cannot be read to its end."""
    batch: list[tuple[int, str]] = []
    with contextlib.suppress(OSError):
        batch.extend((item.inode(), item.name) for item in islice(items, size))
    batch.sort()
    return batch


def _matching(path: str, head: Head) -> bytes | None:
    """The bytes of a file, if they are the ones that a meta was written for."""
    data = files.read_sized(path, head.length or 0)
    return data if data and len(data) == head.length and entry.digest(data) == head.audio else None
