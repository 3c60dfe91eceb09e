"""The plugin under different ways of running pytest."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from russo_core.pytest_plugin.conftest import Project

TEST = """
import pytest

@pytest.mark.russo("one")
def test_one(russo_audio): pass

def test_two(russo_say):
    russo_say("two")
    assert 0

def test_three(russo_say): russo_say("three")
"""


def test_without_autoload_the_plugin_is_named(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.test(TEST)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    result = project.pytester.runpytest_subprocess("-p", "russo.pytest_plugin", "--strict-markers")
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines("3 utterances: 0 from the cache, 3 synthesized")


def test_without_the_plugin_its_fixtures_are_not_there(project: Project) -> None:
    project.test("def test_it(russo_say): pass", ini="")
    result = project.run("-p", "no:russo")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines("*fixture 'russo_say' not found")


def test_its_markers_have_its_name_and_the_others_are_the_users(project: Project) -> None:
    project.test(TEST)
    markers = [line for line in project.run("--markers").outlines if line.startswith("@pytest.mark.")]
    own = tuple(f"@pytest.mark.{name}(" for name in ("russo", "russo_voices", "russo_conditions"))
    mine = [line for line in markers if not line.startswith(own)]
    assert len(markers) - len(mine) == 3
    assert [line for line in mine if "russo" in line or "live" in line] == []


@pytest.mark.parametrize("args", [("-p", "no:cacheprovider"), ("--import-mode=importlib",), ("-n", "0")])
def test_ways_that_change_nothing(project: Project, args: tuple[str, ...]) -> None:
    project.test(TEST)
    project.run(*args).assert_outcomes(passed=2, failed=1)
    assert sorted(project.texts) == ["one", "three", "two"]


def test_lf_speaks_what_the_failed_tests_say(project: Project) -> None:
    project.test(TEST)
    project.run("-x").assert_outcomes(passed=1, failed=1)
    assert project.texts == ["one", "two"]
    result = project.run("--lf")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines("1 utterance: 1 from the cache, 0 synthesized")


def test_a_plan_of_the_setup_pays_nothing(project: Project) -> None:
    project.test(TEST)
    result = project.run("--setup-plan")
    result.stdout.fnmatch_lines("*SETUP * russo_synthesizer*")
    assert result.ret == pytest.ExitCode.OK
    assert project.calls == []


def test_without_capturing_and_with_verbosity(project: Project) -> None:
    project.test(TEST)
    project.run("-s", "-vv").assert_outcomes(passed=2, failed=1)


def test_annotations_are_public_types() -> None:
    code = "from russo.pytest_plugin import RussoSay, RussoSynthesizerFactory; print(RussoSay, RussoSynthesizerFactory)"
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_an_idle_run_imports_nothing_that_is_heavy(project: Project) -> None:
    project.test(
        """
import sys

def test_it():
    mine = {name for name in sys.modules if name.startswith("russo")}
    assert mine == {
        "russo", "russo.pytest_plugin", "russo.pytest_plugin.fixtures", "russo.pytest_plugin.options",
    }
""",
        ini="",
    )
    project.run_outside("-p", "no:xdist", "-p", "no:asyncio").assert_outcomes(passed=1)


def test_a_replayed_run_imports_no_sdk_and_no_event_loop(project: Project) -> None:
    project.test(
        """
import os
import sys
import pytest

@pytest.mark.russo("one")
def test_it(russo_audio, russo_say):
    russo_say("two")
    if "RECORD" not in os.environ:
        assert not {"asyncio", "numpy", "typer", "rich"} & set(sys.modules)
"""
    )
    project.pytester._monkeypatch.setenv("RECORD", "1")
    project.run_outside().assert_outcomes(passed=1)
    project.pytester._monkeypatch.delenv("RECORD")
    project.run_outside("-p", "no:xdist", "-p", "no:asyncio").assert_outcomes(passed=1)


def test_without_the_plugin_that_plans_setups(project: Project) -> None:
    project.test("import pytest\n@pytest.mark.russo('hello')\ndef test_it(russo_audio): pass\n")
    project.run("-p", "no:setupplan").assert_outcomes(passed=1)
