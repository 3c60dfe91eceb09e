"""``russo cache verify --listen``: listening to the cache, and finding recordings that do not say their text."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING

from ..display import count
from ..errors import BlockedPluginError, BrokenPluginError, ConfigurationError, PluginConflictError, PluginError
from ..lockfile import NAME
from .entries import audio_of, in_folder, short
from .output import echo
from .progress import Progress

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..cache import AudioCache, Entry
    from ..transcripts import Hearing
    from ..transcripts.listening import Listener


@dataclass(frozen=True, slots=True)
class HeardEntry:
    """An entry, its text, what was heard in it, and why other plugins that were asked have failed."""

    key: str
    text: str
    hearing: Hearing
    failures: tuple[str, ...] = ()

    @property
    def is_checked(self) -> bool:
        """Whether every plugin that was asked has listened, and none has heard another text."""
        return self.hearing.verdict != "different" and not self.hearing.failed and not self.failures


def listeners(names: Sequence[str]) -> tuple[list[Listener], list[str]]:
    """The plugins with these names, or all installed plugins that listen if there are no names.

    Returns:
        The plugins, and why others cannot be used.

    Raises:
        PluginError: One of the names is not installed, or all that could listen are broken.
        ConfigurationError: None of them listens.
    """
    from ..plugins import load_plugins
    from ..plugins.entry_points import PLUGINS, discover, is_blocked

    found: list[Listener] = []
    broken: list[str] = []
    for name in dict.fromkeys(names) or (name for name in discover(PLUGINS) if not is_blocked(name)):
        try:
            plugins = load_plugins([name], source="--plugin" if names else None)
        except (BlockedPluginError, BrokenPluginError, PluginConflictError) as error:
            broken.append(str(error))
        else:
            found += () if plugins is None else plugins.listeners
    if broken and not found:
        raise PluginError("; ".join(broken))
    if not found:
        who = f"none of {', '.join(names)}" if names else "no plugin that is installed"
        msg = f"{who} listens (implements russo_transcribe): pip install russo-whisper, or name one with --plugin"
        raise ConfigurationError(msg)
    return found, broken


def listen_to(cache: AudioCache, ears: Sequence[Listener]) -> Iterator[HeardEntry]:
    """Listen to every entry that has a text, one after the other."""
    entries = [entry for entry in cache.entries() if entry.prompt]
    with Progress("listening") as step:
        for number, entry in enumerate(entries):
            step(number, len(entries))
            yield from _hear(cache, entry, ears)


def _hear(cache: AudioCache, entry: Entry, ears: Sequence[Listener]) -> Iterator[HeardEntry]:
    from ..transcripts.listening import language_of, listen

    audio = audio_of(cache, entry)
    if audio is not None:
        fields = entry.key_fields.get("fields")
        language = language_of(fields) if isinstance(fields, dict) else None
        hearings = []
        for ear in ears:
            hearings.append(listen([ear], audio, (entry.prompt,), language))
            if hearings[-1].verdict != "unheard":
                break
        failed = [hearing for hearing in hearings if hearing.failed]
        # What one has heard counts. If none has, a failure says more than silence.
        result = next((one for one in reversed(hearings) if one.verdict != "unheard"), (failed or hearings)[0])
        failures = tuple(hearing.difference for hearing in failed if hearing is not result)
        yield HeardEntry(entry.key, entry.prompt, result, failures)


def told(heard: Iterable[HeardEntry]) -> Iterator[HeardEntry]:
    """Pass the entries on, and print each wrong one at once, since listening to thousands takes a long time."""
    for one in heard:
        yield one
        if one.hearing.verdict == "different":
            echo(f"{one.key}: {one.text!r} was heard as {one.hearing.transcript!r}: {one.hearing.difference}")
        elif one.hearing.failed:
            echo(f"{one.key}: {one.text!r} was not heard: {one.hearing.difference}")
        for failure in one.failures:
            echo(f"{one.key}: {one.text!r} was not heard by every plugin: {failure}")


def sum_up(cache: AudioCache, heard: Sequence[HeardEntry]) -> None:
    """Print how many were heard, and what to do about the wrong ones."""
    verdicts = [one.hearing.verdict for one in heard]
    wrong = verdicts.count("different")
    failed = sum(one.hearing.failed for one in heard)
    unclear = verdicts.count("unheard") - failed
    partly = sum(bool(one.failures) and not one.hearing.failed for one in heard)
    echo(
        f"{count(len(heard) - failed, 'entry', 'entries')} heard: {verdicts.count('same'):,} as their text, "
        f"{wrong:,} to record again{f', {unclear:,} not understood' if unclear else ''}"
        f"{f'; {failed:,} not heard, because the listener failed' if failed else ''}"
        f"{f'; {partly:,} not heard by every plugin, because one failed' if partly else ''}"
    )
    if wrong:
        # A small model mishears a word here and there, so recordings of a different sentence are listed first.
        worst = sorted((one for one in heard if one.hearing.verdict == "different"), key=_likeness)
        keys = " ".join(short(one.key) for one in worst)
        first = ", the least alike first" if wrong > 1 else ""
        lock = " --russo-lock" if Path(NAME).exists() else ""
        echo(f"delete what is wrong{first}, and record it again: russo cache rm{in_folder(cache)} {keys}")
        echo(f"and then russo warm, or pytest --russo-online{lock}")


def _likeness(one: HeardEntry) -> float:
    """The share of words that are the same, between 0 and 1. Their order would take cubic time to compare."""
    said, heard = (text.lower().split() for text in (one.text, one.hearing.transcript or ""))
    return SequenceMatcher(None, said, heard, autojunk=False).quick_ratio()
