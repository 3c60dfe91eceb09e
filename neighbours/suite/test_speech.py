"""50 tests that ask russo for speech in every possible way: 51 times, for 44 different utterances."""

import unittest

import pytest

NUMBERS = range(20)


@pytest.mark.parametrize(
    "number", [pytest.param(number, marks=pytest.mark.russo(f"Marked {number}.")) for number in NUMBERS]
)
def test_marked(russo_audio, number):
    assert russo_audio.duration > 0


@pytest.mark.parametrize("number", range(10))
def test_said(russo_say, number):
    assert russo_say(f"Said {number}.").duration > 0


@pytest.mark.parametrize("number", range(4))
def test_said_again(russo_say, number):
    assert russo_say("All say this.").duration > 0


@pytest.mark.russo(voice="bert")
class TestBert:
    @pytest.mark.russo("Good morning.")
    def test_marked(self, russo_audio):
        assert russo_audio.duration > 0

    def test_said(self, russo_say):
        assert russo_say("Good morning.").duration > 0

    @pytest.mark.russo("One.", "Two.")
    def test_several(self, russo_audios):
        assert len(russo_audios) == 2


@pytest.mark.russo_voices("anna", "bert", "counting:cleo")
def test_voices(russo_say):
    assert russo_say("Who am I?").duration > 0


@pytest.mark.russo_voices("anna", "bert")
@pytest.mark.russo("And now?")
def test_marked_voices(russo_audio):
    assert russo_audio.duration > 0


def test_dialogue(russo_say):
    assert russo_say(["Wait.", 0.5, "Go on."]).duration > 0.5


def test_plugin(russo_say):
    assert russo_say("Learn SQL.") == russo_say("Learn sequel.")


@pytest.mark.skip(reason="a skipped test says nothing")
@pytest.mark.russo("Never.")
def test_skipped(russo_audio):
    pass


@pytest.mark.xfail(reason="an expected failure")
def test_expected_failure(russo_say):
    russo_say("I fail.")
    raise AssertionError


@pytest.fixture
def caller(russo_synthesizer_factory):
    return russo_synthesizer_factory(voice="dora")


def test_factory(caller):
    assert caller.lookup("Never said.") is None


class TestOfUnittest(unittest.TestCase):
    @pytest.fixture(autouse=True)
    def _say(self, russo_say):
        self.say = russo_say

    def test_one(self):
        assert self.say("In a TestCase.").duration > 0

    def test_two(self):
        assert self.say("In a TestCase.").duration > 0

    def test_three(self):
        assert self.say("Said 1.").duration > 0
