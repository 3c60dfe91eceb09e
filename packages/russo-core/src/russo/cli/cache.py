"""The group ``russo cache``. Its commands are in the modules ``cache_*``."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from ..display import count
from .cache_export import export
from .cache_import import import_old
from .cache_merge import merge
from .cache_remote import (
    Namespace,
    OfRemote,
    RemoteAddress,
    open_sharing,
    pull,
    push,
    show_stats,
    show_verified,
    sync,
)
from .cache_show import list_entries, show
from .cache_tidy import clear, pack, prune, rm
from .cache_why import why
from .entries import many, open_cache
from .output import echo, print_json
from .parameters import DEFAULT_DIR, AsJson, CacheDir
from .units import age, show_bytes

if TYPE_CHECKING:
    from ..spending.ledger import Side
    from .cache_listen import HeardEntry

app = typer.Typer(help="Look at the cache, check it, and keep it small.", no_args_is_help=True)
app.command("ls")(list_entries)
app.command()(show)
app.command()(rm)
app.command()(export)
app.command()(why)


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

    found = open_cache(cache_dir).stats()
    ledger = totals(cache_dir)
    if as_json:
        print_json(asdict(found) | asdict(ledger))
        return
    echo(f"{many(found.entries)}, {show_bytes(found.size)} of audio in {cache_dir}")
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
    listen: Annotated[
        bool, typer.Option("--listen", help="Also have a plugin check that each entry says its text.")
    ] = False,
    plugin: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", help="A plugin that listens; may be repeated. By default, all plugins that can listen."
        ),
    ] = None,
    remote: RemoteAddress = None,
    namespace: Namespace = "",
    cache_dir: CacheDir = DEFAULT_DIR,
    as_json: AsJson = False,
) -> None:
    """Check every entry; exit with status 1 if one is bad.

    An entry is bad if it is damaged, or if a listener hears another text in it. A listener that fails is not a check:
    the others go on, and the exit status is then 1, too.
    """
    if of_remote:
        show_verified(open_sharing(cache_dir, remote, namespace), as_json=as_json)
        return
    from . import cache_listen

    cache = open_cache(cache_dir)
    ears, broken = cache_listen.listeners(plugin or ()) if listen or plugin else ([], [])
    found = cache.verify()
    heard: list[HeardEntry] = []
    if as_json:
        heard += cache_listen.listen_to(cache, ears) if ears else ()
        print_json(asdict(found) | ({"heard": [asdict(one) for one in heard], "broken": broken} if ears else {}))
    else:
        for damage in found.damaged:
            echo(f"{damage.key}: {damage.reason}")
        unsealed = f", {len(found.unsealed):,} of them of russo 0.3.3, unchecked" if found.unsealed else ""
        echo(f"{many(found.sound)} sound{unsealed}; {len(found.damaged):,} damaged")
        for problem in broken:
            echo(problem)
        if ears:
            heard += cache_listen.told(cache_listen.listen_to(cache, ears))
            cache_listen.sum_up(cache, heard)
    if found.damaged or broken or not all(one.is_checked for one in heard):
        raise typer.Exit(1)


def _side(side: Side) -> str:
    unknown = f", and {side.unpriced:,} of unknown price" if side.unpriced else ""
    said = f"{count(side.utterances, 'utterance')}, {count(side.characters, 'character')}, {side.seconds:.1f} s"
    return f"{said}, {side.cost}{unknown}"


for command in (prune, pack, clear, push, pull, sync, merge):
    app.command()(command)
app.command("import")(import_old)
