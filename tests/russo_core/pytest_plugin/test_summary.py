from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from russo_core.pytest_plugin.conftest import Project

TEST = """
import pytest

def test_one(russo_say):
    russo_say("one")
    russo_say("one")

@pytest.mark.russo("three")
def test_three(russo_audio): pass
"""


def test_the_block(project: Project) -> None:
    project.test(TEST)
    project.run().stdout.re_match_lines(
        [
            r"-+ russo -+$",
            r"3 utterances: 1 from the cache, 2 synthesized$",
            r"3\.0 s of speech$",
            r"sent 8 characters in \d+\.\d s, cost about \$0\.0080$",
            r"saved 3 characters, about \d+\.\d s, worth about \$0\.0030$",
        ],
        consecutive=True,
    )
    project.run().stdout.fnmatch_lines(
        [
            "-* russo -*",
            "3 utterances: 3 from the cache, 0 synthesized",
            "3.0 s of speech",
            "saved 11 characters, about *.* s, worth about $0.0110",
        ],
        consecutive=True,
    )


def test_q_is_one_line_and_qq_none(project: Project) -> None:
    project.test(TEST)
    assert [line for line in project.run("-q").outlines if "utterance" in line] == [
        "russo: 3 utterances: 1 from the cache, 2 synthesized"
    ]
    assert "russo" not in project.run("-qq").stdout.str()


def test_q_says_what_a_run_has_written_too(project: Project) -> None:
    project.test("def test_it(russo_say): russo_say('one')")
    assert [line for line in project.run("-q", "--russo-lock").outlines if line.startswith("russo: ")] == [
        "russo: 1 utterance: 0 from the cache, 1 synthesized",
        "russo: russo.lock: 1 utterance, 1 added, 0 removed",
    ]
    project.test("def test_it(russo_say): russo_say('two')")
    project.run("-q", "--russo-prune-unused").stdout.fnmatch_lines("russo: deleted 1 entry of the cache that *")
    assert "russo" not in project.run("-qq", "--russo-lock").stdout.str()


def test_failures_and_misses_are_counted(project: Project) -> None:
    project.test("def test_it(russo_say): russo_say('please refuse')")
    project.run().stdout.fnmatch_lines("0 utterances: 0 from the cache, 0 synthesized, 1 failed")
    project.run("--russo-offline").stdout.fnmatch_lines("0 utterances: 0 from the cache, 0 synthesized, 1 missing")


def test_what_could_not_be_kept_is_counted(project: Project) -> None:
    project.test("def test_it(russo_say): russo_say('one')", ini="russo_provider = fake\nrusso_cache_dir = file")
    (project.path / "file").write_text("in the way")
    result = project.run()
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines("1 utterance: 0 from the cache, 1 synthesized, 1 not kept")


def test_a_run_with_settings_that_says_nothing_prints_nothing(project: Project) -> None:
    project.test("def test_it(): pass")
    assert "utterance" not in project.run().stdout.str()


def test_durations(project: Project) -> None:
    project.test(TEST)
    result = project.run("--russo-durations", "2")
    lines = result.outlines
    start = next(number for number, line in enumerate(lines) if "slowest utterances" in line)
    shown = lines[start + 1 : start + 3]
    assert all(" by fake, voice 'anna', model 'm1' (" in line for line in shown)
    # Prefetching belongs to no test, but takes time all the same.
    assert sum("(before the tests)" in line for line in shown) <= 1
    assert "by fake" not in lines[start + 3]
    assert project.run("--russo-durations", "0").stdout.str().count(" by fake, ") == 3


def test_junit_says_what_each_test_has_said(project: Project) -> None:
    project.test(TEST)
    project.run("-k", "test_one", "--junit-xml", "first.xml")
    project.run("--junit-xml", "second.xml")
    from xml.etree import ElementTree as ET

    first, second = (ET.parse(project.path / f"{name}.xml") for name in ("first", "second"))
    values = [(found.get("name"), found.get("value")) for found in first.iter("property")]
    assert [pair for pair in values if pair[0] != "russo_key"] == [
        ("russo_provider", "fake"),
        ("russo_voice", "anna"),
        ("russo_cache_hit", "false"),
        ("russo_provider", "fake"),
        ("russo_voice", "anna"),
        ("russo_cache_hit", "true"),
    ]
    keys = [value for name, value in values if name == "russo_key"]
    assert len(set(keys)) == 1
    assert (project.path / ".russo_cache" / f"{keys[0]}.audio").exists()
    assert len(list(second.iter("property"))) == 12


def test_entries_that_a_full_run_did_not_use(project: Project) -> None:
    project.test(TEST)
    project.run().assert_outcomes(passed=2)
    project.test("def test_one(russo_say): russo_say('one')")
    project.run().stdout.fnmatch_lines(
        "1 entry of the cache not used by this run (--russo-prune-unused deletes such entries)"
    )
    assert project.entries == 2
    project.run("--russo-prune-unused").stdout.fnmatch_lines("deleted 1 entry of the cache that this run did not use")
    assert project.entries == 1
    assert "not used" not in project.run().stdout.str()


def test_a_partial_run_deletes_nothing_and_says_why(project: Project) -> None:
    project.test(TEST + "@pytest.mark.skip\ndef test_later(): pass\n")
    project.run().assert_outcomes(passed=2, skipped=1)
    for args, reason in (
        (["-k", "one"], "-k was given"),
        (["-m", "not russo"], "-m was given"),
        (["test_it.py"], "tests were named on the command line"),
        (["--deselect", "test_it.py::test_one"], "--deselect was given"),
        ([], "not every test passed"),
    ):
        result = project.run("--russo-prune-unused", *args)
        result.stdout.fnmatch_lines(f"no entries were deleted: {reason}")
        assert "not used" not in result.stdout.str()
    assert project.entries == 2
