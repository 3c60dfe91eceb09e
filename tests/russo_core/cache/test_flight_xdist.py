"""Four workers of pytest-xdist, cold, warm, and with the cache cleared."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from inner_runs import QUIET

if TYPE_CHECKING:
    from pathlib import Path

pytest_plugins = ["pytester"]

SUITE = """
import os, pathlib
import pytest
from russo import Audio

class Paid:
    async def synthesize(self, text):
        with open(os.environ["BILL"], "a") as bill:
            bill.write(text + "\\n")
        return Audio(text.encode() * 20_000, "pcm")

@pytest.fixture(scope="session")
def russo_synthesizer():
    return Paid()

@pytest.mark.parametrize("number", range(64))
def test_says(russo_say, number):
    text = f"text {number % 16} "
    assert russo_say(text).data == text.encode() * 20_000
"""


@pytest.fixture
def bill(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    pytest.importorskip("xdist")
    path = tmp_path / "bill"
    path.touch()
    monkeypatch.setenv("BILL", str(path))
    pytester.makeini("[pytest]\nasyncio_default_fixture_loop_scope = function")
    pytester.makepyfile(test_suite=SUITE)
    return path


@pytest.mark.slow
def test_cold_warm_and_cleared(pytester: pytest.Pytester, bill: Path) -> None:
    for arguments, paid in ((), 16), ((), 16), (("--russo-clear-cache",), 32):
        result = pytester.runpytest_subprocess(*QUIET, "-n", "4", *arguments)
        result.assert_outcomes(passed=64)
        assert len(bill.read_text().splitlines()) == paid
    uses = (pytester.path / ".russo_cache" / ".local" / "last-use").read_text().split()
    assert len(set(uses[1::2])) == 16


def test_from_a_folder_below(pytester: pytest.Pytester, bill: Path) -> None:
    below = pytester.mkdir("below")
    (pytester.path / "test_suite.py").rename(below / "test_suite.py")
    for folder in (pytester.path, below):
        os.chdir(folder)
        pytester.runpytest_subprocess(*QUIET).assert_outcomes(passed=64)
    assert len(bill.read_text().splitlines()) == 16
    assert not (below / ".russo_cache").exists()
