"""No process outlives its call, however the call ends. Each test speaks a text that takes the engine ten seconds."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from russo.errors import ProviderUnavailableError, SynthesisError, SynthesisTimeoutError
from russo_espeak import EspeakSynthesizer

LONG = "Hello there, my friend. " * 4000


async def appears(condition):
    """Wait until the condition returns something true, and return it."""
    async with asyncio.timeout(60):  # only reached by a test that fails
        while not (found := condition()):  # noqa: ASYNC110 - another process has no event to wait for
            await asyncio.sleep(0.005)
    return found


async def test_too_short_a_timeout_is_an_error_and_leaves_no_process(children):
    with pytest.raises(SynthesisTimeoutError) as caught:
        await EspeakSynthesizer(timeout=0.3).synthesize(LONG)

    assert str(caught.value) == "espeak did not answer within 0.3 s: raise timeout=..., or speak a shorter text"
    assert children() == set()


async def test_cancelling_leaves_no_process_and_nothing_in_the_log(children, caplog):
    speaking = asyncio.ensure_future(EspeakSynthesizer().synthesize(LONG))
    await appears(children)

    speaking.cancel()

    with pytest.raises(asyncio.CancelledError):
        await speaking
    assert children() == set()
    del speaking
    gc.collect()
    assert caplog.messages == []


async def test_cancelling_a_crowd_leaves_no_process(children):
    synthesizer = EspeakSynthesizer(max_concurrency=2)
    crowd = asyncio.gather(*(synthesizer.synthesize(LONG) for _ in range(20)))
    await appears(children)

    crowd.cancel()

    with pytest.raises(asyncio.CancelledError):
        await crowd
    assert (await synthesizer.synthesize("Still here.")).duration > 0.3
    assert children() == set()


async def test_cancelling_before_it_has_begun_starts_nothing(children):
    speaking = asyncio.ensure_future(EspeakSynthesizer().synthesize(LONG))
    for _ in range(3):  # enough for the thread to have been requested
        await asyncio.sleep(0)

    speaking.cancel()

    with pytest.raises(asyncio.CancelledError):
        await speaking
    assert children() == set()


async def test_a_killed_engine_is_an_error_with_its_signal(children):
    speaking = asyncio.ensure_future(EspeakSynthesizer().synthesize(LONG))
    (engine,) = await appears(children)

    os.kill(engine, signal.SIGKILL)

    with pytest.raises(SynthesisError) as caught:
        await speaking
    assert str(caught.value) == "espeak-ng was killed by SIGKILL"
    assert isinstance(caught.value.__cause__, subprocess.CalledProcessError)


async def test_a_crashed_engine_is_an_error_and_the_next_call_works(children):
    synthesizer = EspeakSynthesizer()
    speaking = asyncio.ensure_future(synthesizer.synthesize(LONG))
    (engine,) = await appears(children)
    await appears(lambda: runs_the_engine(engine))

    os.kill(engine, signal.SIGSEGV)

    with pytest.raises(SynthesisError, match=r"^espeak-ng was killed by SIGSEGV: Fatal Python error: Segmentation"):
        await speaking
    assert (await synthesizer.synthesize("Still here.")).duration > 0.3


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no os.fork")
def test_speaks_in_a_forked_child():
    asyncio.run(EspeakSynthesizer().synthesize("Before."))
    script = (
        "import asyncio, os; from russo_espeak import EspeakSynthesizer; s = EspeakSynthesizer()\n"
        "first = asyncio.run(s.synthesize('Hello.'))\n"
        "pid = os.fork()\n"
        "same = asyncio.run(s.synthesize('Hello.')) == first\n"
        "if not pid: os._exit(0 if same else 1)\n"
        "assert same and os.waitpid(pid, 0)[1] == 0\n"
    )

    # Other plugins of pytest have threads, which would cause a warning about forking.
    subprocess.run([sys.executable, "-c", script], check=True)


async def test_an_engine_ends_when_its_parent_is_gone(children):
    script = f"import asyncio, russo_espeak; asyncio.run(russo_espeak.EspeakSynthesizer().synthesize({LONG!r}))"
    with subprocess.Popen([sys.executable, "-c", script]) as parent:  # noqa: ASYNC220 - starting it is quick
        (engine,) = await appears(lambda: children(parent.pid))
        await appears(lambda: runs_the_engine(engine))
        parent.kill()

    # It exceeds this limit only if it keeps speaking with nobody left to read.
    await appears(lambda: not _is_alive(engine))


def runs_the_engine(pid: int) -> bool:
    """Whether it has loaded the library; before that, it is just a Python that is starting."""
    maps = Path(f"/proc/{pid}/maps")
    if not maps.exists():
        pytest.skip("reads /proc")
    return "libespeak-ng" in maps.read_text()


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(state.strip()) and not state.startswith("Z")


async def test_a_frozen_application_is_not_started_again(monkeypatch, tmp_path):
    # Tools that freeze an application set this, and make the application itself the executable.
    started = tmp_path / "started"
    program = tmp_path / "application"
    program.write_text(f"#!/bin/sh\ntouch {started}\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))
    with pytest.raises(ProviderUnavailableError, match=r"^espeak cannot run in a frozen application"):
        await EspeakSynthesizer().synthesize("Hello")
    assert not started.exists()
