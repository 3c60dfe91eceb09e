"""Questions about processes for the operating system."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def children() -> Callable[..., set[int]]:
    """Returns the processes that were started since the test began and are still running."""
    if sys.platform == "win32":
        pytest.skip("reads /proc, or what ps prints")
    # A server that other tests share may run as long as this worker.
    before = {pid for pid, _ in _table()}

    def ask(parent: int | None = None) -> set[int]:
        wanted = os.getpid() if parent is None else parent
        return {pid for pid, ppid in _table() if ppid == wanted} - before

    return ask


def _table() -> list[tuple[int, int]]:
    if not Path("/proc/self/stat").exists():
        with subprocess.Popen(["ps", "-A", "-o", "pid=,ppid="], stdout=subprocess.PIPE, text=True) as ps:
            rows = [(int(pid), int(ppid)) for pid, ppid in map(str.split, ps.communicate()[0].splitlines())]
        return [row for row in rows if row[0] != ps.pid]
    rows = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                # The name of the command, in parentheses, may contain anything.
                rows.append((int(entry.name), int((entry / "stat").read_text().rpartition(")")[2].split()[1])))
            except OSError:
                continue  # it has ended in the meantime
    return rows
