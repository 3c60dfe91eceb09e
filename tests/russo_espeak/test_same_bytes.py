from __future__ import annotations

import asyncio
import hashlib
import os
import subprocess
import sys
import threading

import pytest

from russo_espeak import EspeakSynthesizer

VOICES = ["en-us", "en-us+f3", "en-us+whisper", "en-us+croak", "en-us+klatt2", "de", "ja"]
TEXT = "Is it the same sound, again and again? Yes: 42 times."

IN_A_PROCESS_OF_ITS_OWN = """
import asyncio, hashlib, sys
from russo_espeak import EspeakSynthesizer
audio = asyncio.run(EspeakSynthesizer(voice=sys.argv[1]).synthesize(sys.argv[2]))
print(hashlib.sha256(audio.data).hexdigest())
"""


@pytest.mark.parametrize("voice", VOICES)
async def test_across_calls(voice):
    synthesizer = EspeakSynthesizer(voice=voice)

    spoken = {(await synthesizer.synthesize(TEXT)).data for _ in range(5)}

    assert len(spoken) == 1


@pytest.mark.parametrize("environment", [{}, {"LC_ALL": "C"}, {"MALLOC_PERTURB_": "165"}, {"PADDING": "x" * 5000}])
def test_across_processes_and_environments(environment):
    here = asyncio.run(EspeakSynthesizer(voice="en-us+whisper").synthesize(TEXT))

    command = [sys.executable, "-c", IN_A_PROCESS_OF_ITS_OWN, "en-us+whisper", TEXT]
    there = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=True)

    assert there.stdout.strip() == hashlib.sha256(here.data).hexdigest()


def test_across_threads_and_event_loops():
    synthesizer = EspeakSynthesizer()
    spoken: list[bytes] = []

    def speak() -> None:
        spoken.append(asyncio.run(synthesizer.synthesize(TEXT)).data)

    threads = [threading.Thread(target=speak) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    speak()

    assert len(spoken) == 5
    assert len(set(spoken)) == 1


async def test_whatever_else_was_spoken_before():
    synthesizer = EspeakSynthesizer()
    first = await synthesizer.synthesize(TEXT)

    await EspeakSynthesizer(voice="cmn+f5", rate=300).synthesize("你好")

    assert await synthesizer.synthesize(TEXT) == first
