"""Budgets, refreshing a part, plans and retirements, from the command line of pytest."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from russo.pytest_plugin.record import Record
from russo.pytest_plugin.refreshing import is_meant
from russo.pytest_plugin.retiring import retirement_lines

if TYPE_CHECKING:
    from russo_core.pytest_plugin.conftest import Project

TESTS = """
import pytest

@pytest.mark.parametrize("text", ["one", "two", "three"])
def test_it(russo_say, text): russo_say(text)
"""


@pytest.mark.parametrize("workers", ["0", pytest.param("2", marks=pytest.mark.slow)])
def test_a_budget_stops_before_the_call_that_would_pass_it(project: Project, workers: str) -> None:
    project.test(TESTS)
    result = project.run_outside("-n", workers, "--russo-budget", "2 calls", "-W", "default")
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(
        ["*BudgetExceededError: the budget of 2 calls has 0 calls left, and '*raise --russo-budget*"]
    )
    result.stdout.fnmatch_lines(["budget: 0 calls of 2 calls left"])
    project.run_outside("-n", workers, "--russo-budget", "1 calls", "-W", "default").assert_outcomes(passed=3)


def test_what_is_no_budget_is_a_usage_error(project: Project) -> None:
    project.test(TESTS)
    result = project.run("--russo-budget", "much")
    result.stderr.fnmatch_lines(
        ["ERROR: 'much' is not a budget: write 0.50 (US dollars), '2000 characters' or '20 calls'"]
    )


def test_a_part_is_spoken_again(project: Project) -> None:
    project.test(TESTS)
    project.run().assert_outcomes(passed=3)
    result = project.run("--russo-refresh-only", "TH")
    result.stdout.fnmatch_lines(["3 utterances: 2 from the cache, 1 synthesized"])
    assert "nothing was made again" not in result.stdout.str()


def test_a_part_that_is_nothing_is_said(project: Project) -> None:
    project.test(TESTS)
    project.run().assert_outcomes(passed=3)
    project.run("--russo-refresh-only", "four").stdout.fnmatch_lines(
        "--russo-refresh-only 'four' matches nothing that was said: nothing was made again"
    )


def test_a_plan_runs_no_test_and_counts_in_one_process(project: Project) -> None:
    project.test("import pytest\n@pytest.mark.russo('Hello')\ndef test_it(russo_audio): raise AssertionError")
    result = project.run("--russo-plan")
    result.stdout.fnmatch_lines(
        ["russo: 1 utterance: 0 in the cache, 1 to be spoken", "russo: *1 utterance, 5 characters, *"]
    )
    result.stdout.no_fnmatch_line("*AssertionError*")
    result = project.run_outside("--russo-plan", "-n", "2")
    result.stderr.fnmatch_lines(["ERROR: --russo-plan needs a single process: add -n 0"])


def test_frozen_and_lock_do_not_go_together(project: Project) -> None:
    project.test(TESTS)
    result = project.run("--russo-frozen", "--russo-lock")
    result.stderr.fnmatch_lines(["ERROR: --russo-lock writes what --russo-frozen checks: drop one of them"])


@pytest.mark.parametrize(
    ("pattern", "meant"),
    [
        ("book", True),
        ("BOOK a", True),
        ("Kore", True),
        ("kor", False),
        ("k*", True),
        ("book*", True),
        ("*x*", False),
        ("m-1", True),
    ],
)
def test_what_a_pattern_means(pattern: str, *, meant: bool) -> None:
    assert is_meant(pattern, "Book a table", {"voice": "Kore", "model": "m-1", "seed": None}) is meant


def said(kind: str, key: str | None, model: str = "tts-1") -> Record:
    return Record(kind, "hello", key, "openai", "alloy", model, 0.1, 1.0, None, None, "", early=False)


def test_a_model_that_retires_says_what_is_safe() -> None:
    run = [
        said("hit", "a"),
        said("hit", "a"),
        said("synthesized", "b"),
        said("missed", "c"),
        said("hit", "d", "gpt-realtime-2.1-mini"),
    ]
    assert list(retirement_lines(run, today=date(2026, 11, 23))) == [
        "openai shuts down 'tts-1' on 2027-01-06: 2 utterances recorded and safe, 1 not, and can be until then; then 'gpt-realtime-2.1-mini'"
    ]
    assert list(retirement_lines(run[:3], today=date(2027, 1, 6))) == [
        "openai shut down 'tts-1' on 2027-01-06: 2 utterances recorded and safe; then 'gpt-realtime-2.1-mini'"
    ]
    assert list(retirement_lines(run, today=date(2026, 9, 1))) == []


def test_a_plan_with_a_lock_that_is_none(project: Project) -> None:
    project.test(TESTS)
    project.write({"russo.lock": "no lock"})
    result = project.run_outside("--russo-plan")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: *russo.lock' is not a russo.lock: *"])
