"""What was paid for and heard is counted where it happens, however a test ends."""

from __future__ import annotations

import sys
import tempfile
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from russo_core.pytest_plugin.conftest import Project


def test_what_was_paid_in_a_test_that_ends_the_run_is_said(project: Project) -> None:
    project.test("""
import pytest

def test_it(russo_say):
    russo_say("paid")
    pytest.exit("that is all")
""")
    project.run().stdout.fnmatch_lines("1 utterance: 0 from the cache, 1 synthesized")


def test_what_is_said_in_the_last_teardown_of_a_run_that_was_ended_is_said_too(project: Project) -> None:
    project.test("""
import asyncio
import pytest

@pytest.fixture(scope="session")
def goodbye(russo_synthesizer):
    yield
    asyncio.run(russo_synthesizer.synthesize("goodbye"))

def test_it(goodbye):
    pytest.exit("that is all")
""")
    project.run("--russo-lock").stdout.fnmatch_lines("1 utterance: 0 from the cache, 1 synthesized")
    assert project.texts == project.locked_texts == ["goodbye"]


def test_a_folder_for_temporary_files_that_moves_loses_nothing(project: Project) -> None:
    project.test(
        "def test_it(russo_say):\n    russo_say('hello')\n",
        conftest="""
import tempfile
import pytest

@pytest.fixture(autouse=True, scope="session")
def _elsewhere(tmp_path_factory):
    tempfile.tempdir = str(tmp_path_factory.mktemp("elsewhere"))
""",
    )
    project.pytester._monkeypatch.setattr(tempfile, "tempdir", tempfile.gettempdir())
    project.run("--russo-lock").stdout.fnmatch_lines("1 utterance: 0 from the cache, 1 synthesized")
    assert project.texts == project.locked_texts == ["hello"]


def test_nor_does_one_for_each_worker(project: Project) -> None:
    project.test(
        "def test_one(russo_say):\n    russo_say('one')\n\ndef test_two(russo_say):\n    russo_say('two')\n",
        conftest="""
import os
import tempfile

if worker := os.environ.get("PYTEST_XDIST_WORKER"):
    os.mkdir(worker)
    tempfile.tempdir = os.path.abspath(worker)
""",
    )
    project.run_outside("-n2", "--russo-lock").stdout.fnmatch_lines("2 utterances: 0 from the cache, 2 synthesized")
    assert project.locked_texts == ["one", "two"]


def test_a_further_try_counts_once(project: Project) -> None:
    """Reruns tests like pytest-rerunfailures and pytest-retry."""
    project.test(
        "import os\n\ndef test_it(russo_say):\n    russo_say('hello')\n    assert os.path.exists('tried')\n",
        conftest="""
import pytest
from _pytest.runner import runtestprotocol

@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    for last in (False, True):
        item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
        item._initrequest()
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
        for report in reports:
            if report.failed and not last:
                report.outcome = "rerun"
            item.ihook.pytest_runtest_logreport(report=report)
        open("tried", "w").close()
        if not any(report.outcome == "rerun" for report in reports):
            break
    return True
""",
    )
    result = project.run("--russo-lock")
    result.stdout.fnmatch_lines(
        ["2 utterances: 1 from the cache, 1 synthesized", "russo.lock: 1 utterance, 1 added, 0 removed"]
    )
    assert project.texts == ["hello"]


SUBTESTS = """
import unittest
import pytest

class TestOfUnittest(unittest.TestCase):
    @pytest.fixture(autouse=True)
    def _say(self, russo_say):
        self.say = russo_say

    def test_parts(self):
        for number in range(3):
            with self.subTest(number=number):
                self.say(f"number {number}")
                assert number != 1
"""
OF_PYTEST = """
def test_parts(russo_say, subtests):
    for number in range(3):
        with subtests.test(number=number):
            russo_say(f"digit {number}")
            assert number != 1
"""


@pytest.mark.skipif(pytest.version_tuple < (9,), reason="subtests came with pytest 9")
def test_a_test_with_a_part_that_failed_has_failed(project: Project) -> None:
    project.test(SUBTESTS + OF_PYTEST)
    project.run("--russo-report=report.html")
    page = (project.path / "report.html").read_text(encoding="utf-8")
    assert "failed" in page
    assert 'class="passed"' not in page


def test_a_folder_that_cannot_be_written_costs_each_text_once_a_run(project: Project) -> None:
    (project.path / "file").touch()
    project.test(
        "import pytest\n\n@pytest.mark.russo('one')\ndef test_one(russo_audio): pass\n\n"
        "@pytest.mark.russo('one')\ndef test_again(russo_audio): pass\n",
        ini="russo_provider = fake\nrusso_cache_dir = file/cache",
    )
    project.run().stdout.fnmatch_lines("2 utterances: 1 from the cache, 1 synthesized, 1 not kept")
    assert project.texts == ["one"]


@pytest.mark.skipif(sys.platform == "win32", reason="it has no fork")
def test_what_a_fork_says_is_counted_once(project: Project) -> None:
    """Runs a test like pytest-forked."""
    project.test(
        "def test_one(russo_say): russo_say('one')\ndef test_two(russo_say): russo_say('two')\n",
        conftest="""
import os
import pytest
from _pytest.runner import runtestprotocol

@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    child = os.fork()
    if not child:
        runtestprotocol(item, nextitem=None, log=False)
        os._exit(0)
    os.waitpid(child, 0)
    return True
""",
    )
    project.run_outside().stdout.fnmatch_lines("2 utterances: 0 from the cache, 2 synthesized")
