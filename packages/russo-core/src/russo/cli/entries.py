"""The entries that a command acts on, and how messages name them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from .. import environment
from ..display import count
from .output import echo

if TYPE_CHECKING:
    from pathlib import Path

    from ..audio import Audio
    from ..cache import AudioCache, Entry


# How many entries whose keys begin alike are named.
_NAMED: Final = 5


def open_cache(folder: Path, *, is_to_be_made: bool = False) -> AudioCache:
    """The cache of a command; its errors suggest the options of the command line.

    Args:
        folder: Where it is.
        is_to_be_made: Whether it need not exist yet. Otherwise a missing folder is reported, since an empty answer
            would hide that the settings of pytest name another folder.
    """
    from ..cache import AudioCache
    from ..cache.advice import IN_COMMAND

    if not is_to_be_made:
        say_if_missing(folder)
    cache = AudioCache(folder)
    cache.advice = IN_COMMAND
    return cache


def say_if_missing(folder: Path) -> None:
    """Report a cache folder that does not exist."""
    if not folder.is_dir():
        there = "russo config shows the folder of the project: name it with --cache-dir, or set RUSSO_CACHE_DIR"
        echo(f"russo: there is no folder {str(folder)!r}; {there}", err=True)


def select(cache: AudioCache, text: str = "", provider: str | None = None, voice: str | None = None) -> list[Entry]:
    """The entries of a provider and a voice whose text contains this."""
    return [
        entry
        for entry in cache.entries()
        if text.lower() in entry.prompt.lower()
        and provider in (None, entry.provider)
        and voice in (None, field_of(entry, "voice"))
    ]


def find(cache: AudioCache, wanted: str) -> list[Entry]:
    """The entries that an argument names: all with this text, or the one whose key begins with it.

    Raises:
        ConfigurationError: No entry matches, or more than one key begins with it.
    """
    from ..errors import ConfigurationError

    if not wanted:
        msg = "an empty argument names no entry (is a shell variable not set?): give a key or a text"
        raise ConfigurationError(msg)
    of_text: list[Entry] = []
    by_key: list[Entry] = []
    number = 0
    for entry in cache.entries():  # not a list: a million of them would not fit into memory
        if entry.prompt == wanted:
            of_text.append(entry)
        elif entry.key.startswith(wanted):
            number += 1
            if number <= _NAMED:
                by_key.append(entry)
    if of_text or number == 1:
        return of_text or by_key
    what = f"{number:,} entries have a key" if number else "no entry has this text, or a key"
    others = f": {', '.join(short(entry.key, 16) for entry in by_key)}" if by_key else ""
    msg = (
        f"in {str(cache.cache_dir)!r}, {what} that begins with {wanted!r:.100}{others}; "
        f"russo cache ls{in_folder(cache)} lists them"
    )
    raise ConfigurationError(msg)


def short(key: str, length: int = 12) -> str:
    """The beginning of a key that is enough to name its entry. A key that somebody has chosen may begin like others."""
    from ..cache.names import is_hashed

    return key[:length] if is_hashed(key) else key


def in_folder(cache: AudioCache, option: str = "--cache-dir") -> str:
    """The option that a command in a message needs to find this cache, if it is not the default one."""
    return environment.in_folder(cache.cache_dir, option)


def audio_of(cache: AudioCache, entry: Entry) -> Audio | None:
    """The audio of an entry; None if it is damaged. Looking at it does not count as a use, which `prune` goes by."""
    from ..cache.folder import Folder
    from ..cache.reading import read

    return read(Folder(str(cache.cache_dir)), entry.key)


def field_of(entry: Entry, name: str) -> Any:
    """A setting of the synthesizer that spoke an entry, such as its voice or model, if it is known."""
    fields = entry.key_fields.get("fields")
    return fields.get(name) if isinstance(fields, dict) else None


def many(number: int) -> str:
    """``1 entry``, ``1,200 entries``."""
    return count(number, "entry", "entries")
