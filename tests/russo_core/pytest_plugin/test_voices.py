from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from russo_core.pytest_plugin.conftest import Project


def test_a_test_runs_once_per_voice(project: Project) -> None:
    project.test(
        """
import pytest

@pytest.mark.russo_voices("fake:bert", "other:otto", "carl")
def test_it(russo_say, russo_synthesizer):
    russo_say("one")
    assert russo_synthesizer.cache_fields["voice"] in {"bert", "otto", "carl"}

@pytest.mark.russo_voices("fake:bert", "fake:")
@pytest.mark.russo("two")
def test_marked(russo_audio): pass
"""
    )
    result = project.run("-v")
    result.assert_outcomes(passed=5)
    names = [
        "test_it[fake:bert]",
        "test_it[other:otto]",
        "test_it[carl]",
        "test_marked[fake:bert]",
        "test_marked[fake:]",
    ]
    for name in names:
        assert f"test_it.py::{name} PASSED" in result.stdout.str()
    spoken = {(call["text"], call["voice"]) for call in project.calls}
    assert spoken == {("one", "bert"), ("one", "carl"), ("two", "bert"), ("two", "anna")}


def test_a_call_and_options_of_the_marker_still_count(project: Project) -> None:
    project.test(
        """
import pytest

@pytest.mark.russo(voice="ignored", speed=2)
@pytest.mark.russo_voices("bert")
def test_it(russo_say):
    russo_say("one")
    russo_say("two", voice="carl")
"""
    )
    project.run().assert_outcomes(passed=1)
    assert [(call["voice"], call["speed"]) for call in project.calls] == [("bert", 2.0), ("carl", 2.0)]


def test_the_settings_may_name_voices_for_every_test_that_speaks(project: Project) -> None:
    project.test(
        "def test_it(russo_say): russo_say('one')\ndef test_silent(): pass\n",
        ini="russo_provider = fake\nrusso_voices = fake:anna fake:bert",
    )
    project.run().assert_outcomes(passed=3)
    assert [call["voice"] for call in project.calls] == ["anna", "bert"]


def test_a_marker_on_a_class_is_for_those_of_its_tests_that_speak(project: Project) -> None:
    project.test(
        """
import pytest

@pytest.mark.russo_voices("anna", "bert")
class TestIt:
    def test_it(self, russo_say): russo_say("one")
    def test_silent(self): pass
"""
    )
    project.run().assert_outcomes(passed=3)


@pytest.mark.parametrize(
    ("voices", "arguments", "message"),
    [
        ("'nobody:x'", "russo_say", "*no provider named 'nobody' (russo_voices)*"),
        ("7", "russo_say", "*a voice is written 'provider:voice', not 7*"),
        ("'anna'", "", "*it is marked with russo_voices, but asks for no fixture of russo that speaks*"),
    ],
)
def test_voices_that_cannot_be_fail_while_tests_are_collected(
    project: Project, voices: str, arguments: str, message: str
) -> None:
    project.test(f"import pytest\n@pytest.mark.russo_voices({voices})\ndef test_it({arguments}): pass")
    result = project.run()
    assert result.ret != pytest.ExitCode.OK
    (result.stdout if "rror" in result.stdout.str() else result.stderr).fnmatch_lines(message)
