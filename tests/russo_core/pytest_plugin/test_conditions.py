"""One test under several conditions of the line."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from sounds import speech, tone

if TYPE_CHECKING:
    from russo_core.pytest_plugin.conftest import Project

# An inner run in this process forgets the modules that it imports first, and NumPy cannot be imported twice.
speech(0.5).under("noise:10dB + amr + loss:5%").under("reverb + speed:1.1").under("g726 + opus + band")

MARKED = """
import pytest

@pytest.mark.russo("one", conditions=["clean", "phone", "gain:-6dB+loss:5%"])
def test_marked(russo_audio):
    assert russo_audio.duration == 1.0

@pytest.mark.russo_conditions("phone")
def test_said(russo_say):
    assert russo_say("two").sample_rate == 8000

def test_free(russo_say):
    assert russo_say("three").sample_rate == 24000
"""


def test_a_test_runs_once_under_each_condition_and_pays_once(project: Project) -> None:
    project.test(MARKED)
    result = project.run("-v")
    result.assert_outcomes(passed=5)
    for name in ["marked[clean]", "marked[phone]", "marked[gain:-6dB + loss:5%]", "said[phone]", "free"]:
        assert f"test_it.py::test_{name} PASSED" in result.stdout.str()
    assert sorted(call["text"] for call in project.calls) == ["one", "three", "two"]
    result.stdout.fnmatch_lines("heard under clean (1), phone (2), gain:-6dB + loss:5% (1)")


def test_the_agent_hears_the_same_bytes_in_each_run(project: Project) -> None:
    project.test(
        """
import hashlib, pathlib, pytest

@pytest.mark.russo_conditions("dc:10% + loss:30% + jitter:40ms")
def test_it(russo_say):
    with pathlib.Path("heard").open("a") as file:
        file.write(hashlib.sha256(russo_say("one").data).hexdigest() + "\\n")
"""
    )
    project.run().assert_outcomes(passed=1)
    project.run_outside().assert_outcomes(passed=1)
    first, second = (project.path / "heard").read_text().split()
    assert first == second


def test_the_settings_may_name_conditions_for_every_test_that_speaks(project: Project) -> None:
    project.test(
        "def test_it(russo_say): russo_say('one')\ndef test_silent(): pass\n",
        ini='russo_provider = fake\nrusso_conditions = clean "dc:5% + ulaw"',
    )
    result = project.run("-v")
    result.assert_outcomes(passed=3)
    assert "test_it.py::test_it[dc:5% + ulaw] PASSED" in result.stdout.str()
    assert "test_it.py::test_silent PASSED" in result.stdout.str()


def test_the_nearest_marker_counts_and_an_empty_one_switches_off(project: Project) -> None:
    project.test(
        """
import pytest

pytestmark = pytest.mark.russo_conditions("ulaw")

def test_module(russo_say): russo_say("one")

@pytest.mark.russo_conditions("alaw")
def test_own(russo_say): russo_say("one")

@pytest.mark.russo_conditions()
def test_none(russo_say): russo_say("one")

def test_silent(): pass
""",
        ini="russo_provider = fake\nrusso_conditions = phone",
    )
    result = project.run("-v")
    result.assert_outcomes(passed=4)
    for name in ("module[ulaw]", "own[alaw]", "none", "silent"):
        assert f"test_it.py::test_{name} PASSED" in result.stdout.str()


def test_voices_and_conditions_multiply(project: Project) -> None:
    project.test(
        """
import pytest

@pytest.mark.russo_voices("anna", "bert")
@pytest.mark.russo_conditions("clean", "phone")
def test_it(russo_say): russo_say("one")
"""
    )
    project.run().assert_outcomes(passed=4)
    assert sorted(call["voice"] for call in project.calls) == ["anna", "bert"]


def test_noise_from_a_file_of_the_project(project: Project) -> None:
    tone(0.5).save(project.path / "noise" / "cafe.wav")
    project.test(
        """
import pytest
from russo import Audio

@pytest.fixture
def russo_synthesizer():
    class Tone:
        async def synthesize(self, text):
            return Audio(bytes([0, 32, 0, 224] * 4000), "pcm", 16000)
    return Tone()

@pytest.mark.russo_conditions("noise:noise/cafe.wav:10dB")
def test_it(russo_say, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert russo_say("one").data != bytes([0, 32, 0, 224] * 4000)
""",
        ini="",
    )
    project.run().assert_outcomes(passed=1)


def test_junit_and_the_section_of_a_failure_say_the_condition(project: Project) -> None:
    project.test(
        """
import pytest

@pytest.mark.russo("one", conditions=["phone"])
def test_it(russo_audio): assert 0
"""
    )
    result = project.run("--junit-xml", "junit.xml")
    result.stdout.fnmatch_lines("'one' by fake, voice 'anna', model 'm1', under 'phone' (1.0 s, synthesized)")
    properties = ET.parse(project.path / "junit.xml").iter("property")
    assert ("russo_condition", "phone") in [(one.get("name"), one.get("value")) for one in properties]


def test_the_report_plays_what_the_agent_heard(project: Project) -> None:
    project.test(
        """
import pathlib, pytest

@pytest.mark.russo("one", conditions=["clean", "dc:10% + loss:30% + ulaw"])
def test_it(russo_audio):
    pathlib.Path(f"heard-{russo_audio.sample_rate}").write_bytes(russo_audio.to_wav().data)
"""
    )
    project.run("--russo-report", "report.html", "--russo-report-original").assert_outcomes(passed=2)
    page = (project.path / "report.html").read_text(encoding="utf-8")
    assert re.findall(r"under &#39;(.+?)&#39; ·", page) == ["clean", "dc:10% + loss:30% + ulaw"]
    sounds = [
        base64.b64decode(one) for one in re.findall(r'<script type="audio/wav;base64" id="[^"]+">(.+?)</script>', page)
    ]
    assert sounds == [(project.path / name).read_bytes() for name in ("heard-24000", "heard-8000")]


@pytest.mark.parametrize(
    ("code", "ini", "message"),
    [
        (
            "@pytest.mark.russo_conditions('fone')\ndef test_it(russo_say): pass",
            "",
            "*test_it.py::test_it: no condition 'fone'. Did you mean 'phone'?*",
        ),
        (
            "@pytest.mark.russo('x', conditions=['noise:loud'])\ndef test_it(russo_audio): pass",
            "",
            "*test_it.py::test_it: 'noise:loud': 'loud' is neither an SNR in dB*",
        ),
        (
            "@pytest.mark.russo_conditions('phone')\ndef test_it(): pass",
            "",
            "*test_it: it is marked with russo_conditions, but asks for neither russo_say nor russo_audio*",
        ),
        (
            "@pytest.mark.russo('x', conditions=3)\ndef test_it(russo_audio): pass",
            "",
            "*test_it: conditions=3 must be a list of conditions, such as *'clean', 'phone'*",
        ),
        ("def test_it(): pass", "russo_conditions = fone", "*russo_conditions in pytest.ini: no condition 'fone'*"),
    ],
)
def test_a_condition_that_is_none_stops_the_run(project: Project, code: str, ini: str, message: str) -> None:
    project.test(f"import pytest\n{code}\n", ini=f"russo_provider = fake\n{ini}")
    result = project.run()
    text = "\n".join((*result.outlines, *result.errlines))
    assert re.search(re.escape(message).replace(r"\*", ".*"), text), text


def test_a_run_without_conditions_imports_nothing_for_them(project: Project) -> None:
    project.test(
        """
import sys

def test_it(russo_say):
    russo_say("one")
    assert not {"numpy", "av", "russo.conditions", "russo.feeds"} & set(sys.modules)
"""
    )
    project.run_outside("-p", "no:hypothesispytest").assert_outcomes(passed=1)


DIALOGUE = """
import pytest

def test_it(russo_say):
    heard = russo_say(["one", 0.7, "two", "one", 0.25])
    assert heard.duration == 3.95
    assert heard[1.0:1.7].data == bytes(33600)

@pytest.mark.russo(["three", 0.5, "four"], "five", voice="bert")
def test_marked(russo_audios):
    assert [audio.duration for audio in russo_audios] == [2.5, 1.0]

@pytest.mark.russo_conditions("phone")
def test_line(russo_say):
    assert russo_say([0.5, "one"]).sample_rate == 8000
"""


def test_a_dialogue_is_one_audio_and_each_text_is_kept_by_itself(project: Project) -> None:
    project.test(DIALOGUE)
    result = project.run()
    result.assert_outcomes(passed=3)
    result.stdout.fnmatch_lines("russo: prepared 3 texts in *")
    assert sorted(call["text"] for call in project.calls) == ["five", "four", "one", "three", "two"]


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ([], r"TextError: no text to speak: \[\]"),
        ([0.5], r"TextError: no text to speak: \[0\.5\]"),
        (["one", -1], r"AudioError: pause=-1 must be at least 0"),
        (["one", -1, 2, "two"], r"AudioError: pause=-1 must be at least 0"),
        (["one", 10**400], r"AudioError: pause=0x\w+ must be a number"),
        (["one", 1e9], r"AudioError: \S+ bytes of samples are more than 268435456"),
        (["one", None], r"TextError: a dialogue is made of texts and of pauses in seconds, not of None"),
        (3, r"TextError: a text is a str, or a list of texts and pauses in seconds, not 3"),
    ],
)
def test_a_dialogue_that_is_none_is_refused(project: Project, said: object, message: str) -> None:
    project.test(f"def test_it(russo_say): russo_say({said!r})")
    result = project.run()
    result.assert_outcomes(failed=1)
    assert re.search(message, result.stdout.str()), result.stdout.str()


def test_what_is_said_in_another_thread_is_said_under_the_condition(project: Project) -> None:
    project.test("""
import threading
from concurrent.futures import ThreadPoolExecutor
import pytest
from russo import Audio

begun, ended = threading.Event(), threading.Event()

class Voice:
    async def synthesize(self, text):
        if text == "slow":
            begun.set()
            assert ended.wait(60)
        return Audio(bytes(480), "pcm")

@pytest.fixture
def russo_synthesizer():
    return Voice()

@pytest.mark.russo_conditions("clean")
def test_it(russo_say):
    with ThreadPoolExecutor() as threads:
        slow = threads.submit(russo_say, "slow")
        assert begun.wait(60)
        russo_say("quick")
        ended.set()
        slow.result()
""")
    result = project.run()
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines("heard under clean (2)")
