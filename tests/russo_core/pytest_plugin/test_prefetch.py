from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from russo.spending.ledger import totals

if TYPE_CHECKING:
    from russo_core.pytest_plugin.conftest import Project

# The provider waits until there are as many calls as the limit allows, so it only answers if they are concurrent.
TOGETHER = """
import asyncio
import fake_provider
import pytest

class Crowd:
    inside = most = 0

original = fake_provider.FakeSynthesizer._attempt

async def attempt(self, text):
    Crowd.inside += 1
    Crowd.most = max(Crowd.most, Crowd.inside)
    while Crowd.inside < 4 and Crowd.most < 4:
        await asyncio.sleep(0)
    try:
        await asyncio.sleep(0)
        return await original(self, text)
    finally:
        Crowd.inside -= 1

fake_provider.FakeSynthesizer._attempt = attempt
"""
MARKED = """
import pytest

@pytest.mark.parametrize("n", range(12))
@pytest.mark.russo("one", "two", "three", "four", "five", "six")
def test_it(russo_audios, n):
    assert len(russo_audios) == 6
"""


def test_the_texts_of_markers_are_spoken_side_by_side_within_the_limit(project: Project) -> None:
    project.test(MARKED, conftest=TOGETHER + "def pytest_sessionfinish(): print('most:', Crowd.most)\n")
    result = project.run("-s", "--russo-concurrency", "4")
    result.assert_outcomes(passed=12)
    result.stdout.fnmatch_lines("*russo: prepared 6 texts in * s")
    result.stdout.fnmatch_lines("*most: 4")
    assert sorted(project.texts) == ["five", "four", "one", "six", "three", "two"]


def test_what_is_prepared_counts_as_synthesized_once_and_then_as_a_hit(project: Project) -> None:
    project.test(MARKED)
    project.run().stdout.fnmatch_lines("72 utterances: 66 from the cache, 6 synthesized")
    result = project.run()
    result.stdout.fnmatch_lines("72 utterances: 72 from the cache, 0 synthesized")
    assert "russo: prepared" not in result.stdout.str()


@pytest.mark.parametrize("workers", [(), pytest.param(("-n", "2"), marks=pytest.mark.slow)], ids=["here", "in workers"])
def test_what_this_run_has_prepared_is_nowhere_said_to_be_from_the_cache(
    project: Project, workers: tuple[str, ...]
) -> None:
    project.test("""
import pytest

@pytest.mark.russo("one")
def test_one(russo_audio): assert 0

@pytest.mark.russo("two")
def test_two(russo_audio): assert 0
""")
    first = project.run_outside("--junit-xml=first.xml", *workers).stdout.str()
    second = project.run_outside("--junit-xml=second.xml", *workers).stdout.str()
    assert (first.count("(1.0 s, synthesized)"), first.count("(1.0 s, from the cache)")) == (2, 0)
    assert (second.count("(1.0 s, synthesized)"), second.count("(1.0 s, from the cache)")) == (0, 2)
    for name, is_hit in (("first", "false"), ("second", "true")):
        xml = (project.path / f"{name}.xml").read_text(encoding="utf-8")
        assert xml.count(f'name="russo_cache_hit" value="{is_hit}"') == xml.count('name="russo_cache_hit"') == 2


def test_it_can_be_switched_off(project: Project) -> None:
    project.test(MARKED, ini="russo_provider = fake\nrusso_prefetch = false")
    assert "russo: prepared" not in project.run().stdout.str()
    project.test(MARKED.replace("six", "seven"))
    result = project.run("--russo-no-prefetch")
    result.assert_outcomes(passed=12)
    assert "russo: prepared" not in result.stdout.str()


def test_nothing_is_paid_nor_planned_for_tests_that_do_not_run(project: Project) -> None:
    project.test(
        """
import pytest

@pytest.mark.russo("wanted")
def test_wanted(russo_audio): pass

@pytest.mark.russo("deselected")
def test_other(russo_audio): pass

@pytest.mark.skip
@pytest.mark.russo("skipped")
def test_skipped(russo_audio): pass

@pytest.mark.skipif(True, reason="here")
@pytest.mark.russo("skipped if")
def test_skipped_if(russo_audio): pass

@pytest.mark.skipif("sys.platform == 'another'", reason="not here")
@pytest.mark.russo("not skipped")
def test_not_skipped(russo_audio): pass

@pytest.mark.skipif("no Python", reason="nobody knows")
@pytest.mark.russo("unclear")
def test_unclear(russo_audio): pass

@pytest.mark.xfail(run=False)
@pytest.mark.russo("not even tried")
def test_hopeless(russo_audio): pass

@pytest.mark.russo("not asked for")
def test_silent(): pass
"""
    )
    plan = project.run("-k", "not other", "--russo-plan").stdout
    plan.fnmatch_lines("russo: 2 utterances: 0 in the cache, 2 to be spoken")
    result = project.run("-k", "not other")
    result.assert_outcomes(passed=3, skipped=2, xfailed=1, errors=1, deselected=1)
    assert project.texts == ["wanted", "not skipped"]
    project.run("--runxfail", "-k", "hopeless").assert_outcomes(passed=1)
    assert project.texts == ["wanted", "not skipped", "not even tried"]


@pytest.mark.parametrize("plugin", ["skipping", "setuponly", "setupplan", "junitxml", "capture"])
def test_a_part_of_pytest_that_is_switched_off_is_not_missed(project: Project, plugin: str) -> None:
    project.test("""
import pytest

@pytest.mark.skip
@pytest.mark.russo("only without skipping")
def test_it(russo_audio): pass

def test_other(russo_say): russo_say("other")
""")
    result = project.run_outside("--russo-lock", "-p", f"no:{plugin}", "-W", "ignore::pytest.PytestUnknownMarkWarning")
    if plugin == "skipping":
        result.assert_outcomes(passed=2)
        assert sorted(project.texts) == ["only without skipping", "other"]
    else:
        result.assert_outcomes(passed=1, skipped=1)
        assert project.texts == ["other"]


def test_nothing_is_prepared_where_the_synthesizer_or_the_cache_is_overridden(project: Project) -> None:
    project.test(
        """
import pytest
from russo import Audio, AudioCache

class TestVoice:
    @pytest.fixture
    def russo_synthesizer(self):
        class Mine:
            async def synthesize(self, text):
                return Audio(b"mine", "pcm")
        return Mine()

    @pytest.mark.russo("one")
    def test_it(self, russo_audio):
        assert russo_audio.data == b"mine"

class TestCache:
    @pytest.fixture(scope="session")
    def russo_audio_cache(self, tmp_path_factory):
        return AudioCache(tmp_path_factory.mktemp("mine"))

    @pytest.mark.russo("two")
    def test_it(self, russo_audio): pass
"""
    )
    result = project.run()
    result.assert_outcomes(passed=2)
    assert "russo: prepared" not in result.stdout.str()
    assert project.texts == ["two"]


def test_nothing_is_prepared_where_another_fixture_is_overridden(project: Project) -> None:
    project.test(
        """
import pytest
from russo import Audio

class TestSay:
    @pytest.fixture
    def russo_say(self, russo_say):
        return lambda text: russo_say(text, voice="bert")

    @pytest.mark.russo("one")
    def test_it(self, russo_audio): pass

class TestAudio:
    @pytest.fixture
    def russo_audio(self):
        return Audio(b"mine", "pcm")

    @pytest.mark.russo("two")
    def test_it(self, russo_audio): pass

class TestAudios:
    @pytest.fixture
    def russo_audios(self):
        return (Audio(b"mine", "pcm"),)

    @pytest.mark.russo("three")
    def test_it(self, russo_audio): pass
"""
    )
    project.run("--russo-plan").stdout.fnmatch_lines("russo: 0 utterances: 0 in the cache, 0 to be spoken")
    project.run().assert_outcomes(passed=3)
    assert [(call["text"], call["voice"]) for call in project.calls] == [("one", "bert")]


def test_nothing_is_prepared_for_a_testcase_that_unittest_skips(project: Project) -> None:
    project.test(
        """
import unittest
import pytest

@pytest.mark.usefixtures("russo_audio")
class TestWanted(unittest.TestCase):
    @pytest.mark.russo("wanted")
    def test_it(self): pass

@unittest.skip("not here")
class TestSkipped(TestWanted):
    @pytest.mark.russo("skipped")
    def test_it(self): pass
"""
    )
    project.run("--russo-plan").stdout.fnmatch_lines("russo: 1 utterance: 0 in the cache, 1 to be spoken")
    result = project.run()
    result.assert_outcomes(passed=1, skipped=1)
    # Older versions of pytest set up the fixtures of a skipped class.
    result.stdout.fnmatch_lines("russo: prepared 1 text in * s")


def test_a_failure_beforehand_is_told_by_the_test_that_it_concerns(project: Project) -> None:
    project.test(
        """
import pytest

@pytest.mark.russo("one")
def test_one(russo_audio): pass

@pytest.mark.russo("please refuse")
def test_two(russo_audio): pass

@pytest.mark.russo("three", sped=1)
def test_three(russo_audio): pass
"""
    )
    result = project.run()
    result.assert_outcomes(passed=1, errors=2)
    result.stdout.fnmatch_lines("russo: prepared 1 of 2 texts in * s")
    result.stdout.fnmatch_lines("provider 'fake' has no option 'sped' (the marker russo).*")


def test_a_provider_without_a_key_is_asked_once_beforehand(project: Project) -> None:
    project.test(
        MARKED,
        ini="russo_provider = fake\nrusso_model = locked\nrusso_concurrency = 1",
        conftest="""
import fake_provider
asked = []
original = fake_provider.FakeSynthesizer.synthesize
async def synthesize(self, text):
    asked.append(text)
    return await original(self, text)
fake_provider.FakeSynthesizer.synthesize = synthesize
def pytest_sessionfinish(): print("asked:", len(asked))
""",
    )
    project.run("-s").stdout.fnmatch_lines("*asked: 13")  # once in advance, and once for each of 12 tests


def test_q_prints_no_progress(project: Project) -> None:
    project.test(MARKED)
    assert "russo: prepared" not in project.run("-q").stdout.str()


def test_the_ledger_counts_what_is_looked_up_before_the_tests_once(project: Project) -> None:
    project.test("import pytest\n@pytest.mark.russo('one')\ndef test_it(russo_audio): pass")
    project.run().assert_outcomes(passed=1)
    project.run().assert_outcomes(passed=1)
    sums = totals(project.path / ".russo_cache")
    assert (sums.spent.utterances, sums.saved.utterances) == (1, 1)


EVENTS = """
from russo import hookimpl

class Watch:
    @hookimpl
    def russo_event(self, event):
        with open("events.txt", "a") as file:
            print(event.kind, event.text, file=file)

watch = Watch()
"""


def test_looking_for_what_is_missing_is_no_event(project: Project) -> None:
    marked = "import pytest\n@pytest.mark.russo('one')\ndef test_it(russo_audio): pass\n"
    project.test(marked, ini="russo_provider = fake\nrusso_plugins = watching_events:watch")
    project.write({"watching_events.py": EVENTS})
    events = project.path / "events.txt"
    project.run()
    assert events.read_text() == "synthesized one\nhit one\n"
    events.unlink()
    project.run()
    assert events.read_text() == "hit one\n"


def test_a_long_text_that_is_kept_as_a_whole_is_not_spoken_in_pieces(project: Project) -> None:
    long = " ".join(f"This is sentence {number} of a long text." for number in range(4))
    limited = "import fake_provider\nfake_provider.FakeSynthesizer.max_characters = 70\n"
    keep = "from russo import Audio\ndef test_it(russo_synthesizer):\n    russo_synthesizer.keep({!r}, Audio(bytes(480), 'pcm'))"
    project.test(keep.format(long), conftest=limited)
    project.run().assert_outcomes(passed=1)
    say = (
        "import pytest\n@pytest.mark.russo({!r})\ndef test_it(russo_audio):\n    assert russo_audio.duration == 0.01\n"
    )
    project.test(say.format(long), conftest=limited)
    project.run().assert_outcomes(passed=1)
    assert project.texts == []


def test_entries_that_are_damaged_are_made_again(project: Project) -> None:
    project.test("import pytest\n@pytest.mark.russo('one', 'two')\ndef test_it(russo_audios): pass")
    project.run().assert_outcomes(passed=1)
    first, second = project.path.glob(".russo_cache/*.audio")
    first.write_bytes(first.read_bytes()[1:])
    second.write_bytes(b"?" * len(second.read_bytes()))
    result = project.run()
    result.assert_outcomes(passed=1)
    # One has another size, which is seen before the tests; the other is only read by its test.
    result.stdout.fnmatch_lines(["russo: prepared 1 text in *", "2 utterances: 0 from the cache, 2 synthesized"])
    assert sorted(project.texts) == ["one", "one", "two", "two"]
