"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from ..environment import DEFAULT_CACHE_DIR

CacheDir = Annotated[Path, typer.Option(help="The cache folder.", envvar="RUSSO_CACHE_DIR")]
DEFAULT_DIR: Final = Path(DEFAULT_CACHE_DIR)
ProviderOptions = Annotated[
    list[str] | None, typer.Option(metavar="NAME=VALUE", help="Another option of the provider; may be repeated.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
OnlyText = Annotated[str, typer.Argument(help="Only entries whose text contains this.")]
OnlyProvider = Annotated[str | None, typer.Option("--provider", help="Only entries of this provider.")]
OnlyVoice = Annotated[str | None, typer.Option("--voice", help="Only entries of this voice.")]
