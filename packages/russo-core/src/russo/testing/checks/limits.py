"""Checks that the limits that the constructor accepts are enforced."""

from __future__ import annotations

import asyncio
import inspect
import threading
import time
from typing import Any, Final

import pytest

from ...providers.registry import load_class
from ..watched_line import silent_server
from .base import PATIENCE, Subject

# Seconds: a limit that a call reaches, and one that it does not reach.
_LIMIT: Final = 0.3
_LONG: Final = 60.0
_CALLS: Final = 3
# How often to look for a second call after the first has arrived.
_LOOKS: Final = 10


class LimitChecks(Subject):
    """Time limit and concurrency. For a provider whose server ``make`` names in the option ``base_url``."""

    def test_a_server_that_never_answers_is_left(self) -> None:
        """A call ends at its ``timeout`` even if the server sends nothing at all, and so does the event loop.

        To fix: pass ``timeout`` to the ``CallPolicy`` of ``russo.providers.speak``, and call the provider with an
        asyncio client, because a thread that waits (``asyncio.to_thread``) cannot be stopped.
        """
        self._needs("timeout")
        with silent_server() as (url, _, released):
            call = self._in_a_thread(lambda: self._fail(base_url=url, timeout=_LIMIT))
            call.join(PATIENCE)
            is_stuck = call.is_alive()
            released.set()
            call.join()
        assert not is_stuck, f"with timeout={_LIMIT}, the call was not over after {PATIENCE:g} s"

    def test_no_more_calls_at_once_than_allowed(self) -> None:
        """With ``max_concurrency=1``, a second call waits until the first is over.

        To fix: pass ``max_concurrency`` to the ``CallPolicy`` of ``russo.providers.speak``.
        """
        self._needs("max_concurrency")

        async def all_at_once(url: str) -> int:
            # Nobody answers, so only a limit that is reached would let the second call begin.
            limits = {"timeout": _LONG} if "timeout" in self._parameters() else {}
            synthesizer = self.make(base_url=url, max_concurrency=1, **limits, **self._once())
            calls = [asyncio.ensure_future(synthesizer.synthesize(self.text)) for _ in range(_CALLS)]
            until = time.monotonic() + PATIENCE
            while not sent and time.monotonic() < until:  # noqa: ASYNC110 - another thread receives the request
                await asyncio.sleep(0.01)
            for _ in range(_LOOKS):  # each of them waits longer where the machine is busy
                await asyncio.sleep(0.01)
            asked = len(sent)
            released.set()  # a thread that waits for an answer cannot be cancelled
            for call in calls:
                call.cancel()
            await asyncio.gather(*calls, return_exceptions=True)
            return asked

        with silent_server() as (url, sent, released):
            asked = asyncio.run(all_at_once(url))
        assert asked <= 1, "with max_concurrency=1, more than one call was made at once"

    def _needs(self, option: str) -> None:
        if option not in self._parameters():
            pytest.skip(f"it has no option {option}")
        if self.server_of() is None:
            pytest.skip("make passes no base_url of a server on this machine")
        self.speak(self.make())  # do late imports now

    def _fail(self, **options: Any) -> None:
        try:
            self.speak(self.make(**options, **self._once()))
        except Exception:  # other checks look at its type
            return

    def _in_a_thread(self, work: Any) -> threading.Thread:
        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        return thread

    def _parameters(self) -> set[str]:
        return set(inspect.signature(load_class(self.described())).parameters)

    def _once(self) -> dict[str, Any]:
        return {"max_retries": 0} if "max_retries" in self._parameters() else {}
