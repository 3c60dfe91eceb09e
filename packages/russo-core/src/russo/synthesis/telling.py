"""Telling what has happened to an utterance: once, as one record, to everybody who counts or watches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .. import clock
from ..errors import AudioError, MissingDependencyError
from ..events import Event, tell
from ..providers.attempts import counting
from ..spending.prices import cost_of, price_of

if TYPE_CHECKING:
    from ..audio import Audio
    from ..cache import AudioCache
    from ..events import Kind, Observer
    from ..provider import Price
    from ..providers.attempts import Attempts
    from ..transcripts import Hearing
    from .request import Request


# What else happens to an utterance comes before or after one of these, and costs nothing more.
_PRICED: Final = frozenset({"failed", "hit", "synthesized"})


def tell_hit(
    observers: tuple[Observer, ...], cache: AudioCache, request: Request, started: float, audio: Audio
) -> None:
    """Tell that an utterance was served without a call."""
    around = counting()
    if around is not None:
        around.hand_over()
        observers = unless_told(observers, around)
    if observers:
        is_remote = cache.was_fetched(request.key)
        tell(observers, event_of("hit", request, started, audio=audio, attempts=None, is_remote=is_remote))


def unless_told(observers: tuple[Observer, ...], around: Attempts) -> tuple[Observer, ...]:
    """Who is not told of the same speech by the wrapper around this one."""
    return tuple(one for one in observers if one not in around.observers)


def event_of(
    kind: Kind,
    request: Request,
    started: float,
    *,
    is_kept: bool = True,
    audio: Audio | None = None,
    error: Exception | None = None,
    attempts: Attempts | None = None,
    hearing: Hearing | None = None,
    is_remote: bool = False,
) -> Event:
    """The record of what has happened, with its duration and its price worked out.

    Args:
        kind: What has happened.
        request: To which utterance.
        started: When it began, as ``clock.seconds`` gave it.
        is_kept: Whether it has an entry.
        audio: What is served.
        error: What went wrong.
        attempts: The attempts that may have cost something; None where none was made.
        hearing: What a plugin has heard in it.
        is_remote: Whether it came from the remote.
    """
    prefix, duration = request.prefix, _duration(audio)
    provider = (prefix.identity or {}).get("provider")
    spoken = duration if audio is not None else None
    return Event(
        kind,
        request.text,
        request.key if is_kept else None,
        provider,
        prefix.fields,
        clock.seconds() - started,
        audio,
        error,
        duration,
        attempts.count if attempts else 0,
        _cost(price_of(provider, prefix.fields), len(request.said), spoken, attempts) if kind in _PRICED else None,
        hearing,
        request.part,
        is_remote,
    )


def _duration(audio: Audio | None) -> float:
    try:
        return audio.duration if audio is not None else 0.0
    except (AudioError, MissingDependencyError):
        return 0.0


def _cost(
    price: Price | None, characters: int, duration: float | None, attempts: Attempts | None
) -> tuple[float, float] | None:
    if attempts is not None and attempts.is_inside:
        known = [cost for cost in attempts.costs if cost is not None]
        whole = len(known) == len(attempts.costs)
        return (sum(low for low, _ in known), sum(high for _, high in known)) if whole else None
    if price is None:
        return None
    once = cost_of(price, characters, duration)
    times = 1 if attempts is None else attempts.count
    return once.low * times, once.high * times
