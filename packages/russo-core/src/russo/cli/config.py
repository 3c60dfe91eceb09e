"""``russo config``: the settings in force, and where each comes from."""

from __future__ import annotations

from typing import Annotated

import typer

from .output import print_json
from .table import print_table


def config(*, as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Show each setting of the project, and its source.

    These are the settings that pytest, `russo warm` and `russo plan` use.
    """
    from .project import read_sources

    shown = read_sources()
    if as_json:
        print_json([one._asdict() for one in shown])
    else:
        print_table(("setting", "value", "from"), shown)
