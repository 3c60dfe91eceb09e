"""Reports of other plugins show what was said. These are stand-ins; `nox -s neighbours` has the real ones."""

from __future__ import annotations

import re
from base64 import b64decode
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from russo_core.pytest_plugin.conftest import Project

TESTS = """
import pytest

def test_said(russo_say):
    russo_say("Is 1 < 2?")

def test_silent():
    pass

"""
HTML = """
import json

def pytest_addoption(parser):
    parser.addoption("--html", dest="htmlpath")

def pytest_runtest_logreport(report):
    if report.when == "call":
        print("\\nextras:", report.head_line, json.dumps(getattr(report, "extras", [])))
"""


def test_pytest_html_gets_a_player(project: Project) -> None:
    project.test(TESTS, conftest=HTML)
    lines = project.run("-s", "--html=page.html", "-k", "said or silent").outlines
    said, silent = (line for line in lines if line.startswith("extras: "))
    assert silent == "extras: test_silent []"
    assert '"format_type": "html"' in said
    assert "Is 1 &lt; 2? (fake, " in said
    assert '<audio controls src=\\"data:audio/wav;base64,UklGR' in said


def test_the_player_plays_what_the_test_heard(project: Project) -> None:
    code = """
import pytest
from russo import AudioCache

@pytest.mark.russo_conditions("speed:2")
def test_line(russo_say):
    print("heard:", len(russo_say("hello").to_wav().data))

class TestOwn:
    @pytest.fixture(scope="session")
    def russo_audio_cache(self, tmp_path_factory):
        return AudioCache(tmp_path_factory.mktemp("own"))

    def test_cache(self, russo_say):
        print("heard:", len(russo_say("hello").to_wav().data))
"""
    project.test(code, conftest=HTML)
    output = project.run("-s", "--html=page.html").stdout.str()
    heard = [int(size) for size in re.findall(r"heard: (\d+)", output)]
    players = [len(b64decode(data)) for data in re.findall(r"base64,([A-Za-z0-9+/=]+)", output)]
    assert players == heard
    assert len(set(heard)) == 2


def test_without_a_page_there_is_none(project: Project) -> None:
    project.test(TESTS, conftest=HTML)
    assert "extras: test_said []" in project.run("-s", "-k", "said").outlines


ALLURE = """
import sys
import types

allure = types.ModuleType("allure")
allure.attachment_type = types.SimpleNamespace(TEXT="text/plain")
allure.attach = lambda body, name, attachment_type: print("attached:", name, attachment_type, body.splitlines()[0])
sys.modules["allure"] = allure

def pytest_addoption(parser):
    parser.addoption("--alluredir", dest="allure_report_dir")
"""


def test_allure_gets_what_the_section_says(project: Project) -> None:
    project.test(TESTS, conftest=ALLURE)
    result = project.run("-s", "--alluredir=allure", "-k", "said or silent")
    attached = [line.partition("attached: ")[2] for line in result.outlines if "attached: " in line]
    assert len(attached) == 1
    assert attached[0].startswith("what russo said text/plain 'Is 1 < 2?' by fake")
