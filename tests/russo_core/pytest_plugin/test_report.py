from __future__ import annotations

import base64
import re
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
"""


@pytest.mark.parametrize("args", [(), ("-n", "2")])
def test_the_report_lists_and_plays_what_was_said(project: Project, args: tuple[str, ...]) -> None:
    project.test(TEST)
    result = project.run_outside("--russo-report", "out/report.html", *args)
    result.assert_outcomes(passed=1, failed=2)
    path = project.path / "out" / "report.html"
    result.stdout.fnmatch_lines(f"report: {path}")
    page = path.read_text(encoding="utf-8")
    assert page.count("<h2>&lt;b&gt;one&lt;/b&gt; &amp; more</h2>") == 1
    assert '<code>test_it.py::test_one</code> <span class="passed">passed</span>' in page
    assert '<code>test_it.py::test_again</code> <span class="failed">failed</span>' in page
    assert re.findall(r'<p class="by">fake, [^·]+ · (.+)</p>', page) == [
        "1.0 s · synthesized",
        "QuotaExceededError: fake: the credit is used up",
    ]
    assert page.count('<article class="bad">') == 2
    assert "only what a failed test heard" in page
    assert "QuotaExceededError: fake: the credit is used up" in page
    (sound,) = re.findall(r'src="data:audio/wav;base64,([^"]+)"', page)
    assert Audio(base64.b64decode(sound)).duration == 1.0
    assert not re.findall(r"(?:src|href)=\"(?!data:)", page)


def test_a_report_without_a_failure_offers_no_choice(project: Project) -> None:
    project.test("def test_it(russo_say): russo_say('one')")
    project.run("--russo-report", "report.html").assert_outcomes(passed=1)
    page = (project.path / "report.html").read_text(encoding="utf-8")
    assert "<article>" in page
    assert "only what a failed test heard" not in page


def test_a_report_of_nothing_says_so(project: Project) -> None:
    project.test("def test_it(): pass")
    project.run("--russo-report", "report.html").assert_outcomes(passed=1)
    assert "No test said anything." in (project.path / "report.html").read_text(encoding="utf-8")


def test_a_report_that_cannot_be_written_fails_no_test(project: Project) -> None:
    project.test("def test_it(russo_say): russo_say('one')")
    (project.path / "file").write_text("in the way")
    result = project.run("--russo-report", "file/report.html")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines("cannot write the report '*report.html': *")
