"""The ledger of a cache folder: what was paid for on this machine, and what was saved because it was in the cache.

It has a line of JSON for each paid call, or for several in close succession, and one for all hits of a process, without
any text or key. It is in ``.local/``, where `AudioCache.clear` does not touch it.
"""

from __future__ import annotations

import atexit
import json
import logging
import math
import os
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from .. import clock
from ..cache.local import Local
from ..cache.names import anchored, real
from ..cache.values import flaw_in
from .prices import Cost

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..events import Event

_log: Final = logging.getLogger("russo.cache")
_NAME: Final = "ledger.jsonl"
# The kinds of a line for hits: from this disk, and fetched from the remote in the same run.
_LOCAL: Final = "hits"
_REMOTE: Final = "remote hits"


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the ledger.

    Args:
        utterances: How many there are.
        characters: The total length of their texts.
        seconds: The total length of their speech.
        cost: Their total cost in US dollars, as far as prices are known.
        unpriced: How many of them have no known price.

    Example:
        >>> from russo.spending.ledger import Side
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
    """What a ledger adds up to.

    Args:
        spent: What was paid for on this machine.
        saved: What was not paid for because it was in the cache.
        remote: The part of ``saved`` that came from the remote.

    Example:
        >>> from russo.spending.ledger import Totals
        >>> Totals().saved.utterances
        0
    """

    spent: Side = field(default_factory=Side)
    saved: Side = field(default_factory=Side)
    remote: Side = field(default_factory=Side)


class Ledger:
    """Records paid calls, and counts hits: an observer of `CachedSynthesizer`.

    A wrapper tells the ledger of its folder about every call, in any case. Hits are counted only if the ledger is one
    of the wrapper's observers. Writing a line takes longer than a hit, so hits are written by `flush`, after every
    thousand, and when the process exits.

    Args:
        cache_dir: The folder of the cache. Two ledgers of one folder are equal.

    Example:
        >>> import asyncio, tempfile
        >>> from russo import Audio, AudioCache, CachedSynthesizer
        >>> from russo.spending.ledger import Ledger, totals
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
        self._folder = real(cache_dir)
        self._local = Local(os.fspath(cache_dir))
        self._lock = threading.Lock()
        self._hits: list[tuple[str, Side]] = []
        self._paid: dict[tuple[tuple[str, str | None], ...], tuple[Side, float]] = {}
        self._lag = 0.0
        self._due = 0.0
        self._process = os.getpid()
        atexit.register(self.flush)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ledger) and other._folder == self._folder

    def __hash__(self) -> int:
        return hash(self._folder)

    def __call__(self, event: Event) -> None:
        """Record an event: a hit counts as saved, and each attempt that may have cost something as spent."""
        if event.key is None:
            return  # the cache is disabled, so nothing is written to its folder
        if event.kind == "hit":
            self.count_hit(len(event.text), event.duration, event.cost, is_remote=event.is_remote)
        elif event.attempts:
            self._count_paid(event)

    @contextmanager
    def behind(self, seconds: float) -> Iterator[None]:
        """Let the file lag behind, so that calls in close succession share one line.

        Args:
            seconds: How far. If the process is killed, the paid calls of that time are missing from the ledger.

        Returns:
            A context. At its end, everything is written.

        Example:
            >>> import tempfile
            >>> from russo.spending.ledger import Ledger
            >>> with Ledger(tempfile.mkdtemp()).behind(0.25):
            ...     pass
        """
        self._lag = seconds
        try:
            yield
        finally:
            self._lag = self._due = 0.0
            self.flush()

    def count_hit(
        self, characters: int, seconds: float, cost: tuple[float, float] | None, *, is_remote: bool = False
    ) -> None:
        """Count an utterance that was not paid for, because it was in the cache.

        Args:
            characters: The length of its text.
            seconds: The length of its speech.
            cost: What it would have cost, lowest and highest in US dollars; None if that is not known.
            is_remote: Whether it was fetched from the remote in this run.
        """
        self._start_over_in_a_child()
        with self._lock:
            side = Side(1, characters, seconds, Cost(*cost or ()), unpriced=cost is None)
            self._hits.append((_REMOTE if is_remote else _LOCAL, side))
            due = len(self._hits) >= 1000
        if due:
            self.flush()

    def _count_paid(self, event: Event) -> None:
        times = event.attempts
        unpriced = 0 if event.cost is not None else times
        side = Side(times, times * len(event.text), event.duration, Cost(*event.cost or ()), unpriced)
        fields = event.fields
        chosen = [(name, fields[name]) for name in ("model", "voice") if isinstance(fields.get(name), str)]
        who = (("provider", event.provider), *chosen)
        self._start_over_in_a_child()
        with self._lock:
            before = self._paid.get(who)
            self._paid[who] = (side, event.seconds) if before is None else (before[0] + side, before[1] + event.seconds)
            due = clock.seconds() >= self._due
        if due:
            self._write_paid()

    def _write_paid(self) -> None:
        with self._lock:
            paid, self._paid = self._paid, {}
            self._due = clock.seconds() + self._lag
        lines = b""
        for who, (side, took) in paid.items():
            lines += _line("paid", side, **dict(who), took=round(took, 6))
        _write(self._local, lines)

    def flush(self) -> None:
        """Write what was counted since the last flush."""
        self._start_over_in_a_child()
        self._write_paid()
        with self._lock:
            hits, self._hits = self._hits, []
        sides = {kind: [side for where, side in hits if where == kind] for kind in (_LOCAL, _REMOTE)}
        _write(self._local, b"".join(_line(kind, sum(some, Side())) for kind, some in sides.items() if some))

    def _start_over_in_a_child(self) -> None:
        # In a forked child: the parent will write what was copied, and the lock may have been held.
        if self._process != os.getpid():
            self._process, self._hits, self._paid, self._lock = os.getpid(), [], {}, threading.Lock()


def ledger_of(cache_dir: str | os.PathLike[str]) -> Ledger:
    """The one ledger of a folder in this process.

    Args:
        cache_dir: The folder of the cache.
    """
    return _ledger_at(anchored(cache_dir))


# It finds out by itself which folder that really is, once.
_ledger_at: Final = lru_cache(maxsize=64)(Ledger)


def _line(kind: str, side: Side, **described: Any) -> bytes:
    line = {
        "at": clock.utc().isoformat(timespec="seconds"),
        "kind": kind,
        **described,
        "utterances": side.utterances,
        "characters": side.characters,
        "seconds": round(side.seconds, 3),
        "cost": [side.cost.low, side.cost.high],
        "unpriced": side.unpriced,
    }
    return json.dumps(line, ensure_ascii=False).encode(errors="replace") + b"\n"


def _write(local: Local, lines: bytes) -> None:
    if not lines:
        return
    try:
        local.append(_NAME, lines)
    except OSError as error:
        _log.debug("the ledger cannot be written: %s", error)  # the audio matters more, and `put` has reported it


def paces(cache_dir: str | os.PathLike[str]) -> dict[tuple[str, str], float]:
    """How long calls took on this machine, in seconds per character of text, by provider and model.

    Args:
        cache_dir: The folder of the cache.
    """
    took: dict[tuple[str, str], tuple[float, int]] = {}
    for line in _lines(cache_dir):
        seconds, characters = line.get("took"), line.get("characters")
        if isinstance(seconds, (int, float)) and math.isfinite(seconds) and isinstance(characters, int):
            who = str(line.get("provider") or ""), str(line.get("model") or "")
            before = took.get(who, (0.0, 0))
            took[who] = before[0] + seconds, before[1] + characters
    return {who: seconds / characters for who, (seconds, characters) in took.items() if characters}


def totals(cache_dir: str | os.PathLike[str]) -> Totals:
    """Add up the ledger of a cache folder.

    Args:
        cache_dir: The folder of the cache.

    Returns:
        What was spent and saved; nothing if there is no ledger. Damaged lines are skipped.
    """
    spent, saved, remote = Side(), Side(), Side()
    for line in _lines(cache_dir):
        side = _parsed(line)
        if line.get("kind") == "paid":
            spent += side
        elif line.get("kind") in (_LOCAL, _REMOTE):  # a planted one may have a kind without a hash
            saved += side
            remote += side if line.get("kind") == _REMOTE else Side()
    return Totals(spent, saved, remote)


def _lines(cache_dir: str | os.PathLike[str]) -> Iterable[dict[str, Any]]:
    for line in Local(os.fspath(cache_dir)).lines(_NAME):
        try:
            parsed = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(parsed, dict) and flaw_in(parsed) is None:
            yield parsed


def _parsed(line: dict[str, Any]) -> Side:
    try:
        low, high = line["cost"]
        seconds, low, high = float(line["seconds"]), float(low), float(high)
        counts = [int(line[name]) for name in ("utterances", "characters", "unpriced")]
        if not all(0 <= number < math.inf for number in (seconds, low, high, *counts)):
            return Side()
        return Side(counts[0], counts[1], seconds, Cost(low, high), counts[2])
    except (KeyError, OverflowError, TypeError, ValueError):
        return Side()
