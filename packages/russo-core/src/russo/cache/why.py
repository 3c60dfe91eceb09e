"""Explains why an utterance is a miss: how it differs from the most similar entry in the cache.

It needs no provider, and reads only metas: 50,000 of them in under a second.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from .. import clock
from . import entry, files
from .differences import LONGER, as_json, changes, closest, differences, flat, is_foreign
from .names import META, is_key
from .values import flaw_in, table_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from . import AudioCache

_PROMPT: Final = b'\n "prompt": '
# In a very large cache, at least this many entries or bytes are examined, and then as many as there is time for.
_AT_LEAST: Final = 10_000
_BYTES_AT_LEAST: Final = 64 * 1024 * 1024
_SECONDS: Final = 0.6


@dataclass(frozen=True, slots=True)
class Why:
    """How the nearest entry differs from what was asked for.

    Args:
        differences: One line for each, from the entry to what was asked for: ``voice: 'Kore' -> 'Puck'``.
        key: The nearest entry, if there is one.
        instead: What to say if nothing differs, or there is nothing to compare with.
        among: How many entries were compared, if there was no time for all.

    Example:
        >>> from russo import AudioCache
        >>> from russo.cache.why import explain
        >>> str(explain(AudioCache("no-such-folder"), "hello", {}))
        'no entry of this text'
    """

    differences: tuple[str, ...] = ()
    key: str | None = None
    instead: str = ""
    among: int | None = None

    def __str__(self) -> str:
        told = self.instead or f"the nearest entry differs in {'; '.join(self.differences)}"
        return told if self.among is None else f"{told} (only {self.among:,} entries were compared within a second)"


def explain(cache: AudioCache, text: str, wanted: Mapping[str, Any], *, only_stated: bool = False) -> Why:
    """Find the nearest entry, and what differs.

    Args:
        cache: Where to look.
        text: What was asked for.
        wanted: What its key is made of: ``identity``, ``fields``, ``extra`` and ``plugins``, as an entry's meta has it.
        only_stated: Whether fields that are missing in ``wanted`` are ignored.

    Returns:
        The differences from an entry of the same text with the fewest, else from the one with the most similar text.
        An entry of another provider comes last, and that is the one difference: their settings cannot be compared.
        Of a very large cache, only as many entries are looked at as there is time for: a second.
    """
    flattened = flat(wanted)
    asked = as_json(text)
    same: list[tuple[bool, int, tuple[str, ...], str]] = []
    others: list[tuple[str, bytes]] = []
    started = clock.seconds()
    among = None
    looked_at = 0
    for number, (key, raw, prompt) in enumerate(_prompts(cache)):
        is_enough = number >= _AT_LEAST or looked_at >= _BYTES_AT_LEAST
        if is_enough and clock.seconds() > started + _SECONDS:
            among = number
            break
        looked_at += len(raw)
        if prompt == asked:
            found = differences(there := _fields(raw), flattened, only_stated=only_stated)
            same.append((is_foreign(there, flattened, only_stated=only_stated), len(found), found, key))
        elif len(prompt) <= LONGER * len(asked):
            others.append((key, prompt))
    if same:
        *_, found, key = min(same)
        return Why(found, key, "" if found else _same(cache, key), among)
    return replace(_by_similar_text(cache, text, flattened, others, only_stated=only_stated), among=among)


def _same(cache: AudioCache, key: str) -> str:
    return "the entry is damaged, or of another schema" if cache.get(key) is None else "nothing differs"


def _by_similar_text(
    cache: AudioCache, text: str, wanted: Mapping[str, Any], others: list[tuple[str, bytes]], *, only_stated: bool
) -> Why:
    found = closest(text, others)
    if found is None:
        return Why(instead="no entry of this text")
    key, prompt = found
    raw = files.read(os.path.join(cache.cache_dir, key + META), entry.LONGEST_META) or b""
    return Why((f"text: {changes(prompt, text)}", *differences(_fields(raw), wanted, only_stated=only_stated)), key)


def _prompts(cache: AudioCache) -> Iterator[tuple[str, bytes, bytes]]:
    """Each key with its meta, and the prompt in it as raw JSON: parsing every meta would take most of the time."""
    folder = os.path.join(cache.cache_dir, "")
    with suppress(OSError), os.scandir(cache.cache_dir) as found:
        for key in (item.name.removesuffix(META) for item in found if item.name.endswith(META)):
            # A copy such as "... (1).meta" is not an entry.
            raw = files.read(folder + key + META, entry.LONGEST_META) if is_key(key) else None
            start = raw.find(_PROMPT) if raw else -1
            if raw and start >= 0:
                line = raw[start + len(_PROMPT) : raw.find(b"\n", start + 1)]
                yield key, raw, line.rstrip(b",\r")


def _fields(raw: bytes) -> dict[str, Any]:
    fields = table_in(entry.parse(raw) or {}, "key_fields")
    return flat(fields) if flaw_in(fields) is None else {}
