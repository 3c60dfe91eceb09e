"""``russo cache ls`` and ``show``: what is in the cache."""

from __future__ import annotations

import json
import math
import time
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .entries import audio_of, field_of, find, in_folder, open_cache, select, short
from .output import echo, print_json
from .parameters import DEFAULT_DIR, AsJson, CacheDir, OnlyProvider, OnlyText, OnlyVoice
from .table import print_table
from .units import age, parse_bytes, parse_seconds, show_bytes

if TYPE_CHECKING:
    from ..cache import AudioCache, Entry


def list_entries(
    text: OnlyText = "",
    *,
    provider: OnlyProvider = None,
    voice: OnlyVoice = None,
    older: Annotated[str | None, typer.Option(metavar="TIME", help="Only entries older than this, as in 30d.")] = None,
    larger: Annotated[
        str | None, typer.Option(metavar="SIZE", help="Only entries of at least this size, as in 1MB.")
    ] = None,
    cache_dir: CacheDir = DEFAULT_DIR,
    as_json: AsJson = False,
) -> None:
    """List the entries, most recently used first."""
    now = time.time()
    before = math.inf if older is None else now - parse_seconds(older, "--older")
    least = 0 if larger is None else parse_bytes(larger, "--larger")
    entries = select(open_cache(cache_dir), text, provider, voice)
    found = [entry for entry in entries if entry.kept < before and entry.size >= least]
    found.sort(key=lambda entry: (-entry.used, entry.key))
    if as_json:
        print_json([_described(entry) for entry in found])
    elif found:
        print_table(
            ("key", "provider", "voice", "size", "used", "text"), [_cells(entry, now) for entry in found], cut=True
        )
    else:
        echo("no entries")


def show(
    wanted: Annotated[str, typer.Argument(help="The key of an entry, the beginning of a key, or the whole text.")],
    *,
    cache_dir: CacheDir = DEFAULT_DIR,
    as_json: AsJson = False,
) -> None:
    """Show everything that is known about an entry, and its waveform.

    It also names the file to listen to.
    """
    cache = open_cache(cache_dir)
    found = find(cache, wanted)
    described = [_described(entry) | {"file": str(cache.cache_dir / f"{entry.key}.audio")} for entry in found]
    if as_json:
        print_json(described[0] if len(described) == 1 else described)
        return
    for number, (entry, values) in enumerate(zip(found, described, strict=True)):
        if number:
            echo("")
        width = max(map(len, values))
        for name, value in values.items():
            shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            echo(f"{name.ljust(width)}  {shown}")
        _draw(cache, entry)


def _draw(cache: AudioCache, entry: Entry) -> None:
    from ..errors import RussoError
    from .drawing import draw

    audio = audio_of(cache, entry)
    if audio is None:
        echo(f"it is damaged, and therefore a miss: russo cache verify{in_folder(cache)} says why")
        return
    try:
        for line in draw(audio):
            echo(line)
    except RussoError as error:
        echo(f"no waveform: {error}")


def _described(entry: Entry) -> dict[str, Any]:
    described = asdict(entry) | {"provider": entry.provider}
    if entry.hearing is None:
        del described["hearing"]
    for moment in ("kept", "used"):
        described[moment] = datetime.fromtimestamp(described[moment], UTC).isoformat(timespec="seconds")
    return described


def _cells(entry: Entry, now: float) -> tuple[str, ...]:
    voice = str(field_of(entry, "voice") or "")
    used = f"{age(now - entry.used)} ago"
    return short(entry.key), entry.provider or "", voice, show_bytes(entry.size), used, entry.prompt
