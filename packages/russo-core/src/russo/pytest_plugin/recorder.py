"""`Recorder`: hears what every synthesizer of a run says, until a test takes it down to its account."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..prices import price_of
from .said import Said

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ..events import Event
    from ..provider import Price


class Recorder:
    """Collects what is said, from any thread."""

    def __init__(self) -> None:
        self._heard: list[Said] = []
        self._early = False
        self._prices: dict[tuple[object, object], Price | None] = {}

    def listener(self, cache_dir: Path) -> Listener:
        """What to tell a synthesizer to tell, with the folder that it keeps audio in."""
        return Listener(self, cache_dir)

    def hear(self, event: Event, cache_dir: Path) -> None:
        """Keep an event. Of what is looked up before the first test, only what is paid for counts."""
        if not self._early or event.kind == "synthesized":
            self._heard.append(Said.of(event, cache_dir, self._price(event), early=self._early))

    def take(self) -> list[Said]:
        """What was said since the last time."""
        taken = self._heard[:]
        del self._heard[: len(taken)]
        return taken

    @contextmanager
    def before_the_tests(self) -> Iterator[None]:
        """What is said inside is not said by a test."""
        self._early = True
        try:
            yield
        finally:
            self._early = False

    def _price(self, event: Event) -> Price | None:
        # Asking a provider takes longer than reading an entry.
        model = event.provider, event.fields.get("model")
        if model not in self._prices:
            self._prices[model] = price_of(event.provider, event.fields)
        return self._prices[model]


@dataclass(frozen=True, slots=True)
class Listener:
    """An observer; two of one recorder and one folder are equal, so that none is added twice."""

    recorder: Recorder
    cache_dir: Path

    def __call__(self, event: Event) -> None:
        """Pass it on."""
        self.recorder.hear(event, self.cache_dir)
