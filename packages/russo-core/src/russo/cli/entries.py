"""The entries that a command is about, and how they are named to people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..display import count

if TYPE_CHECKING:
    from pathlib import Path

    from ..cache import AudioCache, Entry


def open_cache(folder: Path) -> AudioCache:
    """The cache of a command, whose errors advise the options of a command."""
    from ..advice import IN_COMMAND
    from ..cache import AudioCache

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

    entries = list(cache.entries())
    found = [entry for entry in entries if entry.prompt == wanted]
    if found:
        return found
    found = [entry for entry in entries if entry.key.startswith(wanted)]
    if len(found) != 1:
        what = f"{len(found):,} entries have a key" if found else "no entry has this text, or a key"
        others = f": {', '.join(entry.key[:16] for entry in found[:5])}" if found else ""
        msg = f"in {str(cache.cache_dir)!r}, {what} that begins with {wanted!r:.100}{others}; russo cache ls lists them"
        raise ConfigurationError(msg)
    return found


def field_of(entry: Entry, name: str) -> Any:
    """A setting of whatever spoke an entry, as its voice or model, if it is known."""
    fields = entry.key_fields.get("fields")
    return fields.get(name) if isinstance(fields, dict) else None


def many(number: int) -> str:
    """``1 entry``, ``1,200 entries``."""
    return count(number, "entry", "entries")
