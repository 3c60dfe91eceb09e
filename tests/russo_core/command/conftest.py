from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# A typical engine: a tone as long as the text, as WAV on stdout or in a file, or as bare samples.
ENGINE = """
import pathlib, sys, wave

def main(to="-", kind="wav", source=None):
    text = pathlib.Path(source).read_text("utf-8") if source else sys.stdin.buffer.read().decode("utf-8")
    assert text.endswith("\\n")
    tone = (b"\\0\\x20" * 8 + b"\\0\\xe0" * 8) * (len(text) * 40)
    if kind == "raw":
        sys.stdout.buffer.write(tone)
        return
    with wave.open(sys.stdout.buffer if to == "-" else to, "wb") as file:
        file.setparams((1, 2, 8000, len(tone) // 2, "NONE", ""))
        file.writeframes(tone)

main(*sys.argv[1:])
"""


@pytest.fixture
def program(tmp_path: Path) -> Callable[..., list[str]]:
    """A command line that runs a Python program."""

    def make(code: str = ENGINE, *arguments: str) -> list[str]:
        script = tmp_path / f"program-{len(list(tmp_path.iterdir()))}.py"
        script.write_text(code, encoding="utf-8")
        return [sys.executable, str(script), *arguments]

    return make
