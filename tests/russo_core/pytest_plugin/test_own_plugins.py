"""A plugin in the project itself, in a file beside its conftest.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from russo_core.pytest_plugin.conftest import Project

SPEECH = """
from russo import hookimpl

class Lexicon:
    @hookimpl
    def russo_text(self, synthesizer, text):
        return text.replace("SQL", "sequel")

lexicon = Lexicon()
"""
SAY = "def test_it(russo_say): russo_say('Learn SQL.')\n"
INI = "[pytest]\nrusso_provider = fake\nrusso_plugins = speech_of_{0}:lexicon\n"


@pytest.mark.parametrize("mode", ["prepend", "append", "importlib"])
@pytest.mark.parametrize("folder", ["", "tests/"])
def test_a_module_beside_conftest_is_found(project: Project, mode: str, folder: str) -> None:
    name = f"{mode}_{folder.strip('/')}"
    project.write({"pytest.ini": INI.format(name), f"{folder}conftest.py": "", f"{folder}test_it.py": SAY})
    project.write({f"{folder}speech_of_{name}.py": SPEECH})
    project.run_outside(f"--import-mode={mode}", f"{folder}test_it.py").assert_outcomes(passed=1)
    assert project.texts == ["Learn sequel."]


@pytest.mark.parametrize(
    ("named", "problem"),
    [
        (
            "no_such_module:lexicon",
            "ModuleNotFoundError*no_such_module*; its module must be importable from where conftest.py lies",
        ),
        ("json:no_such_object", "AttributeError*no_such_object'\")"),
        ("json:loads", "it implements no hook of russo*with russo.hookimpl')"),
    ],
)
def test_one_that_is_none_is_refused(project: Project, named: str, problem: str) -> None:
    project.test(SAY, ini=f"russo_provider = fake\nrusso_plugins = {named}")
    result = project.run()
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(f"ERROR: plugin '{named}' failed to load: *{problem}")


@pytest.mark.parametrize("named", [":", "speech:", ":lexicon", "speech:lexicon:more", "speech.py:lexicon()"])
def test_a_name_that_is_not_of_that_form_is_not_taken_for_a_module(project: Project, named: str) -> None:
    project.test(SAY, ini=f"russo_provider = fake\nrusso_plugins = {named}")
    result = project.run()
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(
        f"ERROR: no plugin named '{named}' (russo_plugins in pytest.ini). Installed: *. "
        "One of the project itself is named as module:object"
    )
