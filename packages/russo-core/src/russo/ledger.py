"""The ledger of a cache folder: what was paid for on this machine, and what was not because it was there already.

A line of JSON for each paid call, and one for the hits of a process. No text and no key is in it. It lies in
``.local/``, where `AudioCache.clear` does not touch it.
"""

from __future__ import annotations

import atexit
import json
import logging
import os
import threading
import weakref
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from .cache.local import Local
from .prices import Cost, cost_of, price_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .events import Event

_log: Final = logging.getLogger("russo.cache")
_NAME: Final = "ledger.jsonl"


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the ledger.

    Args:
        utterances: How many.
        characters: Of their texts, together.
        seconds: Of their speech, together.
        cost: US dollars, as far as prices are known.
        unpriced: How many of them have no known price.

    Example:
        >>> from russo.ledger import Side
        >>> Side(2, 10, 1.5).utterances
        2
    """

    utterances: int = 0
    characters: int = 0
    seconds: float = 0.0
    cost: Cost = field(default_factory=Cost)
    unpriced: int = 0

    def __add__(self, other: Side) -> Side:
        return Side(
            self.utterances + other.utterances,
            self.characters + other.characters,
            self.seconds + other.seconds,
            self.cost + other.cost,
            self.unpriced + other.unpriced,
        )


@dataclass(frozen=True, slots=True)
class Totals:
    """What a ledger adds up to: what was spent, and what the cache has saved.

    Example:
        >>> from russo.ledger import Totals
        >>> Totals().saved.utterances
        0
    """

    spent: Side = field(default_factory=Side)
    saved: Side = field(default_factory=Side)


class Ledger:
    """Counts hits: an observer of `CachedSynthesizer`, which writes what is paid for by itself.

    The hits are written when the process ends, by `flush`, or after a thousand: a hit takes less time than a line in
    a file.

    Args:
        cache_dir: The folder of the cache.

    Example:
        >>> import asyncio, tempfile
        >>> from russo import Audio, AudioCache, CachedSynthesizer
        >>> from russo.ledger import Ledger, totals
        >>> class Beep:
        ...     async def synthesize(self, text):
        ...         return Audio(bytes(480), format="pcm")
        >>> folder = tempfile.mkdtemp()
        >>> synth = CachedSynthesizer(Beep(), cache=AudioCache(folder), observers=[Ledger(folder)])
        >>> for _ in range(3):
        ...     audio = asyncio.run(synth.synthesize("hello"))
        >>> synth.observers[0].flush()
        >>> totals(folder).spent.utterances, totals(folder).saved.utterances
        (1, 2)
    """

    def __init__(self, cache_dir: str | os.PathLike[str]) -> None:
        self._local = Local(os.fspath(cache_dir))
        self._lock = threading.Lock()
        self._hits = Side()
        _ledgers.add(self)
        atexit.register(self.flush)

    def __call__(self, event: Event) -> None:
        """Take an event: ``"hit"`` counts, and nothing else does."""
        if event.kind == "hit":
            side = _side(event)
            with self._lock:
                self._hits += side
                due = self._hits.utterances >= 1000
            if due:
                self.flush()

    def flush(self) -> None:
        """Write the hits that were counted since the last time."""
        with self._lock:
            hits, self._hits = self._hits, Side()
        if hits.utterances:
            _write(self._local, "hits", hits)

    def forget(self) -> None:
        """In a forked child: what was counted is the parent's to write, and a thread that is not here has the lock."""
        self._lock = threading.Lock()
        self._hits = Side()


@lru_cache(maxsize=64)
def ledger_of(cache_dir: str) -> Ledger:
    """The one ledger of a folder in this process.

    Args:
        cache_dir: The folder of the cache.
    """
    return Ledger(cache_dir)


def record_paid(cache_dir: str | os.PathLike[str], event: Event) -> None:
    """Write a line for a call that was paid for.

    Args:
        cache_dir: The folder of the cache that it was made for.
        event: What the call has said.
    """
    described = {"provider": event.provider, **_chosen(event, "model", "voice"), "took": round(event.seconds, 6)}
    _write(Local(os.fspath(cache_dir)), "paid", _side(event), **described)


def _write(local: Local, kind: str, side: Side, **described: Any) -> None:
    line = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "kind": kind,
        **described,
        "utterances": side.utterances,
        "characters": side.characters,
        "seconds": round(side.seconds, 3),
        "cost": [side.cost.low, side.cost.high],
        "unpriced": side.unpriced,
    }
    try:
        with local.locked("ledger", at_most=2.0):
            local.append(_NAME, json.dumps(line, ensure_ascii=False).encode(errors="replace") + b"\n")
    except OSError as error:
        _log.debug("the ledger cannot be written: %s", error)  # the audio matters more, and `put` has told


def paces(cache_dir: str | os.PathLike[str]) -> dict[tuple[str, str], float]:
    """How long calls took on this machine: seconds for a character of text, by provider and model.

    Args:
        cache_dir: The folder of the cache.
    """
    took: dict[tuple[str, str], tuple[float, int]] = {}
    for line in _lines(cache_dir):
        seconds, characters = line.get("took"), line.get("characters")
        if isinstance(seconds, (int, float)) and isinstance(characters, int):
            who = str(line.get("provider") or ""), str(line.get("model") or "")
            before = took.get(who, (0.0, 0))
            took[who] = before[0] + seconds, before[1] + characters
    return {who: seconds / characters for who, (seconds, characters) in took.items() if characters}


def totals(cache_dir: str | os.PathLike[str]) -> Totals:
    """Add up the ledger of a cache folder.

    Args:
        cache_dir: The folder of the cache.

    Returns:
        What was spent and saved; nothing, where there is no ledger. Lines that are damaged do not count.
    """
    spent, saved = Side(), Side()
    for line in _lines(cache_dir):
        side = _parsed(line)
        if line.get("kind") == "paid":
            spent += side
        elif line.get("kind") == "hits":
            saved += side
    return Totals(spent, saved)


def _lines(cache_dir: str | os.PathLike[str]) -> Iterable[dict[str, Any]]:
    for line in Local(os.fspath(cache_dir)).lines(_NAME):
        try:
            parsed = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(parsed, dict):
            yield parsed


def _parsed(line: dict[str, Any]) -> Side:
    try:
        low, high = line["cost"]
        return Side(
            int(line["utterances"]),
            int(line["characters"]),
            float(line["seconds"]),
            Cost(float(low), float(high)),
            int(line["unpriced"]),
        )
    except (KeyError, OverflowError, TypeError, ValueError):
        return Side()


def _side(event: Event) -> Side:
    from .errors import AudioError, MissingDependencyError

    try:
        seconds = event.audio.duration if event.audio else 0.0
    except (AudioError, MissingDependencyError):
        seconds = 0.0
    price = price_of(event.provider, event.fields)
    characters = len(event.text)
    if price is None:
        return Side(1, characters, seconds, unpriced=1)
    return Side(1, characters, seconds, cost_of(price, characters, seconds))


def _chosen(event: Event, *names: str) -> dict[str, Any]:
    return {name: event.fields[name] for name in names if isinstance(event.fields.get(name), str)}


def _forget() -> None:
    for ledger in list(_ledgers):
        ledger.forget()


_ledgers: Final[weakref.WeakSet[Ledger]] = weakref.WeakSet()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
