"""``russo cache verify --listen``: listening to the cache, and finding recordings that do not say their text."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING

from ..display import count
from ..errors import ConfigurationError
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
    """An entry, its text, and what was heard in it."""

    key: str
    text: str
    hearing: Hearing


def listeners(names: Sequence[str]) -> tuple[Listener, ...]:
    """The plugins with these names, or all installed plugins that listen if there are no names.

    Raises:
        PluginError: One of the names is not installed, or is broken.
        ConfigurationError: None of them listens.
    """
    from ..plugins import load_plugins
    from ..plugins.entry_points import PLUGINS, discover

    plugins = load_plugins(names or discover(PLUGINS), source="--plugin" if names else None)
    found = () if plugins is None else plugins.listeners
    if not found:
        who = f"none of {', '.join(names)}" if names else "no plugin that is installed"
        msg = f"{who} listens (implements russo_transcribe): pip install russo-whisper, or name one with --plugin"
        raise ConfigurationError(msg)
    return found


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
        yield HeardEntry(entry.key, entry.prompt, listen(ears, audio, (entry.prompt,), language))


def told(heard: Iterable[HeardEntry]) -> Iterator[HeardEntry]:
    """Pass the entries on, and print each wrong one at once, since listening to thousands takes a long time."""
    for one in heard:
        yield one
        if one.hearing.verdict == "different":
            echo(f"{one.key}: {one.text!r} was heard as {one.hearing.transcript!r}: {one.hearing.difference}")
        elif one.hearing.failed:
            echo(f"{one.key}: {one.text!r} was not heard: {one.hearing.difference}")


def sum_up(cache: AudioCache, heard: Sequence[HeardEntry]) -> None:
    """Print how many were heard, and what to do about the wrong ones."""
    verdicts = [one.hearing.verdict for one in heard]
    wrong = verdicts.count("different")
    failed = sum(one.hearing.failed for one in heard)
    unclear = verdicts.count("unheard") - failed
    echo(
        f"{count(len(heard) - failed, 'entry', 'entries')} heard: {verdicts.count('same'):,} as their text, "
        f"{wrong:,} to record again{f', {unclear:,} not understood' if unclear else ''}"
        f"{f'; {failed:,} not heard, because the listener failed' if failed else ''}"
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
