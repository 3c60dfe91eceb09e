"""Runs the commands of a picture, as on a machine without any settings."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

COLUMNS = 80
# pytest and rich look different in CI, inside another pytest, and where colours are switched off.
_IN_THE_WAY = ("CI", "BUILD_NUMBER", "NO_COLOR", "PY_COLORS")
_PREFIXES = ("RUSSO_", "PYTEST_")


class CommandError(Exception):
    """A command did not end as it should; the message has its output."""


def run(command: str, folder: Path, *, code: int = 0) -> str:
    """What a command of Python prints, in colours.

    Raises:
        CommandError: It does not end with the code.
    """
    environment = {
        name: value for name, value in os.environ.items() if name not in _IN_THE_WAY and not name.startswith(_PREFIXES)
    }
    environment |= {"COLUMNS": str(COLUMNS), "FORCE_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    # No other plugins that happen to be installed.
    environment |= {
        "PYTEST_ADDOPTS": "-p no:cacheprovider -p russo.pytest_plugin",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }
    return execute([sys.executable, "-m", *shlex.split(command)], folder, environment, code=code)


def execute(command: Sequence[str], folder: Path, environment: dict[str, str] | None = None, *, code: int = 0) -> str:
    """What any program prints.

    Raises:
        CommandError: It does not end with the code, or not within two minutes, or cannot be started.
    """
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=120,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CommandError(f"{shlex.join(command)}: {error}") from error
    if done.returncode != code:
        raise CommandError(f"{shlex.join(command)} ended with {done.returncode}, and not {code}:\n{done.stdout}")
    return done.stdout
