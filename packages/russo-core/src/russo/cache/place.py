"""Opening russo's own files below a cache folder, so that no link, pipe or device that somebody has planted is used.

A cache folder may come with a clone or an archive, and hold links in the place of russo's folders. Where the system
has descriptors of folders, everything is reached through them; elsewhere each name is looked at before it is used.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType
    from typing import Self

# Not through links, and without waiting for the other end of a pipe.
SAFELY: Final = (
    getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOINHERIT", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
)
HAS_DESCRIPTORS: Final = os.open in os.supports_dir_fd and hasattr(os, "O_DIRECTORY")
# https://learn.microsoft.com/windows/win32/fileio/reparse-point-tags: the bit of links and of mounted folders.
_IS_LINK: Final = 0x20000000
_SHARED: Final = stat.S_IWGRP | stat.S_IWOTH


class Place:
    """A folder of russo's own: below one that the user has chosen, by names that russo gives.

    Args:
        base: The folder that the user has chosen, which may be a link.
        names: The folders from there on, which may not.
    """

    __slots__ = ("base", "names", "path")

    def __init__(self, base: str, *names: str) -> None:
        self.base = base
        self.names = names
        self.path = os.path.join(base, *names)

    def open(self, *, make: bool = False) -> Directory:
        """Open the folder.

        Args:
            make: Whether to make what is missing.

        Raises:
            FileNotFoundError: It is not there.
            OSError: It cannot be opened, or is a link, or something else that russo has not made.
        """
        directory = Directory(self.base, None, "")
        try:
            for name in self.names:
                with directory:
                    directory = directory.below(name, make=make)
        except BaseException:
            directory.close()
            raise
        return directory if self.names else directory.opened()


class Directory:
    """An open folder. What is in it is reached by its name alone, and never through a link."""

    __slots__ = ("_descriptor", "naming", "path")

    def __init__(self, path: str, descriptor: int | None, naming: str = "") -> None:
        self.path = path
        self.naming = naming
        self._descriptor = descriptor

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the folder."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            close(descriptor)

    def opened(self) -> Directory:
        """This folder, which may be a link, with a descriptor."""
        descriptor = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC) if HAS_DESCRIPTORS else None
        return Directory(self.path, descriptor)

    def below(self, name: str, *, make: bool) -> Directory:
        """Open a folder in this one.

        Args:
            name: Its name.
            make: Whether to make it if it is missing.

        Raises:
            OSError: It cannot be opened, or is not a folder, or is a link to one.
        """
        path = os.path.join(self.path, name)
        made = make and self._make(name, path)
        try:
            descriptor = self._enter(name, path)
        except OSError as error:
            if error.errno in {errno.ENOTDIR, errno.ELOOP}:
                raise _refused(path, "the folder that russo makes") from error
            raise
        if made and descriptor is not None:
            self._share(descriptor)
        return Directory(path, descriptor)

    def _make(self, name: str, path: str) -> bool:
        try:
            os.mkdir(path if self._descriptor is None else name, dir_fd=self._descriptor)
        except FileExistsError:
            return False
        except FileNotFoundError:
            os.makedirs(self.path, exist_ok=True)
            return self._make(name, path)
        return True

    def _enter(self, name: str, path: str) -> int | None:
        if HAS_DESCRIPTORS:
            flags = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC | os.O_NOFOLLOW
            return os.open(path if self._descriptor is None else name, flags, dir_fd=self._descriptor)
        if not _is_plain(path, stat.S_ISDIR):
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), path)
        return None

    def open(self, name: str, flags: int) -> int:
        """Open a regular file that has this one name; make it first if the flags say O_CREAT.

        Raises:
            OSError: It cannot be opened, or is something else.
        """
        flags |= SAFELY
        if not flags & os.O_CREAT or flags & os.O_EXCL:
            descriptor = self._open(name, flags)
        else:
            try:
                return self.open(name, flags & ~os.O_CREAT)
            except FileNotFoundError:
                descriptor = self._open(name, flags)
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode) or status.st_nlink > 1:
                raise _refused(os.path.join(self.path, name), "a file that russo has made")
            if flags & os.O_CREAT:
                self._share(descriptor)
        except BaseException:
            close(descriptor)
            raise
        return descriptor

    def _open(self, name: str, flags: int) -> int:
        if self._descriptor is not None:
            return os.open(name, flags, 0o666, dir_fd=self._descriptor)
        path = os.path.join(self.path, name)
        with contextlib.suppress(FileNotFoundError):
            if not _is_plain(path, stat.S_ISREG):
                raise _refused(path, "a file that russo has made")
        return os.open(path, flags, 0o666)

    def _share(self, descriptor: int) -> None:
        """Give what was made the rights of the folder that it is in, if others may write there, whatever the umask."""
        if sys.platform == "win32":
            return
        mode = os.stat(self.path if self._descriptor is None else self._descriptor).st_mode
        if mode & _SHARED:
            is_folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
            with contextlib.suppress(OSError):  # somebody else has made it
                os.fchmod(descriptor, mode & (0o2777 if is_folder else 0o666))

    def flush(self) -> None:
        """Force to the disk which files are in the folder."""
        if self._descriptor is not None:
            os.fsync(self._descriptor)

    def remove(self, name: str) -> bool:
        """Delete a file or a link; say whether it was there and could be deleted."""
        with contextlib.suppress(OSError):
            os.unlink(name if self._descriptor is not None else os.path.join(self.path, name), dir_fd=self._descriptor)
            return True
        return False

    def remove_tree(self, name: str) -> None:
        """Delete a folder and what is in it, without following links."""
        import shutil

        path = name if self._descriptor is not None else os.path.join(self.path, name)
        shutil.rmtree(path, ignore_errors=True, dir_fd=self._descriptor)

    def entries(self) -> Iterator[os.DirEntry[str]]:
        """What is in the folder."""
        with os.scandir(self.path if self._descriptor is None else self._descriptor) as found:
            yield from found


def close(descriptor: int) -> None:
    """Close a folder, or a file that was only read. A network file system may fail at that: what was read was read."""
    try:  # a hit does this twice, and `contextlib.suppress` takes half a microsecond
        os.close(descriptor)
    except OSError:
        return


def _is_plain(path: str, is_kind: Callable[[int], bool]) -> bool:
    """Whether a path is of a kind, and not a link to it."""
    status = os.lstat(path)
    is_link = getattr(status, "st_reparse_tag", 0) & _IS_LINK
    return is_kind(status.st_mode) and not is_link and not stat.S_ISLNK(status.st_mode)


def _refused(path: str, wanted: str) -> OSError:
    return OSError(errno.ENOTDIR, f"{path!r} is not {wanted}, but a link or something else: delete it", path)
