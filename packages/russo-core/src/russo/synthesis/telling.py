"""Builds the event that tells the ledger, the summary, the report and plugins what happened to an utterance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .. import clock
from ..errors import AudioError, MissingDependencyError
from ..events import Event
from ..spending.prices import cost_of, price_of

if TYPE_CHECKING:
    from ..audio import Audio
    from ..events import Kind, Observer
    from ..providers.attempts import Attempts
    from ..transcripts import Hearing
    from .request import Request


# The events that have a price. Any other comes before or after one of these, and costs nothing more.
_PRICED: Final = frozenset({"failed", "hit", "synthesized"})


def unless_told(observers: tuple[Observer, ...], around: Attempts) -> tuple[Observer, ...]:
    """The observers that the wrapper around this one will not tell of the same speech."""
    return tuple(one for one in observers if one not in around.observers)


def event_of(
    kind: Kind,
    request: Request,
    started: float,
    *,
    is_kept: bool = True,
    audio: Audio | None = None,
    error: BaseException | None = None,
    attempts: Attempts | None = None,
    hearing: Hearing | None = None,
    is_remote: bool = False,
) -> Event:
    """Make the event, and work out its duration and its price.

    Args:
        kind: What happened.
        request: The utterance.
        started: When it began, according to ``clock.seconds``.
        is_kept: Whether it has an entry.
        audio: What is served.
        error: What went wrong.
        attempts: The attempts that may have cost something, if there were any.
        hearing: What a listening plugin heard in it.
        is_remote: Whether it came from the remote.
    """
    prefix = request.prefix
    provider = (prefix.identity or {}).get("provider")
    try:
        spoken = None if audio is None else audio.duration
    except (AudioError, MissingDependencyError):
        spoken = 0.0
    return Event(
        kind,
        request.text,
        request.key if is_kept else None,
        provider,
        prefix.fields,
        clock.seconds() - started,
        audio,
        error,
        spoken or 0.0,
        attempts.count if attempts else 0,
        _cost(request, provider, spoken, attempts) if kind in _PRICED else None,
        hearing,
        request.part,
        is_remote,
    )


def _cost(
    request: Request, provider: str | None, duration: float | None, attempts: Attempts | None
) -> tuple[float, float] | None:
    if attempts is not None and attempts.is_inside:
        known = [cost for cost in attempts.costs if cost is not None]
        whole = len(known) == len(attempts.costs)
        return (sum(low for low, _ in known), sum(high for _, high in known)) if whole else None
    price = price_of(provider, request.prefix.fields)
    if price is None:
        return None
    once = cost_of(price, len(request.sent), duration)
    times = 1 if attempts is None else attempts.count
    return once.low * times, once.high * times
