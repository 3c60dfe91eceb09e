"""``russo cache merge``: merging two folders, or a folder and a remote."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from .cache_remote import Namespace, open_sharing
from .entries import many
from .output import echo, print_json
from .parameters import DEFAULT_DIR, AsJson, CacheDir

if TYPE_CHECKING:
    from ..cache.remote.merge import Difference, Merged, Side

_CHOICES: Final[dict[str, Side | None]] = {"ours": "ours", "theirs": "theirs", "skip": None}


def merge(
    other: Annotated[str, typer.Argument(metavar="OTHER", help="Another folder, or a remote like s3://bucket/prefix.")],
    *,
    ours: Annotated[bool, typer.Option("--ours", help="Where the audio differs, keep that of --cache-dir.")] = False,
    theirs: Annotated[bool, typer.Option("--theirs", help="Where the audio differs, keep that of OTHER.")] = False,
    namespace: Namespace = "",
    cache_dir: CacheDir = DEFAULT_DIR,
    as_json: AsJson = False,
) -> None:
    """Merge two caches.

    Every intact entry is kept. Where both have different audio for the same utterance, it asks which to keep.

    Another folder is left unchanged; a remote receives the entries that it lacks.
    """
    from ..cache.folder import Folder
    from ..cache.remote.merge import merge_folder
    from ..errors import ConfigurationError

    if ours and theirs:
        msg = "--ours and --theirs exclude each other"
        raise ConfigurationError(msg)
    decide = _Decision("ours" if ours else "theirs" if theirs else None)
    if "://" in other:
        merged = open_sharing(cache_dir, other, namespace, option="OTHER").merge(decide)
    elif Path(other).is_dir():
        merged = merge_folder(Folder(str(cache_dir)), Folder(other), decide)
    else:
        shown = "what is named" if "@" in other else repr(other)  # it may be a misspelled address with credentials
        msg = f"{shown} is neither a folder nor the address of a remote, like s3://bucket/prefix"
        raise ConfigurationError(msg)
    if as_json:
        print_json(asdict(merged))
    else:
        _report(merged)
    if merged.open:
        raise typer.Exit(1)


class _Decision:
    """Which side is kept: the one chosen for all entries, or the one typed at the prompt."""

    def __init__(self, always: Side | None) -> None:
        self._always: Side | None = always

    def __call__(self, difference: Difference) -> Side | None:
        if self._always is not None:
            return self._always
        echo(_shown(difference), err=True)
        if not sys.stdin.isatty():
            return None
        answer: str = typer.prompt("  keep which", type=_choice, default="skip")
        return _CHOICES[answer]


def _choice(text: str) -> str:
    found = [name for name in _CHOICES if text and name.startswith(text.lower())]
    if not found:
        msg = f"{text!r} is not one of {', '.join(_CHOICES)}"
        raise typer.BadParameter(msg)
    return found[0]


def _shown(difference: Difference) -> str:
    from ..cache import entry

    prompt = (entry.parse(difference.ours.meta) or {}).get("prompt", "")
    sides = ", ".join(
        f"{name} {len(pair.audio):,} bytes" for name, pair in (("ours", difference.ours), ("theirs", difference.theirs))
    )
    return f"{difference.key}: both sides have {prompt!r:.60}, with different audio ({sides})"


def _report(merged: Merged) -> None:
    parts = [f"{merged.taken:,} taken", f"{merged.given:,} given", f"{merged.same:,} the same"]
    parts += [f"{number:,} decided for {side}" for side, number in merged.decided.items()]
    parts += [f"{many(merged.damaged)} of the other side damaged or not signed"] * bool(merged.damaged)
    echo(", ".join(parts))
    if merged.open:
        echo(
            f"{many(len(merged.open))} left as they are on both sides: run it again with --ours or --theirs",
            err=True,
        )
