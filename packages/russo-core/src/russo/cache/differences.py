"""Describes how two utterances differ: in the settings that their keys are made of, and in their texts."""

from __future__ import annotations

import heapq
import json
import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, Final

from .values import table_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_CLOSE: Final = 0.6
# The largest number of letters or words on each side that are compared one by one.
_COMPARED: Final = 120
# How many letters of a text are shown before and after a difference.
_SHOWN: Final = 200
_ABSENT: Final = "(none)"
# How many times as long a similar text can be if it contains the whole shorter one; and the same in bytes of JSON, in
# which a letter takes up to six.
LONGER: Final = 6 * (2 / _CLOSE - 1)
# Comparing letter by letter is slow, so only this many texts, which share the most words, are compared like this.
_RATED: Final = 20


def as_json(text: str) -> bytes:
    """A text as JSON, as it is in the meta of an entry, for `closest`."""
    return json.dumps(text, ensure_ascii=False).encode(errors="replace")


def closest(text: str, others: Iterable[tuple[str, bytes]]) -> tuple[str, str] | None:
    """The key and the text of the most similar text; None if none is similar enough.

    Args:
        text: The text to compare with.
        others: Keys, each with its text in the form of `as_json`, since parsing them all would take most of the time.
    """
    words = set(_words(as_json(text)))
    close = heapq.nlargest(_RATED, others, key=lambda other: _overlap(words, other[1]))
    rated = [(_likeness(_text(prompt), text), key, _text(prompt)) for key, prompt in close]
    ratio, key, prompt = max(rated, default=(0.0, "", ""))
    return None if ratio < _CLOSE else (key, prompt)


def flat(key_fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields by the names that users know: settings of the provider without a prefix, all others with one."""
    flat = {**_part(key_fields, "identity"), **_part(key_fields, "fields")}
    for part in ("extra", "plugins"):
        flat |= {f"{part}.{name}": value for name, value in _part(key_fields, part).items()}
    return flat


def _part(key_fields: Mapping[str, Any], name: str) -> dict[str, Any]:
    # The checksum of this meta has not been verified, so it may say anything.
    return table_in(key_fields, name)


def differences(there: Mapping[str, Any], wanted: Mapping[str, Any], *, only_stated: bool) -> tuple[str, ...]:
    """A line for each field that is not the same: ``voice: 'Kore' -> 'Puck'``.

    Args:
        there: The fields of the entry, as `flat` gives them.
        wanted: The fields of the utterance that was asked for.
        only_stated: Whether a field that ``wanted`` does not have may be anything.
    """
    names = sorted(wanted if only_stated else {*there, *wanted})
    if is_foreign(there, wanted, only_stated=only_stated):
        names = ["provider"]
    return tuple(
        f"{name}: {_shown(there, name)} -> {_shown(wanted, name)}"
        for name in names
        if json.dumps(there.get(name, _ABSENT)) != json.dumps(wanted.get(name, _ABSENT))
    )


def is_foreign(there: Mapping[str, Any], wanted: Mapping[str, Any], *, only_stated: bool) -> bool:
    """Whether another provider speaks, whose settings cannot be compared."""
    if only_stated and "provider" not in wanted:
        return False
    return bool(there.get("provider") != wanted.get("provider"))


def _shown(fields: Mapping[str, Any], name: str) -> str:
    return f"{fields[name]!r:.{_SHOWN}}" if name in fields else _ABSENT


def _likeness(one: str, other: str) -> float:
    """How similar two texts are, from 0 to 1."""
    start, end = _same_ends(one, other)
    between = one[start : len(one) - end], other[start : len(other) - end]
    # Comparing letter by letter can take cubic time, so long texts are only compared by their counts.
    matcher = SequenceMatcher(None, between[0], between[1], autojunk=False)
    inside: float = matcher.ratio() if max(map(len, between)) <= _COMPARED else matcher.quick_ratio()
    return (2 * (start + end) + inside * sum(map(len, between))) / (len(one) + len(other) or 1)


def _same_ends(one: Sequence[str], other: Sequence[str]) -> tuple[int, int]:
    """How many elements two sequences have in common at their start, and then at their end."""
    shorter = min(len(one), len(other))
    start = next((number for number in range(shorter) if one[number] != other[number]), shorter)
    rest = shorter - start
    end = next((number for number in range(rest) if one[-1 - number] != other[-1 - number]), rest)
    return start, end


def changes(before: str, after: str) -> str:
    """The changes between two texts, word by word: ``for [-two-]{+three+} people``. Equal ends are shortened."""
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
