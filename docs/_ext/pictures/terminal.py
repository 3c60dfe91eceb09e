"""Pictures of a terminal, as SVG without any web font."""

from __future__ import annotations

import io
import re
from pathlib import Path

from rich.console import Console
from rich.text import Text

from .commands import COLUMNS, run
from .project import SHOWN_AS, project

_TEST = """\
import pytest


def test_greeting(russo_say):
    audio = russo_say("Hello, I would like to book a table for two.")
    assert audio.duration > 1


@pytest.mark.russo("Goodbye, and thank you.", speed=0.9)
def test_goodbye(russo_audio):
    assert russo_audio.duration > 0.5
"""
TERMINALS = {"first-run": ("pytest", "pytest -q --russo-offline")}
"""What is typed in each picture."""


def draw_terminals(folder: str) -> None:
    """Draw each of them into the folder."""
    for name, commands in TERMINALS.items():
        with project(_TEST) as place:
            picture = _draw(commands, place, f"terminal-{name}")
        Path(folder, f"{name}.svg").write_text(picture, encoding="utf-8", newline="\n")


def _draw(commands: tuple[str, ...], folder: Path, name: str) -> str:
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    for command in commands:
        console.print(Text(f"$ {command}", style="bold"))
        console.print(Text.from_ansi(run(command, folder).replace(str(folder), SHOWN_AS).rstrip()), end="\n\n")
    picture = console.export_svg(title="", unique_id=name)
    # Nothing in the documentation is fetched, so it uses the monospace font of the reader's machine.
    return re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL)
