"""The commands, each in a file of its own."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated

import typer

from .cache import app as cache
from .config import config
from .git import app as git
from .lock import app as lock
from .new_provider import new_provider
from .output import echo
from .plan import plan
from .providers import providers
from .report import report
from .say import say
from .voices import voices
from .warm import warm

app = typer.Typer(
    help="Speech for tests of voice agents: any provider, paid for once, replayed from disk forever.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(say)
app.command()(warm)
app.command()(providers)
app.command()(voices)
app.command(context_settings={"ignore_unknown_options": True})(plan)
app.command()(report)
app.command()(config)
app.command()(new_provider)
app.add_typer(cache, name="cache")
app.add_typer(lock, name="lock")
app.add_typer(git, name="git")


def _print_version(*, wanted: bool) -> None:
    if wanted:
        echo(f"russo-core {version('russo-core')}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    _: Annotated[
        bool,
        typer.Option(
            "--version",
            help="Print the version and exit.",
            is_eager=True,
            callback=lambda wanted: _print_version(wanted=wanted),
        ),
    ] = False,
) -> None:
    pass
