"""Groups the entries of a cache for a report."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ..errors import RussoError
from ..spending.prices import cost_of, price_of
from .heard import Group, Heard

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..cache import AudioCache, Entry


def groups_of(cache: AudioCache, entries: Iterable[Entry]) -> list[Group]:
    """Group entries by speaker, and sort each group by text.

    Args:
        cache: The cache.
        entries: The entries to list.
    """
    groups: dict[str, list[Heard]] = {}
    for entry in sorted(entries, key=lambda entry: (entry.prompt, entry.key)):
        one = _heard(cache, entry)
        groups.setdefault(one.by, []).append(one)
    return [Group(by, tuple(heard)) for by, heard in sorted(groups.items())]


def _heard(cache: AudioCache, entry: Entry) -> Heard:
    fields = entry.key_fields.get("fields")
    voice, model = (_named(fields, name) for name in ("voice", "model"))
    named = [f"{name} {value!r}" for name, value in (("voice", voice), ("model", model)) if value]
    path = str(cache.cache_dir / f"{entry.key}.audio")
    kept = datetime.fromtimestamp(entry.kept, UTC).astimezone().strftime("%Y-%m-%d")
    found = Heard(entry.prompt, ", ".join([entry.provider or "unknown", *named]), f"kept on {kept}", path=path)
    audio = found.kept
    seconds = _seconds(audio)
    price = price_of(entry.provider, fields if isinstance(fields, dict) else {})
    cost = cost_of(price, len(entry.prompt), seconds) if price else None
    return Heard(
        found.text,
        found.by,
        found.how if audio is not None else "cannot be read: `russo cache verify` says why",
        seconds or 0.0,
        path,
        provider=entry.provider or "",
        voice=voice,
        price=str(cost) if cost and cost.high else "",
    )


def _named(fields: Any, name: str) -> str:
    value = fields.get(name) if isinstance(fields, dict) else None
    return value if isinstance(value, str) else ""


def _seconds(audio: Any) -> float | None:
    try:
        return None if audio is None else audio.duration
    except RussoError:
        return None
