"""Checks that one object works in any event loop, in threads, and with callers that give up."""

from __future__ import annotations

import asyncio
import inspect
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from ...providers.registry import load_class
from .base import PATIENCE, Subject, still_alive

if TYPE_CHECKING:
    from ...audio import Audio
    from ...synthesizer import Synthesizer

# How many iterations of the event loop a call gets before it is cancelled: few, and more.
_TURNS = (1, 2, 5, 20)
_THREADS = 3
# A connection that survives its event loop is not always reused in the very next one.
_LOOPS = 4
# The longest text that is tried has as many characters, and may take so many seconds.
_LONG = 2000
_WHOLE = 600.0


class LoopChecks(Subject):
    """Concurrency."""

    def test_two_event_loops_one_after_the_other(self) -> None:
        """One synthesizer works in an event loop, and then in another: pytest makes one for each async test.

        To fix: do not keep anything on the object that belongs to a loop, such as a lock, an HTTP client or a session.
        Make it inside the call, or once for each running loop.
        """
        # Without retries: a retry would open a new connection, and hide that the old one belongs to another loop.
        synthesizer = self.make(**self._once())
        for _ in range(_LOOPS):
            self.speak(synthesizer)

    def test_threads(self) -> None:
        """One synthesizer works in several threads at once.

        To fix: as for event loops; in addition, nothing may belong to the thread in which the object was made.
        """
        synthesizer = self.make()
        together = threading.Barrier(_THREADS)

        def speak(_: int) -> Audio:
            together.wait()
            return self.speak(synthesizer)

        with ThreadPoolExecutor(_THREADS) as threads:
            assert all(audio.data for audio in threads.map(speak, range(_THREADS)))

    @pytest.mark.parametrize("turns", _TURNS)
    def test_cancelling_stops_it(self, turns: int) -> None:
        """A cancelled call ends with CancelledError, leaves no task or thread behind, and the next one works.

        To fix: let ``asyncio.CancelledError`` through (``except Exception`` does not catch it), await or cancel
        every task that was started, and stop any thread or process.
        """
        synthesizer = self.make()
        threads = set(threading.enumerate())
        asyncio.run(self._cancel(synthesizer, turns))
        new = [thread for thread in threading.enumerate() if thread not in threads and not thread.daemon]
        left = still_alive(new)
        assert not left, f"threads are left behind: {left}"

    def test_work_in_a_thread_ends_when_it_is_cancelled(self) -> None:
        """A cancelled call on a long text also ends its work in a thread, which the event loop waits for at its end.

        To fix: ``asyncio.to_thread`` cannot be stopped from outside. Check a ``threading.Event`` between pieces of the
        work, and set it when the call is over; or do the work with ``russo.providers.run_program``.
        """
        words = self.text + " "
        text = words * max(1, min(self.max_characters or _LONG, _LONG) // len(words))
        synthesizer = self.make()
        self.speak(synthesizer)  # do late loading now
        abandoned = threading.Event()
        leaving = partial(self._leave_at_work, synthesizer, text, abandoned)
        call = threading.Thread(target=lambda: asyncio.run(leaving()), daemon=True)
        call.start()
        assert abandoned.wait(_WHOLE), f"a call was not over after {_WHOLE:g} s"
        call.join(PATIENCE)
        assert not call.is_alive(), f"a thread was still at work {PATIENCE:g} s after the call had been cancelled"

    async def _leave_at_work(self, synthesizer: Synthesizer, text: str, abandoned: threading.Event) -> None:
        """Cancel a call as soon as it uses a thread; a call that uses none runs to its end."""

        async def speak() -> None:  # which is done whatever happens, even if the text is refused before it is awaited
            await synthesizer.synthesize(text)

        before = set(threading.enumerate())
        call = asyncio.create_task(speak())
        while not call.done() and before >= _at_work():  # noqa: ASYNC110 - a thread sets no event
            await asyncio.sleep(0.001)
        abandoned.set()
        call.cancel()
        await asyncio.gather(call, return_exceptions=True)

    def _once(self) -> dict[str, Any]:
        parameters = inspect.signature(load_class(self.described())).parameters
        return {"max_retries": 0} if "max_retries" in parameters else {}

    async def _cancel(self, synthesizer: Synthesizer, turns: int) -> None:
        mine = asyncio.all_tasks()
        call = asyncio.ensure_future(synthesizer.synthesize(self.text))
        for _ in range(turns):
            await asyncio.sleep(0)
        if call.cancel():
            with pytest.raises(asyncio.CancelledError):
                await call
        left = asyncio.all_tasks() - mine
        assert not left, f"tasks are left behind: {left}"
        assert (await synthesizer.synthesize(self.text)).data


def _at_work() -> set[threading.Thread]:
    """The threads of this process, without those that only wait for a time limit."""
    return {thread for thread in threading.enumerate() if not isinstance(thread, threading.Timer)}
