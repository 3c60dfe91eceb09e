"""``russo cache import``: importing recordings of russo 0.3.3."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from ..display import count
from .entries import open_cache
from .output import echo, print_json
from .parameters import DEFAULT_DIR, AsJson, CacheDir, ProviderOptions

OldFolder = Annotated[Path, typer.Argument(help="The cache folder of russo 0.3.3.")]


def import_old(
    old_folder: OldFolder,
    *,
    provider: Annotated[str, typer.Option(help="The provider that spoke all of them.")],
    voice: Annotated[str | None, typer.Option(help="The voice that was used.")] = None,
    model: Annotated[str | None, typer.Option(help="The model that was used.")] = None,
    option: ProviderOptions = None,
    cache_dir: CacheDir = DEFAULT_DIR,
    as_json: AsJson = False,
) -> None:
    """Import recordings of russo 0.3.3 under new keys. No provider is called."""
    from ..legacy.adopt import adopt
    from ..providers.options import parse_options
    from ..providers.registry import get_synthesizer
    from ..synthesis.cached import CachedSynthesizer

    options = parse_options(option or (), "--option")
    options |= {name: value for name, value in (("voice", voice), ("model", model)) if value is not None}
    speaker = CachedSynthesizer(get_synthesizer(provider, **options), cache=open_cache(cache_dir, is_to_be_made=True))
    adopted = adopt(old_folder, speaker)
    if as_json:
        print_json(asdict(adopted))
        return
    for key in adopted.skipped:
        echo(f"{key}: skipped, it cannot be read or has no text")
    echo(f"{count(len(adopted.texts), 'recording')} added to {cache_dir}, {adopted.known:,} there already")
