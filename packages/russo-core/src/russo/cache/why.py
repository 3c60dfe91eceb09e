"""Why an utterance is a miss: what differs from the nearest thing that is in the cache.

Needs no provider, and reads nothing but metas: 50,000 of them in under a second.
"""

from __future__ import annotations

import heapq
import json
import os
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, Final

from .. import clock
from . import entry, files
from .names import META
from .values import flaw_in, table_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from . import AudioCache

_PROMPT: Final = b'\n "prompt": '
_CLOSE: Final = 0.6
# Letters or words that are compared each with each.
_COMPARED: Final = 120
# Letters of a text that are shown before and behind what differs.
_SHOWN: Final = 200
_ABSENT: Final = "(none)"
# How many times as long a text that is that close can be, if the shorter one is all in it; and in bytes of JSON, where
# a letter takes up to six.
_LONGER: Final = 6 * (2 / _CLOSE - 1)
# Of a cache that is too large, at least so many entries or bytes are looked at, and then whatever there is time for.
_AT_LEAST: Final = 10_000
_BYTES_AT_LEAST: Final = 64 * 1024 * 1024
_SECONDS: Final = 0.6


@dataclass(frozen=True, slots=True)
class Why:
    """What the nearest entry has that is not what was asked for.

    Args:
        differences: One line each: ``voice: 'Kore' -> 'Puck'``, from the entry to what was asked for.
        key: The nearest entry, if there is one.
        instead: What there is to say where nothing differs, or there is nothing to compare with.
        among: How many entries were looked at, where there was no time for all.

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
        return told if self.among is None else f"{told} (of the {self.among:,} entries that a second sufficed for)"


def explain(cache: AudioCache, text: str, wanted: Mapping[str, Any], *, only_stated: bool = False) -> Why:
    """Find the nearest entry, and what differs.

    Args:
        cache: Where to look.
        text: What was asked for.
        wanted: What its key is made of: ``identity``, ``fields``, ``extra`` and ``plugins``, as an entry's meta has it.
        only_stated: Whether a field that ``wanted`` does not have may be anything.

    Returns:
        The differences from an entry of the same text with the fewest, else from the one with the most similar text.
        An entry of another provider comes last, and that is the one difference: their settings cannot be compared.
        Of a very large cache, only as many entries are looked at as there is time for: a second.
    """
    flat = _flat(wanted)
    asked = json.dumps(text, ensure_ascii=False).encode(errors="replace")
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
            differences = _differences(there := _fields(raw), flat, only_stated=only_stated)
            same.append((_is_foreign(there, flat, only_stated=only_stated), len(differences), differences, key))
        elif len(prompt) <= _LONGER * len(asked):
            others.append((key, prompt))
    if same:
        *_, differences, key = min(same)
        return Why(differences, key, "" if differences else _same(cache, key), among)
    return replace(_by_similar_text(cache, text, flat, others, only_stated=only_stated), among=among)


def _same(cache: AudioCache, key: str) -> str:
    return "the entry is damaged, or of another schema" if cache.get(key) is None else "nothing differs"


def _by_similar_text(
    cache: AudioCache, text: str, flat: Mapping[str, Any], others: list[tuple[str, bytes]], *, only_stated: bool
) -> Why:
    # Comparing letter by letter is slow: only what shares the most words is worth it.
    words = set(_words(json.dumps(text, ensure_ascii=False).encode(errors="replace")))
    close = heapq.nlargest(20, others, key=lambda other: _overlap(words, other[1]))
    rated = [(_likeness(_text(prompt), text), key, _text(prompt)) for key, prompt in close]
    ratio, key, prompt = max(rated, default=(0.0, "", ""))
    if ratio < _CLOSE:
        return Why(instead="no entry of this text")
    raw = files.read(os.path.join(cache.cache_dir, key + META), entry.LONGEST_META) or b""
    return Why((f"text: {_changes(prompt, text)}", *_differences(_fields(raw), flat, only_stated=only_stated)), key)


def _prompts(cache: AudioCache) -> Iterator[tuple[str, bytes, bytes]]:
    """Key, meta and the prompt in it, as JSON has it. Parsing each meta would take most of the time."""
    folder = os.path.join(cache.cache_dir, "")
    with suppress(OSError), os.scandir(cache.cache_dir) as found:
        for name in (item.name for item in found if item.name.endswith(META)):
            raw = files.read(folder + name, entry.LONGEST_META)
            start = raw.find(_PROMPT) if raw else -1
            if raw and start >= 0:
                line = raw[start + len(_PROMPT) : raw.find(b"\n", start + 1)]
                yield name.removesuffix(META), raw, line.rstrip(b",\r")


def _words(prompt: bytes) -> list[bytes]:
    return prompt.lower().strip(b'".?!').split()


def _overlap(words: set[bytes], prompt: bytes) -> float:
    found = set(_words(prompt))
    return len(words & found) / len(words | found)


def _text(prompt: bytes) -> str:
    try:
        text = json.loads(prompt)
    except (ValueError, RecursionError):
        return ""
    return text if isinstance(text, str) else ""


def _fields(raw: bytes) -> dict[str, Any]:
    fields = table_in(entry.parse(raw) or {}, "key_fields")
    return _flat(fields) if flaw_in(fields) is None else {}


def _flat(key_fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields by the names that users know: a setting of the provider needs no prefix, the rest does."""
    flat = {**_part(key_fields, "identity"), **_part(key_fields, "fields")}
    for part in ("extra", "plugins"):
        flat |= {f"{part}.{name}": value for name, value in _part(key_fields, part).items()}
    return flat


def _part(key_fields: Mapping[str, Any], name: str) -> dict[str, Any]:
    # The meta of an entry is read here without its checksum, and may say anything.
    return table_in(key_fields, name)


def _differences(there: Mapping[str, Any], wanted: Mapping[str, Any], *, only_stated: bool) -> tuple[str, ...]:
    names = sorted(wanted if only_stated else {*there, *wanted})
    if _is_foreign(there, wanted, only_stated=only_stated):
        names = ["provider"]
    return tuple(
        f"{name}: {_shown(there, name)} -> {_shown(wanted, name)}"
        for name in names
        if json.dumps(there.get(name, _ABSENT)) != json.dumps(wanted.get(name, _ABSENT))
    )


def _is_foreign(there: Mapping[str, Any], wanted: Mapping[str, Any], *, only_stated: bool) -> bool:
    if only_stated and "provider" not in wanted:
        return False
    return bool(there.get("provider") != wanted.get("provider"))


def _shown(fields: Mapping[str, Any], name: str) -> str:
    return f"{fields[name]!r:.{_SHOWN}}" if name in fields else _ABSENT


def _likeness(one: str, other: str) -> float:
    """How much of two texts is the same, between 0 and 1."""
    start, end = _same_ends(one, other)
    between = one[start : len(one) - end], other[start : len(other) - end]
    # Letter by letter takes up to the cube of the time: what is long is only counted.
    matcher = SequenceMatcher(None, between[0], between[1], autojunk=False)
    inside: float = matcher.ratio() if max(map(len, between)) <= _COMPARED else matcher.quick_ratio()
    return (2 * (start + end) + inside * sum(map(len, between))) / (len(one) + len(other) or 1)


def _same_ends(one: Sequence[str], other: Sequence[str]) -> tuple[int, int]:
    """How many elements two sequences have in common at their start, and behind that at their end."""
    shorter = min(len(one), len(other))
    start = next((number for number in range(shorter) if one[number] != other[number]), shorter)
    rest = shorter - start
    end = next((number for number in range(rest) if one[-1 - number] != other[-1 - number]), rest)
    return start, end


def _changes(before: str, after: str) -> str:
    """Two texts in one, word by word: ``for [-two-]{+three+} people``. What is the same at both ends is cut short."""
    old, new = (re.findall(r"\w+|\s+|[^\w\s]", text) for text in (before, after))
    start, end = _same_ends(old, new)
    first, last = "".join(old[:start]), "".join(old[len(old) - end :])
    inside = _changed_words(old[start : len(old) - end], new[start : len(new) - end])
    return f"{_end_of(first)}{inside}{_start_of(last)}"


def _changed_words(old: list[str], new: list[str]) -> str:
    if max(len(old), len(new)) > _COMPARED:
        return _marked("".join(old), "".join(new))
    parts = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[i:j]), "".join(new[k:m])
        parts.append(gone if kind == "equal" else _marked(gone, come))
    return "".join(parts)


def _marked(gone: str, come: str) -> str:
    gone, come = _start_of(gone), _start_of(come)
    return (f"[-{gone}-]" if gone else "") + (f"{{+{come}+}}" if come else "")


def _start_of(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


def _end_of(text: str) -> str:
    return text if len(text) <= _SHOWN else f"...{text[-_SHOWN:]}"
