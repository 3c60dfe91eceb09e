"""``russo cache push``, ``pull`` and ``sync``, and what ``stats``, ``verify`` and ``prune`` print about a remote."""

from __future__ import annotations

import logging
import os
import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Final

import typer

from .entries import many, say_if_missing
from .output import echo, print_json
from .parameters import DEFAULT_DIR, AsJson, CacheDir
from .progress import Progress
from .units import age, show_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from ..cache.remote import Remote
    from ..cache.remote.bulk import Moved
    from ..cache.remote.sharing import Sharing

RemoteAddress = Annotated[
    str | None,
    typer.Option(
        "--cache-remote", metavar="ADDRESS", help="The remote, like s3://bucket/prefix.", envvar="RUSSO_CACHE_REMOTE"
    ),
]
Namespace = Annotated[
    str,
    typer.Option("--namespace", help="The part of the remote to use.", envvar="RUSSO_CACHE_REMOTE_NAMESPACE"),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")]
# The option that makes other commands act on the remote.
OfRemote = Annotated[bool, typer.Option("--remote", help="Act on the remote instead of the folder.")]
_FAILED: Final = 1


def push(
    *,
    waiting: Annotated[bool, typer.Option("--waiting", help="Only entries that a run could not send.")] = False,
    dry_run: DryRun = False,
    remote: RemoteAddress = None,
    namespace: Namespace = "",
    cache_dir: CacheDir = DEFAULT_DIR,
    as_json: AsJson = False,
) -> None:
    """Send the entries that the remote lacks. An interrupted push continues where it stopped."""
    say_if_missing(cache_dir)
    with Progress("sending") as step:
        moved = open_sharing(cache_dir, remote, namespace).push(step, dry_run=dry_run, only_waiting=waiting)
    _report("send", "sent", moved, dry_run=dry_run, as_json=as_json)


def pull(
    *,
    dry_run: DryRun = False,
    remote: RemoteAddress = None,
    namespace: Namespace = "",
    cache_dir: CacheDir = DEFAULT_DIR,
    as_json: AsJson = False,
) -> None:
    """Fetch the entries that the folder lacks. An interrupted pull continues where it stopped."""
    with Progress("fetching") as step:
        moved = open_sharing(cache_dir, remote, namespace).pull(step, dry_run=dry_run)
    _report("fetch", "fetched", moved, dry_run=dry_run, as_json=as_json)


def sync(
    *,
    dry_run: DryRun = False,
    remote: RemoteAddress = None,
    namespace: Namespace = "",
    cache_dir: CacheDir = DEFAULT_DIR,
    as_json: AsJson = False,
) -> None:
    """Pull, then push. With --json, it prints one object for each."""
    pull(dry_run=dry_run, remote=remote, namespace=namespace, cache_dir=cache_dir, as_json=as_json)
    push(dry_run=dry_run, remote=remote, namespace=namespace, cache_dir=cache_dir, as_json=as_json)


def open_sharing(cache_dir: Path, address: str | None, namespace: str, *, option: str = "--cache-remote") -> Sharing:
    """The folder and the remote of a command.

    Args:
        cache_dir: The folder.
        address: The address of the remote.
        namespace: The part of the remote to use.
        option: The argument of the command that names the remote, for messages.

    Raises:
        ConfigurationError: No remote is named, or it cannot be used.
    """
    from ..cache.remote.sharing import Sharing

    # These commands report failures themselves.
    logging.getLogger("russo.cache").setLevel(logging.ERROR)
    return Sharing(cache_dir, open_remote(address, namespace, option=option))


def open_remote(address: str | None, namespace: str, *, option: str) -> Remote:
    """The remote of a command.

    Args:
        address: Its address.
        namespace: The part of it to use.
        option: The argument of the command that names it, for messages.

    Raises:
        ConfigurationError: No remote is named, or it cannot be used.
    """
    from ..cache.remote import Remote
    from ..cache.remote.address import check_namespace, parse_address
    from ..cache.remote.mode import resolve_mode
    from ..errors import ConfigurationError

    if not address:
        msg = "no remote is named: give --cache-remote s3://bucket/prefix, or set RUSSO_CACHE_REMOTE"
        raise ConfigurationError(msg)
    parse_address(address, _source(address, "RUSSO_CACHE_REMOTE", option))
    check_namespace(namespace, _source(namespace, "RUSSO_CACHE_REMOTE_NAMESPACE", "--namespace"))
    variable = "RUSSO_CACHE_REMOTE_MODE"
    mode, _ = resolve_mode(os.environ.get(variable) or "readwrite", f"the variable {variable}")
    if address.startswith("memory:"):
        msg = f"the remote {address!r} would be gone when this command ends: name one that other machines can reach"
        raise ConfigurationError(msg)
    if mode == "off":
        msg = f"{variable}=off: the remote {address!r} must not be used"
        raise ConfigurationError(msg)
    return Remote(address, mode=mode, namespace=namespace)


def _source(value: str, variable: str, option: str) -> str:
    return f"the variable {variable}" if os.environ.get(variable) == value else option


def show_stats(sharing: Sharing, *, as_json: bool) -> None:
    """Print what is in a remote."""
    found = sharing.stats()
    if as_json:
        print_json(asdict(found))
        return
    echo(f"{many(found.entries)}, {show_bytes(found.size)} in the remote")
    if found.oldest is not None and found.newest is not None:
        now = time.time()
        echo(f"written: between {age(now - found.oldest)} and {age(now - found.newest)} ago")


def show_verified(sharing: Sharing, *, as_json: bool) -> None:
    """Print whether the entries of a remote are sound, and exit with status 1 if not."""
    found = sharing.verify()
    if as_json:
        print_json(asdict(found))
    else:
        for name, keys in (
            ("damaged", found.damaged),
            ("not signed by RUSSO_CACHE_SECRET", found.unsigned),
            ("it was made by a newer russo", found.newer),
        ):
            for key in keys:
                echo(f"{key}: {name}")
        unsigned = f", {len(found.unsigned):,} not signed" if found.unsigned else ""
        newer = f", {len(found.newer):,} of a newer russo" if found.newer else ""
        echo(f"{many(found.sound)} sound; {len(found.damaged):,} damaged{unsigned}{newer}")
    if found.damaged or found.unsigned or found.newer:
        raise typer.Exit(_FAILED)


def show_pruned(
    sharing: Sharing, *, max_bytes: int | None, max_age: float | None, dry_run: bool, as_json: bool
) -> None:
    """Print what was deleted from a remote."""
    pruned = sharing.prune(max_bytes=max_bytes, max_age=max_age, dry_run=dry_run)
    if as_json:
        print_json(asdict(pruned))
        return
    verb = "would delete" if dry_run else "deleted"
    echo(f"{verb} {many(pruned.entries)}, {show_bytes(pruned.size)}; {pruned.left:,} left in the remote")


def _report(verb: str, done: str, moved: Moved, *, dry_run: bool, as_json: bool) -> None:
    if as_json:
        print_json({done: asdict(moved)})
    elif dry_run:
        echo(f"would {verb} {many(moved.left)}")
    else:
        _say_moved(done, moved)
    if moved.left and not dry_run:
        raise typer.Exit(_FAILED)


def _say_moved(done: str, moved: Moved) -> None:
    refused = f", {moved.refused:,} damaged, not signed, or there already" if moved.refused else ""
    echo(f"{done} {many(moved.entries)}{refused}")
    if moved.left:
        echo(f"{many(moved.left)} left: {moved.problem}; run it again to go on", err=True)
