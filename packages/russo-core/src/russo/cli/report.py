"""``russo report``: a page that plays the recordings of a cache, without a test run."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..display import count
from .entries import open_cache
from .output import echo
from .parameters import DEFAULT_DIR, CacheDir


def report(
    path: Annotated[Path, typer.Argument(help="The file to write.")] = Path("report.html"),
    *,
    text: Annotated[str, typer.Option(help="Only entries whose text contains this.")] = "",
    provider: Annotated[str | None, typer.Option(help="Only entries of this provider.")] = None,
    original: Annotated[
        bool, typer.Option("--original", help="Embed the recordings as they are, not as Opus.")
    ] = False,
    cache_dir: CacheDir = DEFAULT_DIR,
) -> None:
    """Write a page that plays what is in the cache.

    If the file exists already, the page shows what has changed since it was written.
    """
    from ..report import write
    from ..report.kept import groups_of

    cache = open_cache(cache_dir)
    found = [
        entry
        for entry in cache.entries()
        if text.lower() in entry.prompt.lower() and provider in {None, entry.provider}
    ]
    groups = groups_of(cache, found)
    seconds = sum(group.seconds for group in groups)
    summary = f"{count(len(found), 'entry', 'entries')}, {seconds:.1f} s of speech"
    written = write(
        path,
        [summary],
        groups,
        title="What russo keeps",
        empty="The cache has no such entry." if text or provider else "The cache is empty.",
        project=Path.cwd(),
        original=original,
    )
    echo(f"report: {written} ({summary})")
