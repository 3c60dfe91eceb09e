"""Retries, waits and deadlines end even if a test has stopped its clock."""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
import threading
import weakref
from typing import NoReturn

import pytest

from russo.providers import CallPolicy, speak

FROZEN = {
    "freezegun": "import freezegun\nfrozen = freezegun.freeze_time('2026-11-25')",
    "time-machine": "import time_machine\nfrozen = time_machine.travel('2026-11-25', tick=False)",
    "no tool": "from contextlib import nullcontext\nfrozen = nullcontext()",
}
BEFORE = "import russo.providers.call\n"

PROGRAM = """
import asyncio
import logging

logging.getLogger("asyncio").setLevel(logging.ERROR)  # it warns of each step that took long, as on a busy machine

from russo import Audio
from russo.errors import ProviderUnavailableError, SynthesisTimeoutError

with frozen:
    from russo.providers import CallPolicy, speak

    made = []

    async def fails_once():
        made.append(1)
        if len(made) == 1:
            raise ProviderUnavailableError("overloaded")
        return Audio(bytes(480), "pcm")

    async def hangs():
        await asyncio.Event().wait()

    def call(attempt, **policy):
        return asyncio.run(speak(attempt, provider="acme", policy=CallPolicy(**policy), classify=lambda _: None))

    print(call(fails_once).duration, len(made))
    try:
        call(hangs, timeout=0.2, max_retries=1)
    except SynthesisTimeoutError as error:
        print(error)
"""


@pytest.mark.parametrize("imported", ["", BEFORE], ids=["imported while it stands", "imported before"])
@pytest.mark.parametrize("tool", FROZEN)
def test_a_retry_and_a_deadline_end(tool: str, imported: str) -> None:
    program = f"{imported}{FROZEN[tool]}\n{PROGRAM}"
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-c", program], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.stdout, done.stderr) == (
        "0.01 2\nacme did not answer within 0.2 s: raise timeout=..., or speak a shorter text\n",
        "",
    )


def test_what_a_call_has_used_is_free_as_soon_as_it_is_over() -> None:
    """The thread that waits for the deadline may end a little later, and must not keep what the call has left open."""
    alarms: list[threading.Timer] = []
    used: list[weakref.ref[object]] = []

    class Used:
        pass

    async def attempt(begun: asyncio.Event) -> NoReturn:
        alarms.extend(thread for thread in threading.enumerate() if isinstance(thread, threading.Timer))
        connection = Used()
        used.append(weakref.ref(connection))
        begun.set()
        await asyncio.Event().wait()
        raise AssertionError(connection)

    async def leave() -> None:
        begun, policy = asyncio.Event(), CallPolicy(timeout=60)
        speaking = speak(lambda: attempt(begun), provider="acme", policy=policy, classify=lambda _: None)
        call = asyncio.ensure_future(speaking)
        await begun.wait()
        call.cancel()
        await asyncio.gather(call, return_exceptions=True)

    asyncio.run(leave())
    gc.collect()
    assert alarms
    assert used[0]() is None
