"""Source files of projects that tests write, run and write again."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def write(path: Path, text: str) -> None:
    """Write a file and its folders, and delete what Python and pytest compiled of an earlier file of that name.

    Python, and pytest before 9.2, take a compiled file for that of its source if the size and the second of the last
    change are equal. A test that writes its project twice within a second could otherwise run the first version again.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    shutil.rmtree(path.parent / "__pycache__", ignore_errors=True)
