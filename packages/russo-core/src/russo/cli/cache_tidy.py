"""``russo cache rm``, ``prune``, ``pack`` and ``clear``: keeping a cache small."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..cache.advice import STILL_WAITING
from .cache_remote import DryRun, Namespace, OfRemote, RemoteAddress, open_sharing, show_pruned
from .entries import find, many, open_cache
from .output import echo, print_json
from .parameters import DEFAULT_DIR, AsJson, CacheDir
from .units import parse_bytes, parse_seconds, show_bytes

if TYPE_CHECKING:
    from collections.abc import Container


LockOfAll = Annotated[
    Path | None,
    typer.Option("--lock", metavar="FILE", help="Delete entries that are not in this lock, such as russo.lock."),
]


def rm(
    wanted: Annotated[
        list[str], typer.Argument(help="A key, the beginning of a key, or the whole text; may be repeated.")
    ],
    *,
    cache_dir: CacheDir = DEFAULT_DIR,
    as_json: AsJson = False,
) -> None:
    """Delete an entry, or every entry of a text. It is made again the next time it is needed."""
    cache = open_cache(cache_dir)
    # All are found before any is deleted, so that a typo in the last one deletes nothing.
    found = {entry.key: entry for one in wanted for entry in find(cache, one)}
    deleted = [entry for entry in found.values() if cache.delete(entry.key)]
    if as_json:
        print_json({"keys": [entry.key for entry in deleted]})
        return
    texts = ", ".join(dict.fromkeys(repr(entry.prompt) for entry in deleted))
    echo(f"deleted {many(len(deleted))} of {texts}")


def prune(
    *,
    max_bytes: Annotated[
        str | None,
        typer.Option(metavar="SIZE", help="Keep at most this much, as in 500MB; least recently used first."),
    ] = None,
    max_age: Annotated[
        str | None, typer.Option(metavar="TIME", help="Delete entries older than this, as in 90d.")
    ] = None,
    unused_for: Annotated[
        str | None, typer.Option(metavar="TIME", help="Delete entries that were not used for this long, as in 30d.")
    ] = None,
    lock: LockOfAll = None,
    of_remote: OfRemote = False,
    dry_run: DryRun = False,
    remote: RemoteAddress = None,
    namespace: Namespace = "",
    cache_dir: CacheDir = DEFAULT_DIR,
    as_json: AsJson = False,
) -> None:
    """Delete entries that are not in the lock, too old, or too many.

    It is safe while tests run. Entries that are waiting to be sent to a remote stay.
    """
    from ..errors import ConfigurationError

    if of_remote:
        for option, value in (("--unused-for", unused_for), ("--lock", lock)):
            if value is not None:
                msg = f"{option} applies to the folder, not to the remote: give --max-age or --max-bytes"
                raise ConfigurationError(msg)
    if max_bytes is None and max_age is None and unused_for is None and lock is None:
        msg = "choose what to delete: give --lock, --max-bytes, --max-age or --unused-for"
        raise ConfigurationError(msg)
    most = None if max_bytes is None else parse_bytes(max_bytes, "--max-bytes")
    oldest = None if max_age is None else parse_seconds(max_age, "--max-age")
    if of_remote:
        sharing = open_sharing(cache_dir, remote, namespace)
        show_pruned(sharing, max_bytes=most, max_age=oldest, dry_run=dry_run, as_json=as_json)
        return
    pruned = open_cache(cache_dir).prune(
        max_bytes=most,
        max_age=oldest,
        unused_for=None if unused_for is None else parse_seconds(unused_for, "--unused-for"),
        only=None if lock is None else _keys_of(lock),
        dry_run=dry_run,
    )
    if as_json:
        print_json(asdict(pruned))
        return
    verb = "would delete" if dry_run else "deleted"
    echo(f"{verb} {many(len(pruned.keys))}, {show_bytes(pruned.size)}; {pruned.left:,} left")
    if pruned.unsent:
        echo(f"{'would keep' if dry_run else 'kept'} {many(len(pruned.unsent))}, {STILL_WAITING}")


def _keys_of(lock: Path) -> Container[str]:
    """The keys in a lock. A lock without keys would delete everything, so it is an error."""
    from ..lockfile import named_lock

    return {utterance.key for utterance in named_lock(lock)}


def pack(
    *,
    flac: Annotated[
        bool, typer.Option("--flac", help="Store as FLAC, which loses nothing: the same bytes are read back.")
    ] = False,
    cache_dir: CacheDir = DEFAULT_DIR,
    as_json: AsJson = False,
) -> None:
    """Store entries in fewer bytes, for a cache that is committed. Packing and reading need russo-core[audio]."""
    from ..errors import ConfigurationError

    if not flac:
        msg = "choose how to pack: give --flac"
        raise ConfigurationError(msg)
    cache = open_cache(cache_dir)
    packed = [done for entry in cache.entries() if (done := cache.pack(entry.key)) is not None]
    before, after = sum(one.before for one in packed), sum(one.after for one in packed)
    if as_json:
        print_json({"entries": cache.size(), "packed": len(packed), "before": before, "after": after})
        return
    echo(f"packed {len(packed):,} of {many(cache.size())}: {show_bytes(before)} before, {show_bytes(after)} now")


def clear(
    *,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    cache_dir: CacheDir = DEFAULT_DIR,
    as_json: AsJson = False,
) -> None:
    """Delete every entry, but no file that does not belong to russo."""
    cache = open_cache(cache_dir)
    size = cache.size()
    if size and not yes:
        question = f"Delete {many(size)} of {cache_dir}? What is deleted will have to be made again"
        typer.confirm(question, abort=True, err=as_json)
    cache.clear()
    if as_json:
        print_json({"entries": size})
    else:
        echo(f"deleted {many(size)}")
