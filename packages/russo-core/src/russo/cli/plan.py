"""``russo plan``: what a run of pytest would find, miss and pay."""

from __future__ import annotations

import subprocess
import sys
from typing import Annotated

import typer


def plan(
    arguments: Annotated[list[str] | None, typer.Argument(help="Arguments for pytest.")] = None,
) -> None:
    """Print what a run of pytest would find, miss and pay. It calls pytest --russo-plan."""
    command = [sys.executable, "-m", "pytest", "-q", "--russo-plan", *(arguments or ())]
    raise typer.Exit(subprocess.run(command, check=False).returncode)  # noqa: S603 - what the user has typed
