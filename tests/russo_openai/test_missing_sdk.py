"""If the SDK is not installed, the first miss says what to type."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

# With None there, Python treats the module as not installed.
_PROGRAM = """
import asyncio, sys
sys.modules[sys.argv[1]] = None
from russo import get_synthesizer
try:
    asyncio.run(get_synthesizer("openai", api_key="sk-1", base_url="http://127.0.0.1:9", model="tts-1").synthesize("Hello"))
except Exception as error:
    print(type(error).__name__, error, type(error.__cause__).__name__, sep="\\n")
"""


@pytest.mark.parametrize("module", ["openai"])
def test_a_miss_without_the_sdk_says_what_to_install(module: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", _PROGRAM, module],
        cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert done.stdout.splitlines() == [
        "MissingDependencyError",
        f"provider 'openai' is missing a dependency (import of {module} halted; None in sys.modules): pip install russo-openai",
        "ModuleNotFoundError",
    ]
