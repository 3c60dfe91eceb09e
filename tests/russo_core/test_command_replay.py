from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

import forked
from russo import Audio, AudioCache, CachedSynthesizer
from russo.spending.ledger import Ledger

if TYPE_CHECKING:
    from pathlib import Path


class Acme:
    provider = "acme"
    cache_fields = {"voice": "anna", "model": "m-1"}  # noqa: RUF012 - as a user would write it

    async def synthesize(self, text: str) -> Audio:
        return Audio(bytes(48000), "pcm")


@pytest.fixture
async def project(tmp_path: Path) -> Path:
    folder = tmp_path / ".russo_cache"
    ledger = Ledger(folder)
    speaker = CachedSynthesizer(Acme(), cache=AudioCache(folder), observers=[ledger])
    for _ in range(3):
        await speaker.synthesize("Book a table for two.")
    ledger.flush()
    return tmp_path


def russo(folder: Path, *arguments: str) -> tuple[int, list[str]]:
    command = [sys.executable, "-m", "russo", *arguments]
    done = forked.run(command, cwd=folder, text=True)
    return done.returncode, (done.stdout + done.stderr).splitlines()


def test_why_needs_no_provider(project: Path) -> None:
    status, lines = russo(project, "cache", "why", "Book a table for two.", "--provider", "acme", "--voice", "ben")
    assert status == 0
    assert lines[0] == "the nearest entry differs in voice: 'anna' -> 'ben'"
    assert lines[2] == (
        "a run of the test where the provider may be called records it: "
        "pytest --russo-online --russo-provider acme --russo-voice ben"
    )
    options = ("--voice", "Low deep", "--model", "m-1", "--option", "rate = 2", "--cache-dir", "elsewhere")
    assert russo(project, "cache", "why", "Goodbye", *options)[1][1].endswith(
        "pytest --russo-online --russo-voice 'Low deep' --russo-model m-1 --russo-option 'rate = 2' --russo-cache-dir elsewhere"
    )
    assert russo(project, "cache", "why", "Book a table for six.")[1][0] == (
        "the nearest entry differs in text: Book a table for [-two-]{+six+}."
    )
    assert russo(project, "cache", "why", "Goodbye")[1][0] == "no entry of this text"
    assert russo(project, "cache", "why", "Book a table for two.")[1][0] == "nothing differs"


def test_stats_sums_spent_and_saved(project: Path) -> None:
    _, lines = russo(project, "cache", "stats")
    assert lines[-2:] == [
        "spent: 1 utterance, 21 characters, 1.0 s, $0.0000, and 1 of unknown price",
        "saved: 2 utterances, 42 characters, 2.0 s, $0.0000, and 2 of unknown price",
    ]


TESTS = """
import pytest

@pytest.mark.russo("Hello")
def test_hello(russo_audio): pass

@pytest.mark.russo("Hello", "Goodbye", voice="Puck")
def test_both(russo_audios): pass
"""


def test_plan_calls_nobody_and_counts(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\nrusso_provider = google\n")
    (tmp_path / "test_it.py").write_text(TESTS)
    status, lines = russo(tmp_path, "plan", "-p", "no:cacheprovider")
    assert status in {0, 5}
    told = [line for line in lines if line.startswith("russo: ") and "cache " not in line.partition(",")[2][:8]]
    assert "russo: 3 utterances: 0 in the cache, 3 to be spoken" in told
    bill = next(line for line in told if "gemini" in line)
    assert bill.startswith("russo: google gemini-3.8-flash-tts: 3 utterances, 17 characters, about $")
    assert not (tmp_path / ".russo_cache").exists()


def test_a_plan_says_what_is_free(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\nrusso_provider = espeak\n")
    (tmp_path / "test_it.py").write_text(
        "import pytest\n@pytest.mark.russo('Hello')\ndef test_hello(russo_audio): pass\n"
    )
    _, lines = russo(tmp_path, "plan", "-p", "no:cacheprovider")
    assert "russo: 1 utterance: 0 in the cache, 1 to be spoken" in lines
    assert "russo: espeak: 1 utterance, 5 characters, free" in lines
