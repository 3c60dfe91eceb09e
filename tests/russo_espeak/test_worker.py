"""The worker alone, for limits and faults that cannot be reached through the synthesizer."""

from __future__ import annotations

import subprocess
import sys

import pytest

from russo_espeak import engine, worker


def speak(*, library=None, seconds="60", limit="10000000", voice="en-us", settings=(), text=b"Hello."):
    arguments = [str(library or engine.library()), seconds, limit, voice, *settings]
    command = [sys.executable, "-I", "-S", worker.__file__, *arguments]
    return subprocess.run(command, input=text, capture_output=True, cwd=engine.folder(), check=False)


def test_writes_a_wav_with_the_header_of_a_stream():
    done = speak()

    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout[:4] + done.stdout[36:44] == b"RIFFdata\xff\xff\xff\xff"


def test_stops_at_its_limit():
    done = speak(limit="100000", text=b"Hello there. " * 10_000)

    assert (done.returncode, done.stderr) == (worker.TOO_LONG, b"")
    assert 100_000 <= len(done.stdout) < 200_000


def test_ends_itself_when_its_time_is_over():
    done = speak(seconds="0.2", limit="1000000000", text=b"Hello there. " * 10_000)

    assert done.returncode == 1
    assert done.stderr.startswith(b"Timeout (0:00:00.2")


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"voice": "xx"}, b"espeak-ng has no voice 'xx'"),
        ({"settings": ["rate=fast"]}, b"ValueError"),
        ({"settings": ["speed=1"]}, b"KeyError: 'speed'"),
        ({"library": "no-such-library"}, b"OSError"),
    ],
    ids=str,
)
def test_says_why_it_failed(fault, said):
    done = speak(**fault)

    assert done.returncode == 1
    assert said in done.stderr
    assert done.stdout == b""
