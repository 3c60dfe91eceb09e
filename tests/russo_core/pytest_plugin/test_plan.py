"""``--russo-plan`` counts what the same run would speak, and changes nothing."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from russo_core.pytest_plugin.conftest import Project

MARKED = """
import pytest

@pytest.mark.russo("one")
def test_one(russo_audio): pass

@pytest.mark.russo("one")
def test_again(russo_audio): pass

@pytest.mark.russo("two")
def test_two(russo_audio): pass
"""


@pytest.mark.parametrize(
    ("options", "kept", "spoken"),
    [
        ((), 2, 0),
        (("--russo-refresh",), 0, 2),
        (("--russo-refresh-only=two",), 1, 1),
        (("--russo-clear-cache",), 0, 2),
        (("--russo-no-cache",), 0, 3),
    ],
    ids=lambda value: " ".join(value) or "nothing" if isinstance(value, tuple) else None,
)
@pytest.mark.parametrize("lock", [True, False], ids=["locked", "without a lock"])
def test_what_is_spoken_again_is_not_said_to_be_in_the_cache(
    project: Project, options: tuple[str, ...], kept: int, spoken: int, *, lock: bool
) -> None:
    project.test(MARKED)
    project.run(*(["--russo-lock"] if lock else []))
    plan = project.run("--russo-plan", *options)
    plan.stdout.fnmatch_lines(f"russo: {kept + spoken} utterances: {kept} in the cache, {spoken} to be spoken")
    assert (len(project.calls), project.entries) == (2, 2)
    project.run(*options)
    assert len(project.calls) == 2 + spoken


def test_what_only_the_lock_lists_is_spoken_again_too(project: Project) -> None:
    project.test("def test_it(russo_say):\n    russo_say('one')\n    russo_say('two')\n")
    project.run("--russo-lock")
    for options, kept in (((), 2), (("--russo-refresh",), 0), (("--russo-refresh-only=two",), 1)):
        plan = project.run("--russo-plan", *options)
        plan.stdout.fnmatch_lines(f"russo: 2 utterances: {kept} in the cache, {2 - kept} to be spoken")


def test_what_the_lock_lists_may_be_of_tests_that_are_left_out(project: Project) -> None:
    project.test("import pytest\n\n@pytest.mark.russo('one')\ndef test_one(russo_audio): pass\n")
    project.write({"other/test_other.py": "def test_two(russo_say): russo_say('two')\n"})
    project.run("--russo-lock", "--russo-no-prefetch")
    assert "left out" not in project.run("--russo-plan").stdout.str()
    project.write({"dropping.py": "def pytest_collection_modifyitems(items): del items[0]\n"})
    for options, why in (
        (("test_it.py",), "tests were named on the command line"),
        (("-k", "one"), "-k was given"),
        (("-p", "dropping"), "1 collected test did not run"),
    ):
        result = project.run_outside("--russo-plan", *options)
        result.stdout.fnmatch_lines(
            [
                "russo: 2 utterances: 2 in the cache, 0 to be spoken",
                f"russo: 1 utterance of russo.lock may be of tests that are left out: {why}",
            ]
        )


def test_what_a_skipped_test_says_is_not_planned_because_it_is_locked(project: Project) -> None:
    project.test(MARKED)
    project.run("--russo-lock")
    project.test(MARKED.replace("def test_two", "@pytest.mark.skip\ndef test_two"))
    project.run("--russo-plan").stdout.fnmatch_lines("russo: 1 utterance: 1 in the cache, 0 to be spoken")


def test_offline_nothing_is_planned_to_be_spoken(project: Project) -> None:
    project.test(MARKED)
    plan = project.run("--russo-plan", "--russo-offline")
    plan.stdout.fnmatch_lines("russo: 2 utterances: 0 in the cache, 2 missing, and not spoken offline")
    plan.stdout.no_fnmatch_line("*about*")


def test_characters_are_counted_as_they_are_sent(project: Project) -> None:
    project.test(
        MARKED,
        ini="russo_provider = fake\nrusso_plugins = lexicon:lexicon",
        lexicon="""
from russo import hookimpl

class Lexicon:
    @hookimpl
    def russo_text(self, synthesizer, text):
        return text.replace("two", "number two")

lexicon = Lexicon()
""",
    )
    project.run("--russo-plan").stdout.fnmatch_lines("russo: fake m1: 2 utterances, 13 characters, about $0.0130")


def test_a_plan_leaves_the_report_of_the_last_run(project: Project) -> None:
    project.test(MARKED)
    project.run("--russo-report=report.html")
    report = (project.path / "report.html").read_bytes()
    project.run("--russo-plan", "--russo-report=report.html")
    assert (project.path / "report.html").read_bytes() == report


def test_a_plan_is_no_use_of_the_entries(project: Project) -> None:
    project.test(f"{MARKED}\ndef test_said(russo_say): russo_say('three')\n")
    project.run_outside("--russo-lock")
    # A process writes the last uses when it exits.
    for path in project.path.glob(".russo_cache/.local/last-use*"):
        path.unlink()
    project.run_outside("--russo-plan").stdout.fnmatch_lines("russo: 3 utterances: 3 in the cache, 0 to be spoken")
    assert list(project.path.glob(".russo_cache/.local/last-use*")) == []


@pytest.mark.parametrize("option", ["--collect-only", "--russo-plan"])
def test_nothing_is_left_in_the_folder_for_temporary_files(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: str
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    project.test(MARKED)
    project.run(option)
    assert list(tmp_path.glob("russo-*")) == []


def test_what_a_marker_cannot_mean_concerns_its_own_test_alone(project: Project) -> None:
    project.test("""
import pytest

class Shy:
    def __repr__(self):
        raise LookupError("shy")

@pytest.mark.russo("one", provider=["fake"])
def test_one(russo_audio): pass

@pytest.mark.russo("two", voice=Shy())
def test_two(russo_audio): pass

@pytest.mark.russo(["three", None])
def test_three(russo_audio): pass

@pytest.mark.russo([])
def test_four(russo_audio): pass

@pytest.mark.russo("five")
def test_five(russo_audio): pass
""")
    project.run("--russo-plan").stdout.fnmatch_lines(
        [
            "russo: 1 utterance: 0 in the cache, 1 to be spoken",
            "russo: test_it.py::test_one cannot speak: the name of a provider must be a str, not [[]'fake'] (the marker russo)",
            "russo: test_it.py::test_two cannot speak: LookupError: shy",
            "russo: test_it.py::test_three cannot speak: a dialogue is made of texts and of pauses in seconds, *",
            "russo: test_it.py::test_four cannot speak: no text to speak: [[]]",
        ]
    )
    project.run().assert_outcomes(passed=1, errors=4)
    assert project.texts == ["five"]
