"""Checks the names of entries and of cache folders, and tells which files are russo's."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Final

from ..errors import CacheKeyError, ConfigurationError

AUDIO: Final = ".audio"
META: Final = ".meta"
# The ending of the lock under which an entry is fetched from the remote. Its key itself is locked while it is made.
FETCH: Final = ".fetch"

_LONGEST: Final = 200
_HASHED: Final = re.compile(r"[0-9a-f]{64}")
_PLAIN: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*(?<!\.)")
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file: with any ending, in any case.
_RESERVED: Final = frozenset(
    {"aux", "con", "nul", "prn", *(f"{port}{digit}" for port in ("com", "lpt") for digit in range(1, 10))}
)


def check_key(key: str) -> str:
    """Refuse a key that is not a plain file name on every system.

    Raises:
        CacheKeyError: It is empty or too long, contains a separator or another character that some system does not
            allow, or is a name that Windows reserves.
    """
    if not isinstance(key, str):
        msg = f"a cache key must be a str, not {type(key).__name__}: {key!r:.100}"
        raise CacheKeyError(msg)
    if _HASHED.fullmatch(key):
        return key
    if len(key) > _LONGEST or not _PLAIN.fullmatch(key) or key.partition(".")[0].lower() in _RESERVED:
        msg = (
            f"{key!r:.250} cannot be the name of an entry: at most {_LONGEST} letters, digits, '.', '_' and '-' of "
            "ASCII, not beginning or ending with a dot, and not a name that Windows reserves; "
            "AudioCache.cache_key() makes one"
        )
        raise CacheKeyError(msg)
    return key


def is_hashed(stem: str) -> bool:
    """Whether a name is a hash, as only russo gives them."""
    return _HASHED.fullmatch(stem) is not None


def is_key(name: str) -> bool:
    """Whether `check_key` takes it."""
    try:
        return bool(check_key(name))
    except CacheKeyError:
        return False


def anchored(folder: str | os.PathLike[str]) -> str:
    """A path that leads to a folder wherever the process goes: as the system reads it, ``..`` after a link included."""
    path = os.fspath(folder)
    if not os.path.isabs(path):
        with suppress(OSError):  # the working directory was deleted, or is not to be seen
            path = os.path.join(os.getcwd(), path)
    return path


def real(folder: str | os.PathLike[str]) -> str:
    """The path of a folder without links: the same for every way to name it, as long as `anchored` finds one.

    A process resolves the links on the way to a folder once, since that takes longer than opening it. It does not
    notice if one of them leads elsewhere later.
    """
    return _without_links(anchored(folder))


@lru_cache(maxsize=64)
def _without_links(path: str) -> str:
    try:
        return os.path.realpath(path)
    except OSError:
        return path


def has_working_directory() -> bool:
    """Whether relative paths lead anywhere: a test may have deleted the working directory of its process."""
    return os.path.isabs(anchored(os.curdir))


def check_folder(folder: str | os.PathLike[str]) -> Path:
    """Refuse a path that no folder on this system can have.

    Raises:
        ConfigurationError: It is empty, or contains a NUL character, or one that the system cannot encode.
    """
    if not os.fspath(folder):
        msg = "cache_dir='' names no folder: leave it out for the default, or write '.' for the working directory"
        raise ConfigurationError(msg)
    try:
        encoded = os.fsencode(folder)
    except UnicodeEncodeError as error:
        msg = f"cache_dir={str(folder)!r} cannot be the name of a folder here: {error.reason}"
        raise ConfigurationError(msg) from error
    if b"\0" in encoded:
        msg = f"cache_dir={str(folder)!r} cannot be the name of a folder: it contains a NUL character"
        raise ConfigurationError(msg)
    return Path(folder)
