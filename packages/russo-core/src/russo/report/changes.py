"""Finds what has changed since the previous report, whose utterances are read from its file before it is replaced."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path
    from typing import TypeAlias

    from .heard import Heard
    from .sound import Sound

    # The text and the speaker, which stay the same when an utterance is recorded again.
    Line: TypeAlias = tuple[str, str]

_DATA: Final = re.compile(r'<script type="application/json" id="russo-report">(.*?)</script>', re.DOTALL)
_SCHEMA: Final = 1


@dataclass(frozen=True, slots=True)
class Changes:
    """The differences between two reports.

    Args:
        since: When the last report was written, according to itself.
        of: ``new`` or ``changed``, for each utterance that is either.
        numbers: How many recordings are ``new`` and how many are ``changed``. One may be heard several times.
        gone: The utterances that the last report had and this one does not.
    """

    since: str
    of: Mapping[Heard, str] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    gone: tuple[Line, ...] = ()

    def number(self, kind: str) -> int:
        """How many recordings are ``new`` or ``changed``."""
        return self.numbers.get(kind, 0)


def remembered(written: str, heard: Iterable[Heard], sounds: Mapping[Heard, Sound]) -> dict[str, Any]:
    """What the next report has to know about this one, as JSON values."""
    takes = {(*_line(one), sounds[one].kept if one in sounds else "") for one in heard}
    return {"schema": _SCHEMA, "written": written, "heard": sorted(takes)}


def changes_since(path: Path, heard: Iterable[Heard], sounds: Mapping[Heard, Sound]) -> Changes | None:
    """Compare with the existing report.

    There may be several recordings of the same text by the same speaker, with different settings. A recording that was
    not there before is paired with one that is no longer there, and counts as changed. The rest is new or gone.

    Returns:
        The changes; None if there is no report, or it does not remember anything.
    """
    before = _read(path)
    if before is None:
        return None
    since, takes = before
    other: dict[tuple[Line, str], list[Heard]] = {}
    for one in heard:
        other.setdefault((_line(one), sounds[one].kept if one in sounds else ""), []).append(one)
    known = set(takes)
    left: defaultdict[Line, list[str]] = defaultdict(list)
    for line, kept in sorted(known - other.keys(), reverse=True):
        left[line].append(kept)
    of: dict[Heard, str] = {}
    numbers: Counter[str] = Counter()
    for line, kept in (take for take in other if take not in known):
        was = left[line].pop() if left[line] else ""
        if kept:  # a failed utterance has no recording, but is not gone either
            kind = "changed" if was else "new"
            of |= dict.fromkeys(other[line, kept], kind)
            numbers[kind] += 1
    return Changes(since, of, numbers, tuple(sorted(line for line, gone in left.items() for _ in gone)))


def _line(one: Heard) -> Line:
    return one.text.encode(errors="replace").decode(), one.by


def _read(path: Path) -> tuple[str, list[tuple[Line, str]]] | None:
    if not path.is_file():  # reading from a pipe would wait for what nobody writes
        return None
    try:
        found = _DATA.search(path.read_text(encoding="utf-8"))
        data = json.loads(found[1]) if found else {}
    except (OSError, ValueError, RecursionError):
        return None
    # The file belongs to the user, and may contain anything.
    if not isinstance(data, dict) or data.get("schema") != _SCHEMA:
        return None
    since, heard = data.get("written"), data.get("heard")
    if not isinstance(since, str) or not isinstance(heard, list):
        return None
    takes = [take for take in heard if isinstance(take, list) and len(take) == 3]
    return since, [((take[0], take[1]), take[2]) for take in takes if all(isinstance(part, str) for part in take)]
