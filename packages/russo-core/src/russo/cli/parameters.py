"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

CacheDir = Annotated[Path, typer.Option(help="Where audio is kept.", envvar="RUSSO_CACHE_DIR")]
DEFAULT_DIR: Final = Path(".russo_cache")
ProviderOptions = Annotated[
    list[str] | None, typer.Option(metavar="NAME=VALUE", help="Another option of the provider; may be repeated.")
]
