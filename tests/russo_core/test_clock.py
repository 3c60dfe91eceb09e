"""Retries, waits and deadlines end even if a test has stopped its clock."""

from __future__ import annotations

import subprocess
import sys

import pytest

FROZEN = {
    "freezegun": "import freezegun\nfrozen = freezegun.freeze_time('2026-11-25')",
    "time-machine": "import time_machine\nfrozen = time_machine.travel('2026-11-25', tick=False)",
    "no tool": "from contextlib import nullcontext\nfrozen = nullcontext()",
}
BEFORE = "import russo.providers.call\n"

PROGRAM = """
import asyncio

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
