from __future__ import annotations

from typing import TYPE_CHECKING

from russo import AudioCache

if TYPE_CHECKING:
    from russo_core.pytest_plugin.conftest import Project

TEST = """
def test_one(russo_say):
    assert russo_say("one").duration == 1.0

def test_one_again(russo_say):
    assert russo_say("one").duration == 1.0
"""


def test_caching_is_on(project: Project) -> None:
    project.test(TEST)
    project.run().assert_outcomes(passed=2)
    assert project.texts == ["one"]
    assert AudioCache(project.path / ".russo_cache").size() == 1


def test_no_cache_asks_each_time_and_keeps_nothing(project: Project) -> None:
    project.test(TEST)
    project.run("--russo-no-cache").assert_outcomes(passed=2)
    assert project.texts == ["one", "one"]
    assert not (project.path / ".russo_cache").exists()


def test_no_cache_leaves_what_is_there(project: Project) -> None:
    project.test(TEST)
    project.run().assert_outcomes(passed=2)
    project.run("--russo-no-cache").assert_outcomes(passed=2)
    assert project.texts == ["one", "one", "one"]
    assert project.entries == 1


def test_no_cache_holds_for_a_cached_synthesizer_of_the_users_own(project: Project) -> None:
    project.test(
        TEST,
        conftest="""
import pytest
from fake_provider import FakeSynthesizer
from russo import CachedSynthesizer

@pytest.fixture(scope="session")
def russo_synthesizer(russo_audio_cache):
    return CachedSynthesizer(FakeSynthesizer(), cache=russo_audio_cache)
""",
    )
    project.run("--russo-no-cache").assert_outcomes(passed=2)
    assert project.texts == ["one", "one"]


def test_clear_cache_pays_again(project: Project) -> None:
    project.test(TEST)
    project.run().assert_outcomes(passed=2)
    (project.path / ".russo_cache" / "notes.txt").write_text("mine")
    project.run("--russo-clear-cache").assert_outcomes(passed=2)
    assert project.texts == ["one", "one"]
    assert (project.path / ".russo_cache" / "notes.txt").read_text() == "mine"


def test_collecting_clears_nothing_and_pays_nothing(project: Project) -> None:
    project.test(TEST + "import pytest\n@pytest.mark.russo('marked')\ndef test_marked(russo_audio): pass\n")
    project.run("-k", "one").assert_outcomes(passed=2, deselected=1)
    project.run("--collect-only", "--russo-clear-cache")
    assert project.entries == 1
    assert project.texts == ["one"]


def test_cache_dir_on_the_command_line_is_meant_from_where_it_is_typed(project: Project) -> None:
    project.test(TEST, ini="russo_provider = fake\nrusso_cache_dir = ignored")
    project.run("--russo-cache-dir", "elsewhere").assert_outcomes(passed=2)
    assert AudioCache(project.path / "elsewhere").size() == 1
    assert not (project.path / "ignored").exists()
    assert not (project.path / ".russo_cache").exists()


def test_the_cache_can_be_switched_off_in_the_file(project: Project) -> None:
    project.test(TEST, ini="russo_provider = fake\nrusso_cache = false")
    project.run().assert_outcomes(passed=2)
    assert project.texts == ["one", "one"]
