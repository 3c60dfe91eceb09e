"""What has changed since the last report: the file that is being replaced remembers what was in it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path
    from typing import TypeAlias

    from .heard import Heard
    from .sound import Sound

    # What stays the same when an utterance is recorded again: its text, and who says it.
    Line: TypeAlias = tuple[str, str]

_DATA: Final = re.compile(r'<script type="application/json" id="russo-report">(.*?)</script>', re.DOTALL)
_SCHEMA: Final = 1


@dataclass(frozen=True, slots=True)
class Changes:
    """What is different.

    Args:
        since: When the last report was written, as it said.
        of: ``new`` or ``changed``, for each utterance that is.
        gone: What the last report had and this one has not.
    """

    since: str
    of: Mapping[Heard, str] = field(default_factory=dict)
    gone: tuple[Line, ...] = ()

    def number(self, kind: str) -> int:
        """How many utterances are ``new`` or ``changed``."""
        return sum(found == kind for found in self.of.values())


def remembered(written: str, heard: Iterable[Heard], sounds: Mapping[Heard, Sound]) -> dict[str, Any]:
    """What the next report has to know of this one, as JSON can hold it."""
    takes = {(*_line(one), sounds[one].kept if one in sounds else "") for one in heard}
    return {"schema": _SCHEMA, "written": written, "heard": sorted(takes)}


def changes_since(path: Path, heard: Iterable[Heard], sounds: Mapping[Heard, Sound]) -> Changes | None:
    """Compare with the report that is there.

    Of a text and a speaker there may be several recordings, with other settings. Each that was not there before stands
    for one that is there no more, and has changed; what is left is new, or gone.

    Returns:
        None where there is no report, or none that remembers.
    """
    before = _read(path)
    if before is None:
        return None
    since, takes = before
    left = set(takes)
    other: dict[tuple[Line, str], list[Heard]] = {}
    for one in heard:
        other.setdefault((_line(one), sounds[one].kept if one in sounds else ""), []).append(one)
    fresh = [take for take in other if take not in left]
    left.difference_update(other)
    of: dict[Heard, str] = {}
    for line, kept in fresh:
        was = next((take for take in sorted(left) if take[0] == line), None)
        if was is not None:
            left.remove(was)
        if kept:  # what has failed is no recording, and yet is not gone
            of |= dict.fromkeys(other[line, kept], "changed" if was is not None and was[1] else "new")
    return Changes(since, of, tuple(sorted(line for line, _ in left)))


def _line(one: Heard) -> Line:
    return one.text.encode(errors="replace").decode(), one.by


def _read(path: Path) -> tuple[str, list[tuple[Line, str]]] | None:
    try:
        found = _DATA.search(path.read_text(encoding="utf-8"))
        data = json.loads(found[1]) if found else {}
    except (OSError, ValueError, RecursionError):
        return None
    # It is a file of the user's, and may hold anything.
    if not isinstance(data, dict) or data.get("schema") != _SCHEMA:
        return None
    since, heard = data.get("written"), data.get("heard")
    if not isinstance(since, str) or not isinstance(heard, list):
        return None
    takes = [take for take in heard if isinstance(take, list) and len(take) == 3]
    return since, [((take[0], take[1]), take[2]) for take in takes if all(isinstance(part, str) for part in take)]
