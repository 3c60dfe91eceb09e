"""Who speaks, and how: provider, voice, model, options."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from russo_core.pytest_plugin.conftest import Project

TEST = "def test_it(russo_say): russo_say('one')"
OPTIONS = "voice, model, speed, loud, delay, max_concurrency"


def test_settings_reach_the_keyword_arguments(project: Project) -> None:
    project.test(
        TEST,
        ini="russo_provider = fake\nrusso_voice = bert\nrusso_model = m2\nrusso_options =\n  speed = 2\n  loud = true",
    )
    project.run().assert_outcomes(passed=1)
    assert project.calls == [{"text": "one", "voice": "bert", "model": "m2", "speed": 2.0, "loud": True}]


def test_markers_and_calls_reach_the_keyword_arguments(project: Project) -> None:
    project.test(
        """
import pytest
pytestmark = pytest.mark.russo(voice="module", speed=2)

@pytest.mark.russo(model="m2")
class TestClass:
    @pytest.mark.russo(speed=3)
    def test_it(self, russo_say):
        russo_say("one", loud=True)
        russo_say("two", voice="call")

@pytest.mark.russo("three", voice="marker")
def test_marked(russo_audio): pass
"""
    )
    project.run().assert_outcomes(passed=2)
    assert sorted(project.calls, key=lambda call: call["text"]) == [
        {"text": "one", "voice": "module", "model": "m2", "speed": 3.0, "loud": True},
        {"text": "three", "voice": "marker", "model": "m1", "speed": 2.0, "loud": False},
        {"text": "two", "voice": "call", "model": "m2", "speed": 3.0, "loud": False},
    ]


def test_a_marker_without_a_provider_is_for_the_one_that_speaks_there(project: Project) -> None:
    project.test(
        """
import pytest
pytestmark = pytest.mark.russo(speed=2)

@pytest.mark.russo("one", provider="other")
def test_other(russo_audio):
    assert russo_audio.duration == 0.1

@pytest.mark.russo("two", provider="fake", loud=True)
def test_the_same(russo_audio): pass

@pytest.mark.russo(provider="other")
class TestClass:
    @pytest.mark.russo("three", provider="fake", model="m2")
    def test_back(self, russo_audio): pass

    @pytest.mark.russo("four", voice="otto")
    def test_nearest(self, russo_audio):
        assert russo_audio.duration == 0.1
"""
    )
    project.run().assert_outcomes(passed=4)
    assert sorted(project.calls, key=lambda call: call["text"]) == [
        {"text": "three", "voice": "anna", "model": "m2", "speed": 1.0, "loud": False},
        {"text": "two", "voice": "anna", "model": "m1", "speed": 2.0, "loud": True},
    ]


def test_another_provider_does_not_inherit_the_options_of_the_first(project: Project) -> None:
    project.test(
        """
import pytest

def test_call(russo_say):
    assert russo_say("one", provider="other").duration == 0.1

@pytest.mark.russo("two", provider="other")
def test_marker(russo_audio):
    assert russo_audio.duration == 0.1
""",
        ini="russo_provider = fake\nrusso_model = m2\nrusso_options = speed = 2",
    )
    project.run().assert_outcomes(passed=2)
    assert project.calls == []


@pytest.mark.parametrize(
    ("ini", "message"),
    [
        (
            "russo_provider = fak",
            "no provider named 'fak' (russo_provider in pytest.ini). Did you mean 'fake'? Installed: *fake (fake-voices)*",
        ),
        (
            "russo_provider = fake\nrusso_options = sped = 2",
            f"provider 'fake' has no option 'sped' (russo_options in pytest.ini). Did you mean 'speed'? Possible: {OPTIONS}",
        ),
        (
            "russo_provider = fake\nrusso_options = speed = fast",
            "option 'speed' of provider 'fake' must be a number, not 'fast' (russo_options in pytest.ini)",
        ),
        (
            "russo_provider = fake\nrusso_options = loud = 1",
            "option 'loud' of provider 'fake' must be true or false, not 1 (russo_options in pytest.ini)",
        ),
        (
            "russo_provider = fake\nrusso_options = loud",
            "'loud' is not an option (russo_options in pytest.ini): write name = value, for example rate = 150",
        ),
        (
            "russo_provider = other\nrusso_model = m2",
            "provider 'other' has no option 'model' (russo_model in pytest.ini). Possible: voice",
        ),
        (
            "russo_provider = espeak\nrusso_voice = nosuchvoice",
            # The source comes first: the message ends with a command, which is typed as it is shown.
            "russo_voice in pytest.ini: espeak has no voice 'nosuchvoice'*. List them all with: russo voices espeak",
        ),
        (
            "russo_plugins = nosuchplugin",
            "no plugin named 'nosuchplugin' (russo_plugins in pytest.ini). Installed: whisper. One of the project *",
        ),
    ],
)
def test_what_cannot_be_used_is_a_usage_error_before_any_test(project: Project, ini: str, message: str) -> None:
    project.test("raise AssertionError('collected')", ini=ini)
    result = project.run()
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(f"ERROR: {message}")
    assert "Traceback" not in result.stderr.str() + result.stdout.str()


def test_what_a_call_cannot_use_names_the_call(project: Project) -> None:
    project.test("def test_it(russo_say): russo_say('one', speed='fast')")
    result = project.run()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        "*option 'speed' of provider 'fake' must be a number, not 'fast' (the call of russo_say)"
    )


def test_overriding_an_ini_key_on_the_command_line_is_named_as_such(project: Project) -> None:
    project.test(TEST)
    result = project.run("-o", "russo_provider=fak")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines("ERROR: no provider named 'fak' (-o russo_provider). Did you mean 'fake'? *")
