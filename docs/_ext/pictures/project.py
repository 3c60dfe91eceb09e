"""A folder with a small suite in it, for as long as its pictures are made."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SHOWN_AS = "~/agent"
_INI = """\
[pytest]
russo_provider = hibari
"""


@contextmanager
def project(test: str) -> Iterator[Path]:
    """A folder that holds pytest.ini and test_agent.py."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as made:
        # Resolved, as the commands print it: a temporary folder is behind a link on macOS, and has a short name on
        # Windows.
        folder = Path(made).resolve() / "agent"
        folder.mkdir()
        (folder / "pytest.ini").write_text(_INI, encoding="utf-8")
        (folder / "test_agent.py").write_text(test, encoding="utf-8")
        yield folder
