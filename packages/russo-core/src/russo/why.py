"""Why an utterance is a miss: what differs from the nearest thing that is in the cache.

Needs no provider, and reads nothing but metas: 50,000 of them in under a second.
"""

from __future__ import annotations

import heapq
import json
import os
import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, Final

from .cache import entry, files
from .cache.names import META

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .cache import AudioCache

_PROMPT: Final = re.compile(rb'^ "prompt": (".*"),$', re.MULTILINE)
_WORDS: Final = re.compile(r"\w+")
_CLOSE: Final = 0.6
_ABSENT: Final = "(none)"


@dataclass(frozen=True, slots=True)
class Why:
    """What the nearest entry has that is not what was asked for.

    Args:
        differences: One line each: ``voice: 'Kore' -> 'Puck'``, from the entry to what was asked for.
        key: The nearest entry, if there is one.

    Example:
        >>> from russo import AudioCache
        >>> from russo.why import explain
        >>> str(explain(AudioCache("no-such-folder"), "hello", {}))
        'no entry of this text'
    """

    differences: tuple[str, ...]
    key: str | None = None

    def __str__(self) -> str:
        return "; ".join(self.differences)


def explain(cache: AudioCache, text: str, wanted: Mapping[str, Any], *, only_stated: bool = False) -> Why:
    """Find the nearest entry, and what differs.

    Args:
        cache: Where to look.
        text: What was asked for.
        wanted: What its key is made of: ``identity``, ``fields``, ``extra`` and ``plugins``, as an entry's meta has it.
        only_stated: Whether a field that ``wanted`` does not have may be anything.

    Returns:
        The differences from an entry of the same text with the fewest, else from the one with the most similar text.
    """
    flat = _flat(wanted)
    same: list[tuple[int, tuple[str, ...], str]] = []
    others: list[tuple[float, str, str]] = []
    words = set(_WORDS.findall(text.lower()))
    for key, raw, prompt in _prompts(cache):
        if prompt == text:
            differences = _differences(_fields(raw), flat, only_stated=only_stated)
            same.append((len(differences), differences, key))
        elif words:
            found = set(_WORDS.findall(prompt.lower()))
            overlap = len(words & found) / len(words | found)
            if overlap:
                others.append((overlap, key, prompt))
    if same:
        _, differences, key = min(same)
        return Why(differences or ("the entry is damaged, or of another schema",), key)
    return _by_similar_text(cache, text, flat, others, only_stated=only_stated)


def _by_similar_text(
    cache: AudioCache, text: str, flat: Mapping[str, Any], others: list[tuple[float, str, str]], *, only_stated: bool
) -> Why:
    # Comparing letter by letter is slow: only what shares the most words is worth it.
    rated = [
        (SequenceMatcher(None, prompt, text).ratio(), key, prompt) for _, key, prompt in heapq.nlargest(20, others)
    ]
    ratio, key, prompt = max(rated, default=(0.0, "", ""))
    if ratio < _CLOSE:
        return Why(("no entry of this text",))
    raw = files.read(os.path.join(cache.cache_dir, key + META), entry.LONGEST_META) or b""
    return Why((f"text: {_changes(prompt, text)}", *_differences(_fields(raw), flat, only_stated=only_stated)), key)


def _prompts(cache: AudioCache) -> Iterator[tuple[str, bytes, str]]:
    try:
        names = os.listdir(cache.cache_dir)
    except OSError:
        return
    folder = os.path.join(cache.cache_dir, "")
    for name in names:
        if not name.endswith(META):
            continue
        raw = files.read(folder + name, entry.LONGEST_META)
        # Parsing all of a meta would take most of the time; its prompt has a line of its own.
        line = _PROMPT.search(raw.replace(b"\r\n", b"\n")) if raw else None
        if raw and line:
            try:
                yield name.removesuffix(META), raw, json.loads(line[1])
            except ValueError:
                continue


def _fields(raw: bytes) -> dict[str, Any]:
    fields = (entry.parse(raw) or {}).get("key_fields")
    return _flat(fields) if isinstance(fields, dict) else {}


def _flat(key_fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields by the names that users know: a setting of the provider needs no prefix, the rest does."""
    flat: dict[str, Any] = dict(key_fields.get("identity", {}))
    flat |= key_fields.get("fields", {})
    for part in ("extra", "plugins"):
        flat |= {f"{part}.{name}": value for name, value in key_fields.get(part, {}).items()}
    return flat


def _differences(there: Mapping[str, Any], wanted: Mapping[str, Any], *, only_stated: bool) -> tuple[str, ...]:
    names = sorted(wanted if only_stated else {*there, *wanted})
    return tuple(
        f"{name}: {_shown(there, name)} -> {_shown(wanted, name)}"
        for name in names
        if json.dumps(there.get(name, _ABSENT)) != json.dumps(wanted.get(name, _ABSENT))
    )


def _shown(fields: Mapping[str, Any], name: str) -> str:
    return repr(fields[name]) if name in fields else _ABSENT


def _changes(before: str, after: str) -> str:
    """Two texts in one, word by word: ``for [-two-]{+three+} people``."""
    old, new = (re.findall(r"\w+|\s+|[^\w\s]", text) for text in (before, after))
    parts = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[i:j]), "".join(new[k:m])
        parts.append(gone if kind == "equal" else (f"[-{gone}-]" if gone else "") + (f"{{+{come}+}}" if come else ""))
    return "".join(parts)
