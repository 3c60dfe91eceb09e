"""What the commands print: through here, so that nothing from a file or a provider commands the terminal."""

from __future__ import annotations

import typer

from ..display import plain


def echo(message: object, *, err: bool = False) -> None:
    """Print a line."""
    typer.echo(plain(str(message)), err=err)
