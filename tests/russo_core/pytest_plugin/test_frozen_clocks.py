"""A test that has stopped or moved its clock can still speak, and everything that is recorded has real dates."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from russo_core.pytest_plugin.conftest import Project

TESTS = """
import asyncio
import threading
import pytest
{imported}

@pytest.fixture(autouse=True)
def clock():
    with {stopped}:
        yield

def test_a_synthesizer_that_waits(russo_say):
    assert russo_say("slow", delay=0.01).duration == 1

def test_beside_a_loop(russo_say):
    async def speak():
        return russo_say("beside", delay=0.01)
    assert asyncio.run(speak()).duration == 1

def test_several_at_once(russo_say):
    heard = []
    threads = [threading.Thread(target=lambda: heard.append(russo_say("same", delay=0.01))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(heard) == 3
"""


@pytest.mark.parametrize(
    ("imported", "stopped"),
    [
        ("import freezegun", "freezegun.freeze_time('2020-01-01')"),
        ("import time_machine", "time_machine.travel('2020-01-01', tick=False)"),
        ("import time_machine", "time_machine.travel('2050-01-01')"),
    ],
)
def test_waits_end_and_dates_are_real(project: Project, imported: str, stopped: str) -> None:
    began = datetime.now(UTC) - timedelta(seconds=1)  # the ledger counts in whole seconds
    project.test(TESTS.format(imported=imported, stopped=stopped))
    result = project.run_outside("--russo-refresh")
    result.stdout.fnmatch_lines("5 utterances: 2 from the cache, 3 synthesized")
    project.run_outside("--russo-offline").assert_outcomes(passed=3)
    local = project.path / ".russo_cache" / ".local"
    written = "".join((local / name).read_text(encoding="utf-8") for name in ("ledger.jsonl", "last-use", "renewed"))
    paid = [line.partition('"at": "')[2].partition('"')[0] for line in written.splitlines() if '"at"' in line]
    noted = [float(word) for word in written.replace("\t", " ").split() if word.replace(".", "").isdecimal()]
    assert len(paid) >= 3
    assert noted
    dates = [*map(datetime.fromisoformat, paid), *(datetime.fromtimestamp(moment, UTC) for moment in noted)]
    assert all(began <= date <= datetime.now(UTC) for date in dates)
