"""A unittest.TestCase, which pytest does not parametrize, is never run once where it should be run several times."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from russo_core.pytest_plugin.conftest import Project

TESTCASE = """
import unittest
import pytest

{marker}
class TestIt(unittest.TestCase):
    @pytest.fixture(autouse=True)
    def _say(self, russo_say):
        self.say = russo_say

    def test_it(self):
        self.say("hello")
"""


@pytest.mark.parametrize(
    ("marker", "ini", "refused"),
    [
        ("@pytest.mark.russo_voices('fake:anna', 'fake:bert')", "", "russo_voices"),
        ("@pytest.mark.russo(conditions=['clean', 'phone'])", "", "russo_conditions"),
        ("", "russo_voices = bert", "russo_voices (russo_voices in pytest.ini)"),
        ("", "russo_conditions = clean phone", "russo_conditions (russo_conditions in pytest.ini)"),
    ],
)
def test_voices_and_conditions_of_a_testcase_are_refused(project: Project, marker: str, ini: str, refused: str) -> None:
    project.test(TESTCASE.format(marker=marker), ini=f"russo_provider = fake\n{ini}")
    result = project.run()
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(
        f"ERROR: test_it.py::TestIt::test_it: {refused} cannot run a unittest.TestCase more than once, *"
    )
    assert project.calls == []


def test_workers_say_so_too(project: Project) -> None:
    project.test(TESTCASE.format(marker="@pytest.mark.russo_voices('bert')"))
    result = project.run_outside("-n2")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(
        "test_it.py::TestIt::test_it: russo_voices cannot run a unittest.TestCase more than once, *"
    )
    assert project.calls == []


def test_a_testcase_may_be_marked_to_run_once(project: Project) -> None:
    marker = "@pytest.mark.russo_voices()\n@pytest.mark.russo_conditions()"
    ini = "russo_provider = fake\nrusso_voices = bert\nrusso_conditions = clean"
    project.test(TESTCASE.format(marker=marker), ini=ini)
    project.run().assert_outcomes(passed=1)
    assert project.texts == ["hello"]
