"""What a report lists: utterances, grouped by the test that heard them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ..cache import AudioCache
from ..errors import RussoError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..audio import Audio
    from ..transcripts import Hearing


@dataclass(frozen=True, slots=True)
class Heard:
    """One utterance.

    Args:
        text: What was said.
        by: Who said it.
        how: Whether it came from the cache, was synthesized, or failed and why.
        duration: Seconds of speech.
        path: The ``.audio`` file of its entry, if it has one.
        condition: The condition under which it was heard, if it was one.
        folder: Where the files are that the condition names.
        provider: The provider, to be chosen by.
        voice: The voice, likewise.
        price: What it costs to have it spoken, in words; empty where nobody says.

    Example:
        >>> from russo.report import Heard
        >>> hello = Heard("Hello", by="espeak", how="from the cache", duration=0.5)
        >>> hello.kept, hello.audio, hello.hearing  # it has no file
        (None, None, None)
    """

    text: str
    by: str
    how: str
    duration: float = 0.0
    path: str | None = None
    condition: str = ""
    folder: Path = Path()
    provider: str = ""
    voice: str = ""
    price: str = ""

    @property
    def kept(self) -> Audio | None:
        """Its entry; None where there is none that can be read. To look at it does not count as a use."""
        from ..cache.folder import Folder
        from ..cache.reading import read

        if self.path is None:
            return None
        entry = Path(self.path)
        try:
            return read(Folder(str(entry.parent)), entry.stem)
        except RussoError:
            return None

    @property
    def audio(self) -> Audio | None:
        """The speech as it was heard. A condition does the same again, since the text decides what is random in it."""
        kept = self.kept
        if kept is None or not self.condition:
            return kept
        from ..conditions import parse_condition, under

        try:
            return under(kept, parse_condition(self.condition, folder=self.folder), seed=self.text)
        except RussoError:
            return None

    @property
    def hearing(self) -> Hearing | None:
        """What a listener has heard in it when it was paid for; None where nobody has listened."""
        if self.path is None:
            return None
        entry = Path(self.path)
        try:
            return AudioCache(entry.parent).hearing(entry.stem)
        except RussoError:
            return None


@dataclass(frozen=True, slots=True)
class Group:
    """What one test heard, or what else belongs together.

    Args:
        name: The name of the test.
        heard: Its utterances, in the order in which they were heard.
        outcome: How the test ended: ``passed``, ``failed`` or ``skipped``; empty for what is no test.

    Example:
        >>> from russo.report import Group, Heard
        >>> hello = Heard("Hello", by="espeak", how="from the cache", duration=0.5)
        >>> Group("test_agent.py::test_greeting", [hello], "passed").seconds
        0.5
    """

    name: str
    heard: Sequence[Heard] = field(default_factory=tuple)
    outcome: str = ""

    @property
    def seconds(self) -> float:
        """How long it all is, in seconds."""
        return sum(one.duration for one in self.heard)
