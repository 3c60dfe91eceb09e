"""The lines of the summary about models that are about to be shut down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import clock
from ..display import count
from ..errors import PluginError
from ..providers.registry import find_provider
from ..providers.retirement import NOTICE_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from ..provider import Retirement
    from .record import Record

_SAFE = frozenset({"hit", "synthesized"})


def retirement_lines(said: Iterable[Record], *, today: date | None = None) -> Iterator[str]:
    """A line for each model of a run that its provider shuts down within 90 days, or has shut down already.

    Args:
        said: What the run has said.
        today: The day to count from; by default, today (UTC).
    """
    day = today or clock.utc().date()
    by_model: dict[tuple[str, str], dict[str, bool]] = {}
    for one in said:
        texts = by_model.setdefault((one.provider, one.model), {})
        name = one.key or one.text
        # Without a key, the cache was off or the entry could not be written, so the utterance is not recorded.
        texts[name] = texts.get(name, False) or (one.kind in _SAFE and one.key is not None)
    for (provider, model), texts in sorted(by_model.items()):
        retirement = _retirement(provider, model)
        if retirement is not None and (retirement.on - day).days <= NOTICE_DAYS:
            yield _line(f"{provider} {{}} {model!r}", retirement, day, list(texts.values()))


def _retirement(provider: str, model: str) -> Retirement | None:
    try:
        return (find_provider(provider).retirements or {}).get(model) if provider else None
    except PluginError:
        return None


def _line(what: str, retirement: Retirement, day: date, recorded: list[bool]) -> str:
    over = retirement.on <= day
    safe = sum(recorded)
    parts = [f"{count(safe, 'utterance')} recorded and safe"]
    if safe < len(recorded):
        parts.append(f"{len(recorded) - safe:,} not, and can {'no longer be' if over else 'be until then'}")
    said = what.format("shut down" if over else "shuts down")
    return f"{said} on {retirement.on}: {', '.join(parts)}; then {retirement.replacement!r}"
