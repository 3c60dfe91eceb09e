"""Model files and a separate process for the tests of the model."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


def bundled() -> Path:
    spec = find_spec("hibari")
    assert spec is not None
    return Path(spec.submodule_search_locations[0], "assets", "hibari.onnx")


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two models: the one of the package, and one that sounds a little different."""
    folder = tmp_path_factory.mktemp("models")
    data = bytearray(bundled().read_bytes())
    (folder / "same.onnx").write_bytes(data)
    middle = len(data) // 2
    data[middle : middle + 2000] = bytes(
        byte ^ 1 for byte in data[middle : middle + 2000]
    )  # in the middle of the weights
    (folder / "other.onnx").write_bytes(data)
    return folder


@pytest.fixture
def run() -> Callable[..., str]:
    """Runs Python code in a separate process, and returns its output."""

    def run_code(code: str, *arguments: str, **options) -> str:
        command = [sys.executable, "-W", "error", "-c", code, *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    return run_code
