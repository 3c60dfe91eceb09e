from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from russo_core.pytest_plugin.conftest import Project

pytest.importorskip("xdist")

TEST = """
import pytest

@pytest.mark.parametrize("n", range(24))
@pytest.mark.russo("shared", "too")
def test_it(russo_audios, russo_say, n):
    russo_say(f"own {n}")
"""


def test_four_workers_pay_once_and_are_summed_up(project: Project) -> None:
    project.test(TEST)
    result = project.run_outside("-n", "4", "--junit-xml", "junit.xml")
    result.assert_outcomes(passed=24)
    result.stdout.fnmatch_lines("72 utterances: 46 from the cache, 26 synthesized")
    assert sorted(project.texts) == sorted(["shared", "too", *(f"own {n}" for n in range(24))])
    assert (project.path / "junit.xml").read_text().count('name="russo_key"') == 72


@pytest.mark.slow
def test_refreshing_and_clearing_happen_once(project: Project) -> None:
    project.test(TEST.replace("24", "4"))
    project.run("-n", "0").assert_outcomes(passed=4)
    project.run_outside("-n", "2", "--russo-refresh").assert_outcomes(passed=4)
    assert len(project.calls) == 12
    project.run_outside("-n", "2", "--russo-clear-cache").assert_outcomes(passed=4)
    assert len(project.calls) == 18
    assert project.entries == 6


@pytest.mark.slow
def test_without_settings_there_is_a_summary_too(project: Project) -> None:
    project.test("def test_it(russo_say): russo_say('hello')", ini="")
    result = project.run_outside("-n", "1")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines("1 utterance: 0 from the cache, 1 synthesized")


@pytest.mark.slow
def test_unused_entries_are_found_and_deselected_tests_are_noticed(project: Project) -> None:
    project.test(TEST.replace("24", "2"))
    project.run().assert_outcomes(passed=2)
    project.test("def test_one(russo_say): russo_say('own 1')\ndef test_two(russo_say): russo_say('own 0')\n")
    project.run_outside("-n", "2").stdout.fnmatch_lines("2 entries of the cache not used by this run *")
    project.run_outside("-n", "2", "--russo-prune-unused", "-k", "one").stdout.fnmatch_lines(
        "no entries were deleted: -k was given"
    )
    assert project.entries == 4


def test_texts_and_voices_that_are_an_enum(project: Project) -> None:
    project.test(
        """
        import enum, pytest

        class Line(enum.StrEnum):
            HELLO = "hello"
            ANNA = "anna"

        @pytest.mark.russo(Line.HELLO, voice=Line.ANNA)
        def test_it(russo_audio, russo_say):
            russo_say(Line.HELLO)
        """.replace("\n        ", "\n")
    )
    result = project.run_outside("-n", "1")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines("2 utterances: 1 from the cache, 1 synthesized")


def test_a_worker_with_a_name_of_its_own(project: Project) -> None:
    project.test(TEST.replace("24", "2"))
    project.run_outside("-d", "--tx", "popen//id=mac", "--tx", "popen//id=linux").assert_outcomes(passed=2)
    assert len(project.calls) == 4
