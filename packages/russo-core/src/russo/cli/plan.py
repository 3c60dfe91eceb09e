"""``russo plan``: what a run of pytest would find in the cache, miss, and pay for."""

from __future__ import annotations

import subprocess
import sys
from typing import Annotated

import typer


def plan(
    arguments: Annotated[list[str] | None, typer.Argument(help="Arguments for pytest.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Print what a run of pytest would find, miss and pay. It calls pytest --russo-plan."""
    if as_json:
        from .output import print_json
        from .project import plan as plan_of

        print_json(plan_of(arguments or ()).as_json())
        return
    command = [sys.executable, "-m", "pytest", "-q", "--russo-plan", *(arguments or ())]
    raise typer.Exit(subprocess.run(command, check=False).returncode)  # noqa: S603 - what the user has typed
