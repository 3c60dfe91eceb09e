"""`Recorder`: hears what every synthesizer of this process says, knows in which test, and writes it down."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .said import Said

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ..events import Event
    from .journal import Journal


class Recorder:
    """Writes down what is said, from any thread.

    Args:
        journal: Where to.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._said: dict[str, list[Said]] = {}
        # Which test a thread runs. A thread that runs none works for the test that began last.
        self._tests: dict[int, str] = {}
        self._last = ""
        self._condition = ""
        self._early = False

    def hear(self, event: Event, cache_dir: Path) -> None:
        """Keep an event. Of what happens before the first test, what is paid for counts, and what cannot be kept."""
        if self._early and event.kind not in {"synthesized", "not kept"}:
            return
        test = "" if self._early else self._tests.get(threading.get_ident(), self._last)
        said = Said.of(event, cache_dir, early=self._early, condition=self._condition)
        self._journal.write(test, said)
        self._said.setdefault(test, []).append(said)

    @contextmanager
    def test(self, name: str) -> Iterator[None]:
        """What is said inside is said by a test."""
        thread = threading.get_ident()
        self._tests[thread] = self._last = name
        try:
            yield
        finally:
            self._tests.pop(thread, None)
            self._said.pop(name, None)

    def take(self, test: str) -> list[Said]:
        """What a test has said since the last time."""
        return self._said.pop(test, [])

    @contextmanager
    def under(self, condition: str) -> Iterator[None]:
        """What is said inside is heard under a condition."""
        self._condition = condition
        try:
            yield
        finally:
            self._condition = ""

    @contextmanager
    def before_the_tests(self) -> Iterator[None]:
        """What is said inside is not said by a test."""
        self._early = True
        try:
            yield
        finally:
            self._early = False


@dataclass(frozen=True, slots=True)
class Listener:
    """An observer; two of one recorder are equal: none is added twice, nor told twice by a wrapper in another one."""

    recorder: Recorder
    cache_dir: Path = field(compare=False)

    def __call__(self, event: Event) -> None:
        """Pass it on."""
        self.recorder.hear(event, self.cache_dir)
