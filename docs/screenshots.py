"""Makes the pictures of the documentation: real commands in a temporary folder, as SVG without any web font.

python docs/screenshots.py
"""

from __future__ import annotations

import io
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

STATIC = Path(__file__).parent / "_static"
PROJECT = {
    "pytest.ini": "[pytest]\nrusso_provider = espeak\n",
    "test_agent.py": (
        "import pytest\n\n\n"
        "def test_greeting(russo_say):\n"
        "    assert russo_say('Hello, I would like to book a table for two.').duration > 1\n\n\n"
        "@pytest.mark.russo('Goodbye', voice='en-gb')\n"
        "def test_goodbye(russo_audio):\n"
        "    assert russo_audio.format == 'wav'\n"
    ),
}
PICTURES = {
    "terminal": (
        'russo say "Hello, I would like to book a table for two." -o hello.wav',
        'russo say "Hello, I would like to book a table for two." -o again.wav',
    ),
    "pytest": ("pytest", "pytest -q --russo-offline"),
}


def main() -> None:
    for name, commands in PICTURES.items():
        with tempfile.TemporaryDirectory() as folder:
            for file, content in PROJECT.items():
                (Path(folder) / file).write_text(content, encoding="utf-8")
            picture = draw(commands, Path(folder), f"picture-{name}")
        (STATIC / f"{name}.svg").write_text(picture, encoding="utf-8", newline="\n")
        print(STATIC / f"{name}.svg")


def draw(commands: tuple[str, ...], folder: Path, name: str) -> str:
    console = Console(record=True, width=100, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    for command in commands:
        console.print(Text(f"$ {command}", style="bold"))
        console.print(Text.from_ansi(run(command, folder).replace(str(folder), "~/agent").rstrip()))
    picture = console.export_svg(title="", unique_id=name)
    # Nothing in the documentation is fetched: the monospace font of whoever looks will do.
    return re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL)


def run(command: str, folder: Path) -> str:
    environment = os.environ | {
        "COLUMNS": "100",
        "FORCE_COLOR": "1",
        "PYTEST_ADDOPTS": "-p no:cacheprovider -p russo.pytest_plugin",
    }
    environment |= {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # whoever makes the pictures may have any plugins
    done = subprocess.run(
        [sys.executable, "-m", *shlex.split(command)],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout


if __name__ == "__main__":
    main()
