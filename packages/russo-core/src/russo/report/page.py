"""Writes the one page of a report."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ..cache import AudioCache
from ..errors import ReportError, RussoError

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    from ..audio import Audio
    from ..transcripts import Hearing


@dataclass(frozen=True, slots=True)
class Heard:
    """One utterance of a run, and the tests that heard it.

    Args:
        text: What was said.
        by: Who said it.
        how: Whether it came from the cache, was synthesized, or failed and why.
        duration: Seconds of speech.
        path: The ``.audio`` file of its entry, if it has one.
        tests: Each test and its outcome, by name.
        condition: The condition under which it was heard, if it was one.
        folder: Where the files are that the condition names.

    Example:
        >>> from russo.report import Heard
        >>> hello = Heard("Hello", by="espeak", how="from the cache", duration=0.5)
        >>> hello.failed, hello.audio, hello.hearing  # nobody heard it, and it has no file
        (False, None, None)
    """

    text: str
    by: str
    how: str
    duration: float = 0.0
    path: str | None = None
    tests: dict[str, str] = field(default_factory=dict)
    condition: str = ""
    folder: Path = Path()

    @property
    def failed(self) -> bool:
        """Whether a test that heard it failed."""
        return "failed" in self.tests.values()

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

    @property
    def audio(self) -> str | None:
        """The speech as a WAV in a ``data:`` address, which a browser plays; None where it cannot be read."""
        if self.path is None:
            return None
        entry = Path(self.path)
        try:
            kept = AudioCache(entry.parent).get(entry.stem)
            return None if kept is None else f"data:audio/wav;base64,{b64encode(self._heard(kept).data).decode()}"
        except RussoError:
            return None

    def _heard(self, kept: Audio) -> Audio:
        """What the agent heard: a condition does the same again, since the text decides what is random in it."""
        if self.condition:
            from ..conditions import parse_condition, under

            kept = under(kept, parse_condition(self.condition, folder=self.folder), seed=self.text)
        return kept.to_wav()


def write(path: str | os.PathLike[str], summary: Iterable[str], heard: Iterable[Heard]) -> Path:
    """Write a report.

    Args:
        path: The file; missing folders are created.
        summary: Lines that sum up the run.
        heard: Its utterances.

    Returns:
        The path.

    Raises:
        ReportError: The file cannot be written.

    Example:
        >>> import tempfile
        >>> from russo.report import Heard, write
        >>> said = [Heard("Hello", by="espeak", how="from the cache", duration=0.5)]
        >>> write(tempfile.mkdtemp() + "/report.html", ["1 utterance"], said).name
        'report.html'
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("russo.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    page = environment.get_template("report.html").render(summary=list(summary), heard=list(heard))
    target = Path(path)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(page, encoding="utf-8")
    except OSError as error:
        msg = f"cannot write the report {str(target)!r}: {error.strerror or error}"
        raise ReportError(msg) from error
    return target
