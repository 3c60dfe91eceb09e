"""The report of a real run, to listen to, and photographs of it."""

from __future__ import annotations

import shutil
from pathlib import Path

from .browser import photograph
from .commands import run
from .project import project

REPORT = "report.html"
PHOTOGRAPHS = {"report-light.png": False, "report-dark.png": True}
"""Each photograph, and whether it is in dark mode."""

_TEST = """\
import pytest


def test_booking(russo_say):
    for text in ("Hello, I would like to book a table for two.", "At half past seven, please.", "Thank you!"):
        assert russo_say(text).duration > 0.5


@pytest.mark.russo("No, wait! I meant eight o'clock.", speed=1.5)
def test_a_caller_in_a_hurry(russo_audio):
    assert russo_audio.duration < 0.5


@pytest.mark.russo("Hello, I would like to book a table for two.", conditions=["clean", "phone"])
def test_greeting(russo_audio):
    assert russo_audio.duration > 1


@pytest.mark.parametrize("voice", ["en-us", "en-gb-x-rp", "en-gb-scotland"])
def test_accents(russo_say, voice):
    assert russo_say("Is there a table by the window?", provider="espeak", voice=voice).duration > 1
"""


def write_report(folder: str) -> None:
    """Run the suite, of which one test fails, and keep its report."""
    with project(_TEST) as place:
        run(f"pytest --russo-report {REPORT}", place, code=1)
        shutil.copyfile(place / REPORT, Path(folder, REPORT))


def take_photographs(folder: str, browser: str | None) -> None:
    """Photograph the report in light and dark mode; without a browser, remove earlier photographs."""
    for name, dark in PHOTOGRAPHS.items():
        picture = Path(folder, name)
        picture.unlink(missing_ok=True)
        if browser is not None:
            photograph(browser, Path(folder, REPORT), picture, dark=dark)
