"""``russo cache``: what is kept, whether it is sound, and keeping it small."""

from __future__ import annotations

import json
import math
import time
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from ..display import count, plain
from .cache_import import import_old
from .cache_merge import merge
from .cache_remote import (
    DryRun,
    Namespace,
    OfRemote,
    RemoteAddress,
    open_sharing,
    pull,
    push,
    show_pruned,
    show_stats,
    show_verified,
    sync,
)
from .cache_why import why
from .output import echo
from .parameters import DEFAULT_DIR, CacheDir
from .table import WIDE
from .units import age, parse_bytes, parse_seconds, show_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ..cache import AudioCache, Entry
    from ..spending.ledger import Side

app = typer.Typer(help="Look at the cache, check it, and keep it small.", no_args_is_help=True)
app.command("import")(import_old)
app.command()(why)
app.command()(push)
app.command()(pull)
app.command()(sync)
app.command()(merge)

# Entries of which a key that was cut short may be the beginning, until it is clear that it says too little.
_TOO_MANY: Final = 2
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command("ls")
def list_entries(
    text: Annotated[str, typer.Argument(help="Only entries with this in their text.")] = "",
    *,
    provider: Annotated[str | None, typer.Option(help="Only entries of this provider.")] = None,
    voice: Annotated[str | None, typer.Option(help="Only entries of this voice.")] = None,
    older: Annotated[
        str | None, typer.Option(metavar="TIME", help="Only what was kept longer ago than this, as in 30d.")
    ] = None,
    larger: Annotated[
        str | None, typer.Option(metavar="SIZE", help="Only entries of at least this size, as in 1MB.")
    ] = None,
    cache_dir: CacheDir = DEFAULT_DIR,
    as_json: AsJson = False,
) -> None:
    """List the entries, the last used first."""
    before = math.inf if older is None else time.time() - parse_seconds(older, "--older")
    least = 0 if larger is None else parse_bytes(larger, "--larger")
    found = [
        entry
        for entry in _open(cache_dir).entries()
        if text.lower() in entry.prompt.lower()
        and provider in (None, entry.provider)
        and voice in (None, _voice(entry))
        and entry.kept < before
        and entry.size >= least
    ]
    found.sort(key=lambda entry: (-entry.used, entry.key))
    if as_json:
        _print_json([_described(entry) for entry in found])
    elif found:
        _print_table(found)
    else:
        echo("no entries")


@app.command()
def rm(
    wanted: Annotated[str, typer.Argument(help="The key of an entry, how it begins, or the whole text.")],
    *,
    cache_dir: CacheDir = DEFAULT_DIR,
) -> None:
    """Delete an entry, or every entry of a text. It is made again when it is asked for."""
    from ..errors import ConfigurationError

    if not wanted:
        msg = "an empty argument, as a variable that is not set leaves one, names no entry: give a key or a text"
        raise ConfigurationError(msg)
    cache = _open(cache_dir)
    of_text: list[str] = []
    by_key: list[Entry] = []
    for entry in cache.entries():
        if entry.prompt == wanted:
            of_text.append(entry.key)
        elif entry.key.startswith(wanted) and len(by_key) < _TOO_MANY:
            by_key.append(entry)
    if not of_text and len(by_key) != 1:
        what = "more than one entry" if by_key else "no entry"
        msg = f"{what} in {str(cache_dir)!r} has the text {wanted!r:.100}, or a key that begins so: russo cache ls"
        raise ConfigurationError(msg)
    doomed = of_text or [by_key[0].key]
    text = wanted if of_text else by_key[0].prompt
    for key in doomed:
        cache.delete(key)
    echo(f"deleted {_entries(len(doomed))} of {text!r:.100}")


@app.command()
def show(
    key: Annotated[str, typer.Argument(help="The key of an entry, or how it begins.")],
    *,
    cache_dir: CacheDir = DEFAULT_DIR,
    as_json: AsJson = False,
) -> None:
    """Show all that is known of an entry, and the file to listen to."""
    from ..errors import ConfigurationError

    cache = _open(cache_dir)
    found = [entry for entry in cache.entries() if entry.key.startswith(key)]
    if len(found) != 1:
        others = ", ".join(entry.key[:16] for entry in found[:5])
        msg = f"{len(found)} entries in {str(cache_dir)!r} begin with {key!r}" + (f": {others}" if others else "")
        raise ConfigurationError(msg)
    described = _described(found[0]) | {"file": str(cache.cache_dir / f"{found[0].key}.audio")}
    if as_json:
        _print_json(described)
        return
    width = max(map(len, described))
    for name, value in described.items():
        shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        echo(f"{name.ljust(width)}  {shown}")


@app.command()
def stats(
    *,
    of_remote: OfRemote = False,
    remote: RemoteAddress = None,
    namespace: Namespace = "",
    cache_dir: CacheDir = DEFAULT_DIR,
    as_json: AsJson = False,
) -> None:
    """Count the entries, and what was spent and saved on this machine.

    It also shows their size, providers, formats and age.
    """
    if of_remote:
        show_stats(open_sharing(cache_dir, remote, namespace), as_json=as_json)
        return
    from ..spending.ledger import totals

    found = _open(cache_dir).stats()
    ledger = totals(cache_dir)
    if as_json:
        _print_json(asdict(found) | asdict(ledger))
        return
    echo(f"{_entries(found.entries)}, {show_bytes(found.size)} of audio in {cache_dir}")
    for name, counts in (("providers", found.providers), ("formats", found.formats)):
        if counts:
            listed = ", ".join(f"{what or 'unknown'} {number:,}" for what, number in counts.items())
            echo(f"{name}: {listed}")
    if found.oldest is not None and found.newest is not None:
        now = time.time()
        echo(f"kept: between {age(now - found.oldest)} and {age(now - found.newest)} ago")
    for name, side in (("spent", ledger.spent), ("saved", ledger.saved), ("of that, from the remote", ledger.remote)):
        if side.utterances:
            echo(f"{name}: {_side(side)}")


@app.command()
def verify(
    *,
    of_remote: OfRemote = False,
    listen: Annotated[bool, typer.Option("--listen", help="Have each heard by a plugin, too: is it its text?")] = False,
    plugin: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Who listens; may be repeated. All that can, else.")
    ] = None,
    remote: RemoteAddress = None,
    namespace: Namespace = "",
    cache_dir: CacheDir = DEFAULT_DIR,
    as_json: AsJson = False,
) -> None:
    """Check every entry; exit with status 1 if one is not sound.

    That is one that is damaged, or that a listener hears as another text.
    """
    if of_remote:
        show_verified(open_sharing(cache_dir, remote, namespace), as_json=as_json)
        return
    from . import cache_listen

    cache = _open(cache_dir)
    ears = cache_listen.listeners(plugin or ()) if listen or plugin else ()
    found = cache.verify()
    heard = list(cache_listen.listen_to(cache, ears)) if ears else []
    if as_json:
        _print_json(asdict(found) | ({"heard": [asdict(one) for one in heard]} if ears else {}))
    else:
        for damage in found.damaged:
            echo(f"{damage.key}: {damage.reason}")
        unsealed = f", {len(found.unsealed):,} of them of russo 0.3.3, unchecked" if found.unsealed else ""
        echo(f"{_entries(found.sound)} sound{unsealed}; {len(found.damaged):,} damaged")
        if ears:
            cache_listen.show(heard)
    if found.damaged or any(one.hearing.verdict == "different" for one in heard):
        raise typer.Exit(1)


@app.command()
def prune(
    *,
    max_bytes: Annotated[
        str | None,
        typer.Option(metavar="SIZE", help="Keep at most this much, as in 500MB; what was used longest ago goes first."),
    ] = None,
    max_age: Annotated[
        str | None, typer.Option(metavar="TIME", help="Delete what was kept longer ago than this, as in 90d.")
    ] = None,
    unused_for: Annotated[
        str | None, typer.Option(metavar="TIME", help="Delete what was not used for this long, as in 30d.")
    ] = None,
    of_remote: OfRemote = False,
    dry_run: DryRun = False,
    remote: RemoteAddress = None,
    namespace: Namespace = "",
    cache_dir: CacheDir = DEFAULT_DIR,
) -> None:
    """Delete entries that are too old, unused for too long, or too many. It is safe while tests run."""
    from ..errors import ConfigurationError

    if dry_run and not of_remote:
        msg = "--dry-run goes with --remote: of a folder, `russo cache ls` shows what was used when"
        raise ConfigurationError(msg)
    if of_remote and unused_for is not None:
        msg = "--unused-for is known on each machine, and not in the remote: give --max-age or --max-bytes"
        raise ConfigurationError(msg)

    if max_bytes is max_age is unused_for is None:
        msg = "nothing says what to delete: give --max-bytes, --max-age or --unused-for"
        raise ConfigurationError(msg)
    most = None if max_bytes is None else parse_bytes(max_bytes, "--max-bytes")
    oldest = None if max_age is None else parse_seconds(max_age, "--max-age")
    if of_remote:
        sharing = open_sharing(cache_dir, remote, namespace)
        show_pruned(sharing, max_bytes=most, max_age=oldest, dry_run=dry_run)
        return
    pruned = _open(cache_dir).prune(
        max_bytes=most,
        max_age=oldest,
        unused_for=None if unused_for is None else parse_seconds(unused_for, "--unused-for"),
    )
    echo(f"deleted {_entries(len(pruned.keys))}, {show_bytes(pruned.size)}; {pruned.left:,} left")


@app.command()
def pack(
    *,
    flac: Annotated[bool, typer.Option("--flac", help="As FLAC: the same bytes come back.")] = False,
    cache_dir: CacheDir = DEFAULT_DIR,
) -> None:
    """Store entries in fewer bytes, for a cache that is committed. Needs russo-core[audio], as does reading them."""
    from ..errors import ConfigurationError

    if not flac:
        msg = "nothing says how to pack: give --flac"
        raise ConfigurationError(msg)
    cache = _open(cache_dir)
    packed = [done for entry in cache.entries() if (done := cache.pack(entry.key)) is not None]
    before, after = sum(one.before for one in packed), sum(one.after for one in packed)
    echo(f"packed {len(packed):,} of {_entries(cache.size())}: {show_bytes(before)} before, {show_bytes(after)} now")


@app.command()
def clear(
    *,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    cache_dir: CacheDir = DEFAULT_DIR,
) -> None:
    """Delete every entry, and nothing that is not russo's."""
    cache = _open(cache_dir)
    entries = _entries(size := cache.size())
    if size and not yes:
        typer.confirm(f"Delete {entries} of {cache_dir}? What is deleted will have to be made again", abort=True)
    cache.clear()
    echo(f"deleted {entries}")


def _entries(number: int) -> str:
    return count(number, "entry", "entries")


def _side(side: Side) -> str:
    unknown = f", and {side.unpriced:,} of no known price" if side.unpriced else ""
    said = f"{count(side.utterances, 'utterance')}, {count(side.characters, 'character')}, {side.seconds:.1f} s"
    return f"{said}, {side.cost}{unknown}"


def _open(folder: Path) -> AudioCache:
    from ..cache import AudioCache

    return AudioCache(folder)


def _described(entry: Entry) -> dict[str, Any]:
    described = asdict(entry) | {"provider": entry.provider}
    if entry.hearing is None:
        del described["hearing"]
    for moment in ("kept", "used"):
        described[moment] = datetime.fromtimestamp(described[moment], UTC).isoformat(timespec="seconds")
    return described


def _print_json(value: Any) -> None:
    echo(json.dumps(value, indent=2, ensure_ascii=False))


def _print_table(found: Iterable[Entry]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    now = time.time()
    rows = [_cells(entry, now) for entry in found]
    table = Table(box=None, pad_edge=False)
    # On a narrow terminal, only the text is cut.
    for number, name in enumerate(("key", "provider", "voice", "size", "used")):
        table.add_column(name, no_wrap=True, min_width=max(len(name), *(len(row[number]) for row in rows)))
    table.add_column("text", no_wrap=True, overflow="ellipsis")
    for row in rows:
        table.add_row(*(Text(plain(cell)) for cell in row))
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = WIDE  # for grep
    console.print(table)


def _voice(entry: Entry) -> Any:
    fields = entry.key_fields.get("fields")
    return fields.get("voice") if isinstance(fields, dict) else None


def _cells(entry: Entry, now: float) -> tuple[str, ...]:
    voice = _voice(entry)
    used = f"{age(now - entry.used)} ago"
    text = " ".join(entry.prompt.split())  # a line break would break the table
    return entry.key[:12], entry.provider or "-", str(voice or "-"), show_bytes(entry.size), used, text
