"""A run in which a plugin listens."""

from __future__ import annotations

import os

import pytest

EARS = """
from russo import hookimpl


@hookimpl
def russo_transcribe(audio, language):
    return "{said}"
"""


@pytest.fixture
def ears(pytester, monkeypatch):
    def make(said):
        site = pytester.path / "ears"
        info = site / "russo_ears-1.0.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: russo-ears\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text("[russo.plugins]\nears = ears_plugin\n")
        (site / "ears_plugin.py").write_text(EARS.format(said=said))
        monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(site), os.environ["PYTHONPATH"]]))

    return make


TEST = "def test_it(russo_say): russo_say('It costs $5.')"


def test_the_report_tells_what_was_heard_in_later_runs_too(project, ears):
    ears("It costs five dollars")
    project.test(TEST, "russo_provider = fake\nrusso_plugins = ears")
    for _ in range(2):
        project.run_outside("--russo-report", "report.html").assert_outcomes(passed=1)
        page = (project.path / "report.html").read_text(encoding="utf-8")
        assert '<p class="heard same">heard: “It costs five dollars” · ears (russo-ears 1.0)</p>' in page
    assert len(project.calls) == 1


def test_another_text_twice_fails_the_test_that_asked(project, ears):
    ears("It costs six dollars")
    project.test(TEST, "russo_provider = fake\nrusso_plugins = ears")
    result = project.run_outside()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        "*TranscriptMismatchError: fake was to say 'It costs $5.', but ears (russo-ears 1.0) heard*"
    )
    assert len(project.calls) == 2
    assert project.entries == 0


def test_with_a_warning_it_is_kept(project, ears):
    ears("It costs six dollars")
    project.test(TEST, "russo_provider = fake\nrusso_plugins = ears\nrusso_on_mismatch = warn")
    result = project.run_outside("--russo-report", "report.html", "-o", "log_cli=true")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines("*WARNING*fake was to say 'It costs $5.'*")
    page = (project.path / "report.html").read_text(encoding="utf-8")
    assert "heard: “It costs six dollars” (&#39;six dollars&#39; instead of &#39;$5&#39;)" in page
    assert project.entries == 1
