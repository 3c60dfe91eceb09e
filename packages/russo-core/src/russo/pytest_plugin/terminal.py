"""Prints messages for the user, even if pytest runs without its terminal plugin."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from ..display import plain

if TYPE_CHECKING:
    import pytest


def write_line(config: pytest.Config, line: str) -> None:
    """Write a line to pytest's terminal, or with ``-p no:terminal`` to standard output."""
    terminal: Any = config.pluginmanager.get_plugin("terminalreporter")
    if terminal is not None:
        terminal.write_line(plain(line))
    elif sys.__stdout__ is not None:
        sys.__stdout__.write(plain(line) + "\n")
