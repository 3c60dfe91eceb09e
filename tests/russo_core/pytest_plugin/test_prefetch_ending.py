"""What ends the process, or the run, while texts are prepared: a provider, a signal handler, Ctrl-C, `pytest.exit`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from russo_core.pytest_plugin.conftest import Project

ENDING = """
import fake_provider, pytest
from asyncio import CancelledError, create_task

async def end(code): raise SystemExit(code)

original = fake_provider.FakeSynthesizer.{method}

async def attempt(self, text):
    if text == "bad":
        {what}
    return await original(self, text)

fake_provider.FakeSynthesizer.{method} = attempt
"""
ONE_IS_BAD = """
import pytest

@pytest.mark.russo("bad")
def test_bad(russo_audio): pass

@pytest.mark.parametrize("n", range(2))
@pytest.mark.russo("good")
def test_good(russo_audio, n): pass
"""
ENDED = "the synthesizer ended with {} instead of speaking 'bad'"


@pytest.mark.parametrize(
    ("method", "what", "message"),
    [
        ("_attempt", "raise SystemExit('no licence')", "fake failed: SystemExit: no licence"),
        (
            "synthesize",
            "raise SystemExit('no licence')",
            "FakeSynthesizer ended with SystemExit('no licence') instead of speaking 'bad'",
        ),
        ("synthesize", "raise BaseException('panic')", ENDED.format("BaseException('panic')")),
        ("synthesize", "raise CancelledError", ENDED.format("CancelledError()")),
        ("synthesize", "pytest.fail('not today')", "Failed: not today"),
    ],
)
def test_a_provider_that_ends_the_process_fails_its_own_test(
    project: Project, method: str, what: str, message: str
) -> None:
    project.test(ONE_IS_BAD, conftest=ENDING.format(method=method, what=what))
    result = project.run_outside("--tb=short")
    result.assert_outcomes(passed=2, errors=1)
    result.stdout.fnmatch_lines("russo: prepared 1 of 2 texts in * s")
    result.stdout.fnmatch_lines(f"*{message}")
    assert (result.ret, project.texts) == (1, ["good"])


@pytest.mark.parametrize(("code", "status"), [("'no licence'", 1), ("143", 143), ("0", 1)])
def test_a_signal_handler_or_a_task_that_ends_the_process_ends_the_run(
    project: Project, code: str, status: int
) -> None:
    """asyncio stops the whole loop for it, and raises it where the loop was started."""
    what = f"await create_task(end({code}))"
    project.test(ONE_IS_BAD, conftest=ENDING.format(method="synthesize", what=what))
    result = project.run_outside("--tb=short")
    result.assert_outcomes()
    result.stdout.fnmatch_lines(
        f"!* _pytest.outcomes.Exit: SystemExit({code}) was raised while russo prepared texts !*"
    )
    assert result.ret == status


@pytest.mark.parametrize("method", ["_attempt", "synthesize"])
def test_ctrl_c_while_texts_are_prepared_ends_the_run(project: Project, method: str) -> None:
    once = "if calls.append(text) or len(calls) == 1: raise KeyboardInterrupt"  # a test that asks again gets speech
    project.test(ONE_IS_BAD, conftest=f"calls = []\n{ENDING.format(method=method, what=once)}")
    result = project.run_outside()
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.no_fnmatch_line("*INTERNALERROR*")
    result.assert_outcomes()


STOPPED = """
import asyncio, signal
import fake_provider

signal.signal(signal.SIGINT, signal.default_int_handler)  # it may be ignored where the suite was started
original = fake_provider.FakeSynthesizer._attempt

async def attempt(self, text):
    if text == "bad":
        signal.raise_signal(signal.SIGINT)
        await asyncio.sleep(600)
    return await original(self, text)

fake_provider.FakeSynthesizer._attempt = attempt
"""


def test_after_ctrl_c_no_other_text_is_paid_for(project: Project) -> None:
    project.test(ONE_IS_BAD, conftest=STOPPED, ini="russo_provider = fake\nrusso_concurrency = 1")
    result = project.run_outside()
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.assert_outcomes()
    assert project.texts == []


def test_a_synthesizer_that_exits_pytest_ends_the_run_once_a_test_asks(project: Project) -> None:
    project.test(ONE_IS_BAD, conftest=ENDING.format(method="synthesize", what="pytest.exit('enough')"))
    result = project.run_outside()
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines("!* _pytest.outcomes.Exit: enough !*")
