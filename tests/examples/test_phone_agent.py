"""The agent behind a WebSocket, driven in real time, as its folder stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from inner_runs import QUIET

FOLDER = Path(__file__).parents[2] / "examples" / "phone-agent"


@pytest.mark.parametrize("condition", ["clean", "noise"])
def test_it_answers_under_each_condition(pytester: pytest.Pytester, condition: str) -> None:
    for path in FOLDER.glob("*.*"):
        pytester.path.joinpath(path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    result = pytester.runpytest_subprocess(*QUIET, "-q", "-p", "no:asyncio", "-k", condition)
    assert re.search(r"^1 passed", result.stdout.str(), re.MULTILINE), result.stdout.str()
