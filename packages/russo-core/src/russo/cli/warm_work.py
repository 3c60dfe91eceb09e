"""Records many utterances at once, up to the limit of each provider, and counts what came of them."""

from __future__ import annotations

import asyncio
import gc
import math
import signal
import time
from collections import defaultdict
from contextlib import asynccontextmanager, contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ..display import count
from ..errors import (
    AuthenticationError,
    BudgetExceededError,
    CacheWriteError,
    CertificateError,
    MissingKeyError,
    ProviderUnavailableError,
    QuotaExceededError,
    SynthesisTimeoutError,
)
from ..spending.prices import Cost

if TYPE_CHECKING:
    import threading
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

    from ..audio import Audio
    from ..events import Event
    from ..synthesis.cached import CachedSynthesizer
    from ..synthesis.request import Request
    from .warm_lines import Line

# After one of these, the next call of the same provider would only fail the same way.
_HOPELESS: Final = (AuthenticationError, BudgetExceededError, CertificateError, MissingKeyError, QuotaExceededError)
# After this many of these in a row, the provider counts as unreachable.
_AWAY: Final = (ProviderUnavailableError, SynthesisTimeoutError)
_PATIENCE: Final = 20
# How many more lines than calls are under way, as a part of the limit. They are being looked up, or written.
_AHEAD: Final = 1 / 8


@dataclass(frozen=True, slots=True)
class Task:
    """A line, what speaks it, and the file to write in addition to the cache, if any."""

    line: Line
    synthesizer: CachedSynthesizer
    path: Path | None = None

    @property
    def voice(self) -> str:
        """The voice, as the synthesizer names it."""
        return str(self.synthesizer.cache_fields.get("voice") or "default")


@dataclass(slots=True)
class Tally:
    """What has come of the lines so far."""

    total: int = 0
    hits: int = 0
    spoken: int = 0
    characters: int = 0
    seconds: float = 0.0
    cost: Cost = field(default_factory=Cost)
    unpriced: int = 0
    failures: list[tuple[Task, Exception]] = field(default_factory=list)
    begun: int = 0
    started: float = field(default_factory=time.monotonic)
    not_kept: dict[str, BaseException | None] = field(default_factory=dict)
    shared: set[str] = field(default_factory=set)
    is_full: bool = False

    @property
    def done(self) -> int:
        """How many lines were recorded, found in the cache, or failed."""
        return self.hits + self.spoken + len(self.failures)

    @property
    def untried(self) -> int:
        """How many lines were never begun."""
        return self.total - self.begun

    @property
    def broken_off(self) -> int:
        """How many lines were begun but not finished, once nothing is under way any more."""
        return self.begun - self.done

    def pay(self, event: Event) -> None:
        """Observe a call: count what it may have cost, and note whether its entry was not kept, or served two lines."""
        # Another line with the same text and voice was being spoken.
        if event.kind == "hit" and event.key is not None and event.part is None:
            self.shared.add(event.key)
        if event.kind == "synthesized" and event.key is not None:
            self.not_kept.pop(event.key, None)
        if event.kind == "not kept" and event.key is not None:
            self.not_kept[event.key] = event.error
            # Otherwise, it is about this entry alone, which a newer russo has made.
            self.is_full |= isinstance(getattr(event.error, "__cause__", None), OSError)
        if event.attempts:
            self.characters += event.attempts * len(event.text)
            self.cost += Cost(*event.cost or ())
            self.unpriced += event.cost is None

    def money(self) -> str:
        """The cost so far, in words."""
        if not self.cost.high and self.unpriced:
            return "price not known"
        if not self.cost.high and not self.unpriced:
            return "free"
        return f"about {self.cost}" + (f" and {self.unpriced:,} of unknown price" if self.unpriced else "")

    def __str__(self) -> str:
        parts = [f"{self.hits:,} in the cache already", f"{self.spoken:,} spoken"]
        parts += [f"{len(self.failures):,} failed"] if self.failures else []
        parts += [f"{self.broken_off:,} interrupted, which may be charged for"] if self.broken_off else []
        parts += [f"{self.untried:,} not tried"] if self.untried else []
        paid = f"; {count(self.characters, 'character')}, {self.money()}" if self.characters else ""
        return f"{count(self.total, 'utterance')}: {', '.join(parts)}{paid}; {time.monotonic() - self.started:.1f} s"


class _Turn:
    """A turn among the calls that a provider gets at once."""

    def __init__(self, calls: asyncio.Semaphore) -> None:
        self._calls = calls
        self._is_over = False

    def end(self) -> None:
        """Let another line have it."""
        if not self._is_over:
            self._is_over = True
            self._calls.release()


_turn: Final[ContextVar[_Turn | None]] = ContextVar("russo_warm_turn", default=None)


def answered(event: Event) -> None:
    """Observe a call that succeeded: another line gets its turn when the recording of this one is on disk.

    After a call that failed, it is not known yet whether there should be another.
    """
    turn = _turn.get()
    if turn is not None and event.kind == "synthesized" and event.part is None:
        turn.end()


class _Job:
    """The tasks of one provider."""

    def __init__(self, tasks: list[Task], limit: int, tally: Tally, stop: threading.Event) -> None:
        self.workers = min(limit + math.ceil(limit * _AHEAD), len(tasks))
        self._todo = iter(tasks)
        self._calls = asyncio.Semaphore(limit)
        self._given_up = False
        self._away = 0
        self._tally = tally
        self._stop = stop

    @property
    def is_over(self) -> bool:
        """Whether no more lines are to be begun: for example, because they would be paid for and not kept."""
        return self._given_up or self._tally.is_full or self._stop.is_set()

    async def work(self) -> None:
        """Record one task after another, as long as there are any."""
        for task in self._todo:
            if self.is_over:
                return
            error = await self._speak(task)
            self._away = self._away + 1 if isinstance(error, _AWAY) else 0
            self._given_up |= isinstance(error, _HOPELESS) or self._away >= _PATIENCE
            if error is not None:
                self._tally.failures.append((task, error))

    async def _speak(self, task: Task) -> Exception | None:
        tally = self._tally
        try:
            request = task.synthesizer.resolve(task.line.text)
            audio = await task.synthesizer.cache.aget(request.key)
        except Exception as error:
            tally.begun += 1
            return error
        if audio is not None:
            tally.begun += 1
            return _count_hit(audio, task, tally)
        async with self._turn() as may_call:
            if not may_call:
                return None
            tally.begun += 1
            return await _make(task, request, tally)

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[bool]:
        """Wait for a turn; give False if no more calls are to be made by then."""
        await self._calls.acquire()
        turn = _Turn(self._calls)
        _turn.set(turn)
        try:
            yield not self.is_over
        finally:
            turn.end()


def speak_all(tasks: list[Task], limit: Callable[[Task], int], tally: Tally, stop: threading.Event) -> None:
    """Record the tasks, and count them.

    Args:
        tasks: The tasks to record.
        limit: How many calls the provider of a task gets at once.
        tally: Counts them.
        stop: Once it is set, calls under way are finished, and no more are begun.
    """
    by_provider = defaultdict[Any, list[Task]](list)
    for task in tasks:
        by_provider[task.line.speaker.provider].append(task)
    jobs = [_Job(group, limit(group[0]), tally, stop) for group in by_provider.values()]

    async def work_all() -> None:
        async with asyncio.TaskGroup() as group:
            for job in jobs:
                for _ in range(job.workers):
                    group.create_task(job.work())

    gc.freeze()  # the tasks and modules live to the end, so the collector need not examine them again and again
    asyncio.run(work_all())


async def _make(task: Task, request: Request, tally: Tally) -> Exception | None:
    """Record a line that is not in the cache, and count it."""
    try:
        audio = await task.synthesizer.make(request)
        is_hit = request.key in tally.shared
        tally.shared.discard(request.key)
        _save(audio, task)  # first of all, because this may be all that is left of it
        for one in request.pieces or (request,):
            if one.key in tally.not_kept:
                return CacheWriteError(f"it was spoken, but could not be kept: {tally.not_kept[one.key]}")
    except Exception as error:
        return error
    tally.hits += is_hit
    tally.spoken += not is_hit
    return None


def _count_hit(audio: Audio, task: Task, tally: Tally) -> Exception | None:
    try:
        _save(audio, task)
    except Exception as error:
        return error
    tally.hits += 1
    return None


def _save(audio: Audio, task: Task) -> None:
    if task.path is not None:
        task.path.parent.mkdir(parents=True, exist_ok=True)
        audio.save(task.path)


@contextmanager
def stopping(stop: threading.Event, say: Callable[[str], None]) -> Iterator[None]:
    """Let calls under way finish after the first Ctrl-C, since they are paid for. The second stops them at once.

    In the background of a shell script, where Ctrl-C is meant for others, it is still ignored.
    """

    def ask(_: int, __: Any) -> None:
        stop.set()
        signal.signal(signal.SIGINT, before)
        # It may interrupt another message. A pipe is closed by then if Ctrl-C has also ended `tee` at its other end.
        with suppress(OSError, RuntimeError):
            say("finishing the calls under way, which are paid for; press Ctrl-C again to stop at once")

    before = signal.getsignal(signal.SIGINT)
    if before is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, ask)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
