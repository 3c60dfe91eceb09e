"""The root of the project is where its ini file is, whatever else is named on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from russo_core.pytest_plugin.fake import SAY

if TYPE_CHECKING:
    from russo_core.pytest_plugin.conftest import Project


@pytest.mark.parametrize("given", ["typed", "in a variable", "in a file"])
def test_the_root_that_a_value_has_moved_is_refused(
    project: Project, monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    project.write(
        {"inner/pytest.ini": "[pytest]\nrusso_provider = fake\n", "inner/test_it.py": "def test_it(): pass\n"}
    )
    project.write({"out/report.html": ""})
    monkeypatch.chdir(project.path / "inner")
    words = ["--russo-report", "../out/report.html"]
    if given == "in a variable":
        monkeypatch.setenv("PYTEST_ADDOPTS", " ".join(words))
    project.write({"inner/words.txt": "\n".join(words)})
    result = project.run(*{"typed": words, "in a file": ["@words.txt"]}.get(given, ()))
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(
        "ERROR: pytest took the value of --russo-report for a path to tests, *write --russo-report=../out/report.html"
    )
    assert project.run("--russo-report=../out/report.html").ret == 0


def test_a_folder_named_in_a_file_is_anchored_at_the_file(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.test(SAY.format(name="it"), ini="russo_provider = fake\nrusso_cache_dir = recordings")
    project.write({"deeper/nothing.txt": ""})
    project.run("-c", "pytest.ini", "--rootdir", "deeper", "test_it.py").assert_outcomes(passed=1)
    assert len(list((project.path / "recordings").glob("*.audio"))) == 1


def test_the_root_that_an_editor_gives_moves_neither_cache_nor_lock(locked: Project) -> None:
    (locked.path / "tests" / "b" / "test_b.py").unlink()
    locked.run("--rootdir=..", "--russo-offline").assert_outcomes(passed=1)
    locked.run("--rootdir=..", "--russo-frozen").assert_outcomes(passed=1)
    locked.run("--rootdir=..", "--russo-lock").stdout.fnmatch_lines("russo.lock: 1 utterance, 0 added, 1 removed")
    assert locked.locked_texts == ["a"]
