"""The phone agent behind its WebSocket, driven in real time."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from inner_runs import QUIET

FOLDER = Path(__file__).parents[2] / "examples" / "phone-agent"


@pytest.mark.slow
@pytest.mark.parametrize("condition", ["clean", "noise"])
def test_it_answers_under_each_condition(pytester: pytest.Pytester, condition: str) -> None:
    for name in ("agent.py", "test_agent.py", "pytest.ini"):
        pytester.path.joinpath(name).write_text((FOLDER / name).read_text(encoding="utf-8"), encoding="utf-8")
    result = pytester.runpytest_subprocess(*QUIET, "-q", "-p", "no:asyncio", "-k", condition)
    assert re.search(r"^1 passed", result.stdout.str(), re.MULTILINE), result.stdout.str()
