"""Successive event loops, threads, and nothing left open behind any of them."""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor

import pytest


@pytest.fixture(params=["speech", "chat", "realtime"])
def synthesizer(request, http, realtime):
    if request.param == "realtime":
        return realtime.synthesizer()
    for _ in range(6):
        http.chats() if request.param == "chat" else http.answers(http.wav())
    return http.synthesizer(endpoint=request.param)


def test_one_synthesizer_in_successive_loops(synthesizer):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for _ in range(3):
            assert asyncio.run(synthesizer.synthesize("Hello")).duration == 0.5
        gc.collect()
    assert [str(warning.message) for warning in caught] == []


def test_one_synthesizer_in_threads_with_loops_of_their_own(synthesizer):
    with ThreadPoolExecutor(3) as pool:
        spoken = list(pool.map(lambda _: asyncio.run(synthesizer.synthesize("Hello")).duration, range(3)))
    assert spoken == [0.5] * 3


async def test_no_task_is_left(synthesizer):
    before = asyncio.all_tasks()
    await synthesizer.synthesize("Hello")
    assert asyncio.all_tasks() == before


PROGRAM = """
import asyncio, sys
from russo.errors import RussoError
from russo_openai import OpenAISynthesizer
synthesizer = OpenAISynthesizer(base_url=sys.argv[1], endpoint=sys.argv[2], model="m", max_retries=0, timeout=60)
for _ in range(2):
    try:
        print(asyncio.run(synthesizer.synthesize("Hello")).duration)
    except RussoError as error:
        print(type(error).__name__)
"""


def run(url, endpoint):
    command = [sys.executable, "-W", "error", "-c", PROGRAM, url, endpoint]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize("endpoint", ["speech", "chat"])
def test_a_program_with_warnings_as_errors(http, endpoint):
    (http.chats if endpoint == "chat" else lambda: http.answers(http.wav()))()
    http.refuses(500)
    done = run(http.url, endpoint)
    assert (done.stdout.split(), done.stderr) == (["0.5", "ProviderUnavailableError"], "")


def test_a_program_with_sockets_and_warnings_as_errors(realtime, speaks):
    cut = speaks(before_done=lambda connection: connection.socket.shutdown(2))
    scripts = iter([speaks(), cut])
    realtime.script = lambda connection, server: next(scripts)(connection, server)  # noqa: PLW0108 - a new one each time
    done = run(f"http://127.0.0.1:{realtime.port}/v1", "realtime")
    assert (done.stdout.split(), done.stderr) == (["0.5", "ProviderUnavailableError"], "")
