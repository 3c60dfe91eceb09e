"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from ..cache.names import check_folder
from ..environment import DEFAULT_CACHE_DIR
from ..errors import ConfigurationError


def _folder(name: str) -> Path:
    try:
        return check_folder(name)
    except ConfigurationError as error:
        raise typer.BadParameter(str(error)) from error  # any other error loses its message in older versions of typer


# A `Path` would take an empty argument, as of a shell variable that is not set, for the working directory.
Folder: Final = {"parser": _folder, "metavar": "<path>"}
CacheDir = Annotated[Path, typer.Option(help="The cache folder.", envvar="RUSSO_CACHE_DIR", **Folder)]
DEFAULT_DIR: Final = Path(DEFAULT_CACHE_DIR)
ProviderOptions = Annotated[
    list[str] | None, typer.Option(metavar="NAME=VALUE", help="Another option of the provider; may be repeated.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
OnlyText = Annotated[str, typer.Argument(help="Only entries whose text contains this.")]
OnlyProvider = Annotated[str | None, typer.Option("--provider", help="Only entries of this provider.")]
OnlyVoice = Annotated[str | None, typer.Option("--voice", help="Only entries of this voice.")]
