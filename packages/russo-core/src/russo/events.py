"""The events that a `CachedSynthesizer` sends to its observers: the summary, the report, the ledger, plugins."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import TypeAlias

    from .audio import Audio
    from .transcripts import Hearing

    Kind: TypeAlias = Literal["hit", "synthesized", "failed", "not kept", "missed"]
    Observer: TypeAlias = Callable[["Event"], None]

_log: Final = logging.getLogger("russo.events")


class Part(NamedTuple):
    """Which part of a longer text an utterance is, if the text was too long for one call.

    Args:
        number: Which one, from 1.
        of: How many there are.
        text: The whole text.

    Example:
        >>> from russo.events import Part
        >>> str(Part(2, 5, "A long story."))
        'part 2 of 5'
    """

    number: int
    of: int
    text: str

    def __str__(self) -> str:
        return f"part {self.number} of {self.of}"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to one utterance: the record that the ledger, summary, report and plugins all read.

    Args:
        kind: ``"hit"``: served without a call of its own, from disk or from a call that was already under way.
            ``"synthesized"``: the synthesizer was called and spoke. ``"failed"``: it was called and raised, gave no
            bytes, or was cancelled. ``"not kept"``: its audio could not be written, but is served anyway.
            ``"missed"``: offline, and not in the cache.
        text: The text.
        key: The name of the entry; None if the cache is not enabled.
        provider: The name of the provider, if the synthesizer has one.
        fields: The settings that decide how it sounds, as the synthesizer states them.
        seconds: How long it took.
        audio: The audio that is served, if any.
        error: What went wrong, if anything.
        duration: Seconds of speech; 0.0 if there is no audio, or it cannot be decoded here.
        attempts: How many calls were made for it that may have cost money; 0 for a hit.
        cost: US dollars that all attempts may have cost together, lowest and highest, or that a hit would have cost;
            None if no price is known.
        part: Which part this is of a text that was too long for one call. Each part is an utterance of its own, and
            in the end, all of them are served as one audio.
        hearing: What a listening plugin heard. Plugins only listen to audio that was just paid for.
        is_remote: Whether a hit was fetched from the remote during this run.

    Example:
        >>> import asyncio, tempfile
        >>> from russo import Audio, AudioCache, CachedSynthesizer
        >>> class Beep:
        ...     async def synthesize(self, text):
        ...         return Audio(bytes(480), format="pcm")
        >>> seen = []
        >>> synth = CachedSynthesizer(Beep(), cache=AudioCache(tempfile.mkdtemp()), observers=[seen.append])
        >>> for _ in range(2):
        ...     audio = asyncio.run(synth.synthesize("hello"))
        >>> [(event.kind, event.text) for event in seen]
        [('synthesized', 'hello'), ('hit', 'hello')]
    """

    kind: Kind
    text: str
    key: str | None = None
    provider: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    audio: Audio | None = None
    error: BaseException | None = None
    duration: float = 0.0
    attempts: int = 0
    cost: tuple[float, float] | None = None
    hearing: Hearing | None = None
    part: Part | None = None
    is_remote: bool = False


def tell(observers: Iterable[Observer], event: Event) -> None:
    """Tell every observer. If one raises, that is logged, and affects neither the others nor the speech."""
    for observer in observers:
        try:
            observer(event)
        except Exception:
            _log.exception("an observer of russo failed: %r", observer)
