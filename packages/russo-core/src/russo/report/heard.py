"""`Heard` and `Group`: the utterances that a report lists, grouped by the test that heard them."""

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
        text: The text.
        by: The speaker.
        how: Whether it came from the cache, was synthesized, or failed, and why.
        duration: Seconds of speech.
        path: The ``.audio`` file of its entry, if it has one.
        condition: The condition under which it was heard, if there was one.
        folder: The folder of the files that the condition names.
        provider: The provider, for filtering.
        voice: The voice, likewise.
        price: The cost of speaking it, in words; empty if it is not known.

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
        """Its entry; None if there is no readable one. Reading it here does not count as a use."""
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
        """The speech as it was heard. A condition has the same effect again, since the text seeds its randomness."""
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
        """What a listening plugin heard in it when it was paid for; None if none listened."""
        if self.path is None:
            return None
        entry = Path(self.path)
        try:
            return AudioCache(entry.parent).hearing(entry.stem)
        except RussoError:
            return None


@dataclass(frozen=True, slots=True)
class Group:
    """The utterances that one test heard, or that belong together for another reason.

    Args:
        name: The name of the test.
        heard: Its utterances, in the order in which they were heard.
        outcome: How the test ended: ``passed``, ``failed`` or ``skipped``; empty if it is not a test.

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
        """The total duration in seconds."""
        return sum(one.duration for one in self.heard)
