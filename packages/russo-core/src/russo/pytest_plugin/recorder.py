"""`Recorder`: observes every synthesizer of this process, knows which test is running, and writes to the journal."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from .record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ..events import Event
    from .journal import Journal

# A test may speak in several threads at once; the thread of an event loop of russo's own has the context of its caller.
_condition: Final[ContextVar[str]] = ContextVar("russo_condition", default="")


class Recorder:
    """Records what is said, in any thread.

    Args:
        journal: The journal to write to.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._said: dict[str, list[Record]] = {}
        # The test that each thread runs. A thread that runs none works for the test that started last.
        self._tests: dict[int, str] = {}
        self._last = ""
        self._early = False

    def hear(self, event: Event, cache_dir: Path) -> None:
        """Record an event. Before the first test, only paid calls and failures to write the cache are recorded."""
        if self._early and event.kind not in {"synthesized", "not kept"}:
            return
        test = "" if self._early else self._tests.get(threading.get_ident(), self._last)
        if self._early and event.kind == "synthesized" and event.key:
            self._journal.note_made(event.key)
        is_fresh = event.kind == "hit" and event.key is not None and self._journal.was_made(event.key)
        said = Record.of(event, cache_dir, early=self._early, condition=_condition.get(), is_fresh=is_fresh)
        self._journal.write(test, said)
        self._said.setdefault(test, []).append(said)

    @contextmanager
    def test(self, name: str) -> Iterator[None]:
        """Record what is said in this context as said by a test."""
        thread = threading.get_ident()
        self._tests[thread] = self._last = name
        try:
            yield
        finally:
            self._tests.pop(thread, None)
            self._said.pop(name, None)

    def take(self, test: str) -> list[Record]:
        """What a test has said since the last call."""
        return self._said.pop(test, [])

    @contextmanager
    def under(self, condition: str) -> Iterator[None]:
        """Record what is said in this context as heard under a condition."""
        before = _condition.set(condition)
        try:
            yield
        finally:
            _condition.reset(before)

    @contextmanager
    def before_the_tests(self) -> Iterator[None]:
        """Record what is said in this context as said before the first test."""
        self._early = True
        try:
            yield
        finally:
            self._early = False


@dataclass(frozen=True, slots=True)
class Listener:
    """An observer. Those of the same recorder are equal, so that nested wrappers do not add or notify it twice."""

    recorder: Recorder
    cache_dir: Path = field(compare=False)

    def __call__(self, event: Event) -> None:
        """Pass the event on."""
        self.recorder.hear(event, self.cache_dir)
