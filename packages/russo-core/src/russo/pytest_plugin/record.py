"""`Record`: one event of a run, in the form that the journal, the summary and the report use."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ..spending.prices import Cost

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ..events import Event


# Turns a subclass of str, such as a StrEnum, into a str, because pytest-xdist only sends plain strings.
_plain: Final = str.__str__


class Record(NamedTuple):
    """An event without its audio, in types that can be sent between processes.

    Args:
        kind: The kind of the event.
        text: The text.
        key: The name of the entry, if the cache is on.
        provider: The provider, or the empty string for a synthesizer without a name.
        voice: Its voice, or the empty string.
        model: Its model, or the empty string.
        seconds: How long it took.
        duration: Seconds of speech.
        path: The file of the entry, if the cache is on.
        cost: The cost of speaking it, lowest and highest, in US dollars; None if it is not known.
        error: What went wrong, or the empty string.
        early: Whether it was spoken before the first test.
        condition: The condition under which it was heard, or the empty string.
        part: Which part of a longer text this is, in words, or the empty string.
        is_remote: Whether this run fetched it from the remote.
        is_fresh: Whether it was only in the cache because this run had spoken it in advance.
    """

    kind: str
    text: str
    key: str | None
    provider: str
    voice: str
    model: str
    seconds: float
    duration: float
    path: str | None
    cost: tuple[float, float] | None
    error: str
    early: bool
    condition: str = ""
    part: str = ""
    is_remote: bool = False
    is_fresh: bool = False

    @classmethod
    def of(cls, event: Event, cache_dir: Path, *, early: bool, condition: str = "", is_fresh: bool = False) -> Record:
        """Make a record from an event."""
        voice, model = event.fields.get("voice") or "", event.fields.get("model") or ""
        return cls(
            event.kind,
            _plain(event.text),
            event.key,
            _plain(event.provider or ""),
            _plain(voice) if isinstance(voice, str) else str(voice),
            _plain(model) if isinstance(model, str) else str(model),
            event.seconds,
            event.duration,
            os.path.join(cache_dir, f"{event.key}.audio") if event.key else None,
            event.cost,
            f"{type(event.error).__name__}: {event.error}" if event.error else "",
            early,
            condition,
            str(event.part or ""),
            event.is_remote,
            is_fresh,
        )

    @classmethod
    def from_json(cls, values: Iterable[Any]) -> Record:
        """Make a record from its values, as JSON returns them: with a list for the tuple."""
        said = cls(*values)
        return said if said.cost is None else said._replace(cost=(said.cost[0], said.cost[1]))

    @property
    def dollars(self) -> Cost:
        """The cost of speaking it, as far as it is known."""
        return Cost(*self.cost) if self.cost else Cost()

    @property
    def how(self) -> str:
        """What happened, in words."""
        words = {"hit": "from the cache", "not kept": "could not be kept", "missed": "not in the cache"}
        if self.is_fresh:
            words["hit"] = "synthesized"
        elif self.is_remote:
            words["hit"] = "from the remote"
        how = self.error if self.kind == "failed" else words.get(self.kind, self.kind)
        return f"{how}, {self.part} that were joined" if self.part else how

    @property
    def by(self) -> str:
        """The speaker: ``google, voice 'Kore', model 'x'``."""
        parts = [f"{name} {value!r}" for name, value in (("voice", self.voice), ("model", self.model)) if value]
        parts += [f"under {self.condition!r}"] if self.condition else []
        return ", ".join([self.provider or "the test's own synthesizer", *parts])
