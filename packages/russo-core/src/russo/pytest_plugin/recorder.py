"""`Recorder`: hears what every synthesizer of a run says, until a test takes it down to its account."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .said import Said

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ..events import Event
    from ..spending.ledger import Ledger


class Recorder:
    """Collects what is said, from any thread."""

    def __init__(self) -> None:
        self._heard: list[tuple[Event, Path, bool, str]] = []
        self._condition = ""
        self._early = False
        self._prepared: set[str | None] = set()

    def hear(self, event: Event, cache_dir: Path, ledger: Ledger | None) -> None:
        """Keep an event. Of what is looked up before the first test, only what is paid for counts."""
        paid = event.kind == "synthesized"
        if self._early and not paid:
            return
        self._heard.append((event, cache_dir, self._early, self._condition))
        if self._early:
            self._prepared.add(event.key)
        elif event.kind == "hit" and ledger is not None and not self._is_first_use(event):
            ledger(event)

    def _is_first_use(self, event: Event) -> bool:
        """Whether a hit is of what this run has paid for beforehand: then nothing was saved by it."""
        if event.key not in self._prepared:
            return False
        self._prepared.discard(event.key)
        return True

    def take(self) -> list[Said]:
        """What was said since the last time."""
        taken = self._heard[:]
        del self._heard[: len(taken)]
        return [
            Said.of(event, cache_dir, early=early, condition=condition) for event, cache_dir, early, condition in taken
        ]

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
    """An observer; two of one recorder and one folder are equal, so that none is added twice."""

    recorder: Recorder
    cache_dir: Path
    ledger: Ledger | None

    def __call__(self, event: Event) -> None:
        """Pass it on."""
        self.recorder.hear(event, self.cache_dir, self.ledger)
