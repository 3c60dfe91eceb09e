from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from russo_core.pytest_plugin.conftest import Project

EVERY_FIXTURE = """
import pytest
from russo import Audio, AudioCache, CachedSynthesizer
from russo.pytest_plugin import RussoSay

def test_say(russo_say: RussoSay) -> None:
    assert russo_say("one").duration == 1.0

@pytest.mark.russo("two")
def test_audio(russo_audio: Audio) -> None:
    assert russo_audio.duration == 1.0

@pytest.mark.russo("three", "four")
def test_audios(russo_audios: tuple[Audio, ...]) -> None:
    assert [audio.duration for audio in russo_audios] == [1.0, 1.0]

def test_synthesizer(russo_synthesizer: CachedSynthesizer, russo_audio_cache: AudioCache) -> None:
    assert isinstance(russo_synthesizer, CachedSynthesizer)
    assert type(russo_synthesizer.inner).__name__ == "FakeSynthesizer"
    assert russo_synthesizer.cache is russo_audio_cache
    assert russo_audio_cache.cache_dir.name == ".russo_cache"
"""

IN_A_LOOP = """
import pytest
from russo import Audio

async def test_say(russo_say):
    assert russo_say("one").duration == 1.0

@pytest.mark.russo("two")
async def test_audio(russo_audio):
    assert russo_audio.duration == 1.0

async def test_synthesizer(russo_synthesizer):
    assert (await russo_synthesizer.synthesize("three")).duration == 1.0
"""


def test_every_fixture_speaks_and_the_second_run_calls_nobody(project: Project) -> None:
    project.test(EVERY_FIXTURE)
    project.run().assert_outcomes(passed=4)
    assert sorted(project.texts) == ["four", "one", "three", "two"]
    project.run().assert_outcomes(passed=4)
    assert len(project.calls) == 4


def test_fixtures_work_inside_of_a_running_loop(project: Project) -> None:
    project.test(IN_A_LOOP, ini="russo_provider = fake\nasyncio_mode = auto")
    project.run_outside("-W", "error").assert_outcomes(passed=3)
    assert sorted(project.texts) == ["one", "three", "two"]
    project.run_outside("-W", "error").assert_outcomes(passed=3)
    assert len(project.calls) == 3


def test_the_embedded_voice_speaks_in_a_project_of_five_lines(project: Project) -> None:
    project.test(
        "def test_hello(russo_say):\n    assert russo_say('Hello').duration > 0.3\n", "russo_provider = espeak"
    )
    project.run_outside().assert_outcomes(passed=1)
    assert project.entries == 1


def test_without_any_setting_the_embedded_voice_speaks(project: Project) -> None:
    project.test("def test_hello(russo_synthesizer):\n    assert russo_synthesizer.provider == 'hibari'\n", ini="")
    project.run().assert_outcomes(passed=1)


def test_an_audio_without_a_text_says_what_to_write(project: Project) -> None:
    project.test("def test_it(russo_audio): pass")
    result = project.run()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines("no text to speak: mark the test, for example @pytest.mark.russo('Hello')")


def test_one_audio_of_several_texts_names_the_other_fixture(project: Project) -> None:
    project.test("import pytest\n@pytest.mark.russo('a', 'b')\ndef test_it(russo_audio): pass")
    result = project.run()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines("the marker russo has 2 texts: ask for russo_audios")


def test_a_doctest_and_a_unittest_speak(project: Project) -> None:
    project.test(
        """
import unittest
import pytest

def double():
    '''
    >>> getfixture("russo_say")("doc").duration
    1.0
    '''

class Case(unittest.TestCase):
    @pytest.fixture(autouse=True)
    def speech(self, russo_say):
        self.say = russo_say

    def test_it(self):
        self.assertEqual(self.say("unit").duration, 1.0)
"""
    )
    project.run("--doctest-modules").assert_outcomes(passed=2)
    assert sorted(project.texts) == ["doc", "unit"]


def test_markers_are_registered_and_fixtures_are_listed(project: Project) -> None:
    project.test(EVERY_FIXTURE)
    project.run("--strict-markers").assert_outcomes(passed=4)
    project.run("--markers").stdout.fnmatch_lines("@pytest.mark.russo(*")
    listed = project.run("--fixtures").stdout.str()
    for name in ("russo_say", "russo_audio", "russo_audios", "russo_synthesizer", "russo_audio_cache"):
        assert f"\n{name} " in listed


@pytest.mark.parametrize(
    ("marker", "text"), [("prompt='Hi', expect=[1]", "'Hi'"), ("prompt='Hi'", "'Hi'"), ("'Hi', expect=[1]", "'Hello'")]
)
def test_a_marker_of_the_release_0_3_3_says_what_to_write(project: Project, marker: str, text: str) -> None:
    project.test(f"import pytest\n@pytest.mark.russo({marker})\ndef test_it(russo_audio): pass\n")
    result = project.run()
    result.assert_outcomes(errors=1)
    names = ", ".join(f"{name}=..." for name in ("prompt", "expect") if f"{name}=" in marker)
    wanted = (
        f"@pytest.mark.russo({names}) is the form of russo 0.3.3: write @pytest.mark.russo({text}), "
        "ask for russo_audio and assert in the test, as the page 'Upgrade from russo 0.3.3' shows"
    )
    assert wanted in result.stdout.str()
    assert project.texts == []


def test_a_text_that_is_given_by_name_says_what_to_write(project: Project) -> None:
    project.test("import pytest\n@pytest.mark.russo(text='Hi')\ndef test_it(russo_audio): pass\n")
    result = project.run()
    result.assert_outcomes(errors=1)
    wanted = "@pytest.mark.russo(text=...) takes its text without a name: write @pytest.mark.russo('Hi')"
    assert wanted in result.stdout.str()
    assert project.texts == []
