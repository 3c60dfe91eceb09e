"""The entries that a command is about, and how they are named to people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..display import count
from .output import echo

if TYPE_CHECKING:
    from pathlib import Path

    from ..cache import AudioCache, Entry


# Of entries whose keys begin alike, so many are named.
_NAMED: Final = 5


def open_cache(folder: Path, *, is_to_be_made: bool = False) -> AudioCache:
    """The cache of a command, whose errors advise the options of a command.

    Args:
        folder: Where it is.
        is_to_be_made: Whether it need not be there yet. Otherwise it is said if it is not, since an empty answer would
            hide that the settings of pytest name another folder.
    """
    from ..advice import IN_COMMAND
    from ..cache import AudioCache

    if not is_to_be_made and not folder.is_dir():
        there = "russo config shows the folder of the project: name it with --cache-dir, or set RUSSO_CACHE_DIR"
        echo(f"russo: there is no folder {str(folder)!r}; {there}", err=True)
    cache = AudioCache(folder)
    cache.advice = IN_COMMAND
    return cache


def select(cache: AudioCache, text: str = "", provider: str | None = None, voice: str | None = None) -> list[Entry]:
    """The entries with this in their text, of this provider and voice."""
    return [
        entry
        for entry in cache.entries()
        if text.lower() in entry.prompt.lower()
        and provider in (None, entry.provider)
        and voice in (None, field_of(entry, "voice"))
    ]


def find(cache: AudioCache, wanted: str) -> list[Entry]:
    """The entries that somebody means: all of a text, or the one whose key begins so.

    Raises:
        ConfigurationError: There is none, or the key of more than one begins so.
    """
    from ..errors import ConfigurationError

    if not wanted:
        msg = "an empty argument, as a variable that is not set leaves one, names no entry: give a key or a text"
        raise ConfigurationError(msg)
    of_text: list[Entry] = []
    by_key: list[Entry] = []
    number = 0
    for entry in cache.entries():  # a million of them do not fit into a list
        if entry.prompt == wanted:
            of_text.append(entry)
        elif entry.key.startswith(wanted):
            number += 1
            if number <= _NAMED:
                by_key.append(entry)
    if of_text or number == 1:
        return of_text or by_key
    what = f"{number:,} entries have a key" if number else "no entry has this text, or a key"
    others = f": {', '.join(entry.key[:16] for entry in by_key)}" if by_key else ""
    msg = f"in {str(cache.cache_dir)!r}, {what} that begins with {wanted!r:.100}{others}; russo cache ls lists them"
    raise ConfigurationError(msg)


def field_of(entry: Entry, name: str) -> Any:
    """A setting of whatever spoke an entry, as its voice or model, if it is known."""
    fields = entry.key_fields.get("fields")
    return fields.get(name) if isinstance(fields, dict) else None


def many(number: int) -> str:
    """``1 entry``, ``1,200 entries``."""
    return count(number, "entry", "entries")
