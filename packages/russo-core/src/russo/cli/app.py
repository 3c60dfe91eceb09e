"""The commands, each in a file of its own."""

from __future__ import annotations

from typing import Annotated

import typer

from .providers import providers
from .say import say
from .voices import voices

app = typer.Typer(
    help="Speech for tests of voice agents: any provider, paid for once, replayed from disk for ever.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(say)
app.command()(providers)
app.command()(voices)


@app.callback()
def _options(
    *,
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.", is_eager=True)] = False,
) -> None:
    if version:
        from importlib.metadata import version as version_of

        typer.echo(f"russo-core {version_of('russo-core')}")
        raise typer.Exit
