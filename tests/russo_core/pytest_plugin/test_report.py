from __future__ import annotations

import base64
import re
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from russo import Audio

if TYPE_CHECKING:
    from russo_core.pytest_plugin.conftest import Project

TEST = """
import pytest

@pytest.mark.russo("<b>one</b> & more")
def test_one(russo_audio): pass

@pytest.mark.russo("<b>one</b> & more")
def test_again(russo_audio): assert 0

def test_refused(russo_say): russo_say("please refuse")

def test_a_dialogue(russo_say):
    for text in ("two", "three", "two"):
        russo_say(text)

def test_silent(): pass
"""
GROUP = re.compile(r'<section class="group (\w*)".*?<code>(.*?)</code>(.*?)</section>', re.DOTALL)
TEXT = re.compile(r'<p class="text" dir="auto">(.*?)</p>')
BY = re.compile(r'<p class="by">(.*?)</p>')
SOUND = re.compile(r'<script type="([\w/]+);base64" id="[\w-]+">(.*?)</script>')
CHANGES = re.compile(r'<p class="changes">since the report of (.*?): (.*?)</p>')


def read(project: Project, name: str = "report.html") -> str:
    return (project.path / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("args", [(), pytest.param(("-n", "2"), marks=pytest.mark.slow)])
def test_what_was_said_stands_under_its_test_in_the_order_of_the_suite(project: Project, args: tuple[str, ...]) -> None:
    project.test(TEST)
    result = project.run_outside("--russo-report", "out/report.html", *args)
    result.assert_outcomes(passed=3, failed=2)
    result.stdout.fnmatch_lines(f"report: {project.path / 'out' / 'report.html'}")
    page = read(project, "out/report.html")
    groups = [(outcome, name, TEXT.findall(body)) for outcome, name, body in GROUP.findall(page)]
    assert groups == [
        ("passed", "test_it.py::test_one", ["&lt;b&gt;one&lt;/b&gt; &amp; more"]),
        ("failed", "test_it.py::test_again", ["&lt;b&gt;one&lt;/b&gt; &amp; more"]),
        ("failed", "test_it.py::test_refused", ["please refuse"]),
        ("passed", "test_it.py::test_a_dialogue", ["two", "three", "two"]),
    ]
    who = "fake, voice &#39;anna&#39;, model &#39;m1&#39;"
    assert BY.findall(page)[:3] == [
        f"{who} · 1.0 s · synthesized · $0.0170",
        f"{who} · 1.0 s · synthesized · $0.0170",
        f"{who} · QuotaExceededError: fake: the credit is used up",
    ]
    assert page.count('class="all"') == 1
    assert not re.findall(r"(?:src|href)=\"(?!data:)", page)


def test_it_says_when_where_and_how_the_tests_ended(project: Project) -> None:
    project.test(TEST)
    project.run("--russo-report", "report.html").assert_outcomes(passed=3, failed=2)
    page = read(project)
    assert '<span class="failed">2 failed</span>, <span class="passed">3 passed</span>' in page
    assert f"<b>{project.path.name}</b>" in page
    (written,) = re.findall(r'<time datetime="(.*?)">', page)
    assert datetime.fromisoformat(written).tzinfo is not None


def test_each_recording_is_embedded_once_as_opus(project: Project) -> None:
    project.test(TEST)
    project.run("--russo-report", "report.html").assert_outcomes(passed=3, failed=2)
    sounds = SOUND.findall(read(project))
    assert [kind for kind, _ in sounds] == ["audio/ogg"] * 3
    for _, sound in sounds:
        audio = Audio.from_bytes(base64.b64decode(sound))
        assert audio.format == "ogg"
        assert audio.duration == pytest.approx(1.0, abs=0.02)


def test_the_recordings_may_stay_as_they_are(project: Project) -> None:
    project.test(TEST)
    project.run("--russo-report", "report.html", "--russo-report-original").assert_outcomes(passed=3, failed=2)
    sounds = SOUND.findall(read(project))
    assert [kind for kind, _ in sounds] == ["audio/wav"] * 3
    assert {Audio.from_bytes(base64.b64decode(sound)).to_pcm().data for _, sound in sounds} == {bytes(48000)}


def test_without_pyav_they_stay_as_they_are_and_the_page_says_so(project: Project) -> None:
    project.test(TEST, conftest="import sys\nsys.modules['av'] = None")
    project.run_outside("--russo-report", "report.html").assert_outcomes(passed=3, failed=2)
    page = read(project)
    assert [kind for kind, _ in SOUND.findall(page)] == ["audio/wav"] * 3
    assert "With russo-core[audio] installed, they would be compressed" in page


def test_a_report_says_what_has_changed_since_the_one_that_it_replaces(project: Project) -> None:
    project.test("def test_it(russo_say):\n    for text in ('one', 'two', 'three'): russo_say(text)")
    project.run("--russo-report", "report.html").assert_outcomes(passed=1)
    first = read(project)
    assert CHANGES.findall(first) == []
    (written,) = re.findall(r'<time datetime="(.*?)">', first)
    project.run("--russo-report", "report.html").assert_outcomes(passed=1)
    assert CHANGES.findall(read(project)) == [(written, "0 new, 0 with other bytes, 0 gone")]
    project.test(
        "def test_it(russo_say):\n    russo_say('one')\n    russo_say('two', speed=2.0)\n    russo_say('four')",
        fake_provider=(project.site / "fake_provider.py").read_text().replace("Audio(SECOND", "Audio(b'ab' + SECOND"),
    )
    project.run_outside("--russo-report", "report.html").assert_outcomes(passed=1)
    page = read(project)
    assert [changed for _, changed in CHANGES.findall(page)] == ["1 new, 1 with other bytes, 1 gone"]
    assert re.findall(r'<strong class="change">(.*?)</strong>', page) == ["other bytes than before", "new"]
    assert re.findall(r"<li><bdi>(.*?)</bdi>", page) == ["three"]


def test_a_choice_is_offered_where_there_is_one(project: Project) -> None:
    project.test("def test_it(russo_say): russo_say('one')")
    project.run("--russo-report", "report.html").assert_outcomes(passed=1)
    assert "<select" not in read(project)
    project.test(TEST + "    \ndef test_other(russo_say): russo_say('one', voice='bert')")
    project.run("--russo-report", "report.html")
    page = read(project)
    assert re.findall(r'<select id="(\w+)">', page) == ["outcome", "voice", "change"]
    voices = '<option value="anna">anna</option><option value="bert">bert</option>'
    assert f'<select id="voice"><option value="">any</option>{voices}' in page


def test_a_test_with_a_subtest_that_failed_has_failed(project: Project) -> None:
    project.test(
        """
import unittest
import pytest

@pytest.mark.usefixtures("say")
class TestIt(unittest.TestCase):
    def test_it(self):
        self.say("one")
        with self.subTest("a part"):
            self.fail()

@pytest.fixture
def say(request, russo_say):
    request.cls.say = staticmethod(russo_say)
"""
    )
    project.run_outside("--russo-report", "report.html")
    assert [outcome for outcome, _, _ in GROUP.findall(read(project))] == ["failed"]


def test_a_report_of_nothing_says_so(project: Project) -> None:
    project.test("def test_it(): pass")
    project.run("--russo-report", "report.html").assert_outcomes(passed=1)
    assert "No test said anything." in read(project)


@pytest.mark.parametrize("args", [("no_such_folder",), ("-k", "nothing")])
def test_a_run_without_a_test_leaves_the_report_as_it_is(project: Project, args: tuple[str, ...]) -> None:
    project.test("def test_it(russo_say): russo_say('one')")
    project.run("--russo-report", "report.html").assert_outcomes(passed=1)
    before = read(project)
    result = project.run("--russo-report", "report.html", *args)
    result.stdout.fnmatch_lines("report: *report.html was left as it is, since no test ran")
    assert read(project) == before


def test_a_report_that_cannot_be_written_fails_no_test(project: Project) -> None:
    project.test("def test_it(russo_say): russo_say('one')")
    (project.path / "file").write_text("in the way")
    result = project.run("--russo-report", "file/report.html")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines("cannot write the report '*report.html': *")


@pytest.mark.parametrize("before", ["", "\ufeff <!DOCTYPE html>"])
def test_a_report_replaces_a_page(project: Project, before: str) -> None:
    project.test("def test_it(russo_say): russo_say('one')")
    (project.path / "named").write_text(before, encoding="utf-8")
    project.run("--russo-report=named").assert_outcomes(passed=1)
    assert ">one<" in (project.path / "named").read_text(encoding="utf-8")


def test_a_report_replaces_nothing_else(project: Project) -> None:
    """The tests, where they are named behind an option that has no name of its own."""
    project.test("def test_it(russo_say): russo_say('one')")
    before = (project.path / "test_it.py").read_bytes()
    project.run("--russo-report", "test_it.py").stderr.fnmatch_lines(
        "ERROR: '*test_it.py' exists and is not a report: name another file, such as report.html"
    )
    assert ((project.path / "test_it.py").read_bytes(), project.texts) == (before, [])


def test_a_test_that_also_failed_in_the_same_run_has_failed(project: Project) -> None:
    """Runs each test twice, like ``--dist=each`` of pytest-xdist and plugins that repeat a suite."""
    project.test(
        "import os\n\ndef test_it(russo_say):\n    russo_say('hello')\n    assert os.path.exists('tried')\n",
        conftest="""
from _pytest.runner import runtestprotocol

def pytest_runtest_protocol(item, nextitem):
    for _ in range(2):
        item._initrequest()
        runtestprotocol(item, nextitem=nextitem)
        open("tried", "w").close()
    return True
""",
    )
    project.run("--russo-report=report.html").assert_outcomes(passed=1, failed=1)
    page = (project.path / "report.html").read_text(encoding="utf-8")
    assert 'data-outcome="failed"' in page
    assert 'data-outcome="passed"' not in page


def test_a_test_that_was_ended_has_neither_passed_nor_failed(project: Project) -> None:
    project.test("import pytest\n\ndef test_it(russo_say):\n    russo_say('hello')\n    pytest.exit('that is all')\n")
    project.run("--russo-report=report.html")
    page = (project.path / "report.html").read_text(encoding="utf-8")
    assert "hello" in page
    assert 'data-outcome=""' in page
