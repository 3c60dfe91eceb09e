from __future__ import annotations

import asyncio
import gc
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from russo import Audio, AudioCache, CachedSynthesizer
from russo.synthesis.sync import speak_now

if TYPE_CHECKING:
    from collections.abc import Iterator

    from russo_core.cache.conftest import Start

SPEECH = Audio(b"speech", "pcm")


class Paid:
    """Counts its calls, and speaks when it is allowed to, in any loop."""

    provider = "paid"

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.called = threading.Event()
        self.go_on = threading.Event()
        self.error: Exception | None = None

    async def synthesize(self, text: str) -> Audio:
        self.calls.append(text)
        self.called.set()
        while not self.go_on.is_set():  # noqa: ASYNC110 - an asyncio.Event belongs to one loop
            await asyncio.sleep(0.001)
        if self.error:
            raise self.error
        return SPEECH


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as pool:
        yield pool


def test_threads_with_loops_of_their_own_pay_once(cache: AudioCache, pool: ThreadPoolExecutor) -> None:
    paid = Paid()
    together = threading.Barrier(8)

    def ask() -> Audio:
        together.wait()
        return asyncio.run(CachedSynthesizer(paid, cache=AudioCache(cache.cache_dir)).synthesize("hello"))

    asked = [pool.submit(ask) for _ in range(8)]
    paid.called.wait()
    paid.go_on.set()
    assert [one.result() for one in asked] == [SPEECH] * 8
    assert paid.calls == ["hello"]


def test_threads_get_the_error_of_the_one_who_paid(cache: AudioCache, pool: ThreadPoolExecutor) -> None:
    paid = Paid()
    paid.error = LookupError("no")
    first = pool.submit(speak_now, CachedSynthesizer(paid, cache=cache), "hello")
    paid.called.wait()

    async def wait() -> None:
        waiting = asyncio.create_task(CachedSynthesizer(paid, cache=cache).synthesize("hello"))
        await asyncio.sleep(0)
        paid.go_on.set()
        with pytest.raises(LookupError, match="no"):
            await waiting

    pool.submit(asyncio.run, wait()).result()
    with pytest.raises(LookupError, match="no"):
        first.result()
    assert paid.calls == ["hello"]


async def test_an_error_that_comes_as_its_waiter_is_cancelled(cache: AudioCache, pool: ThreadPoolExecutor) -> None:
    told: list[str] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context["message"]))
    paid = Paid()
    paid.error = LookupError("no")
    first = pool.submit(speak_now, CachedSynthesizer(paid, cache=cache), "hello")
    paid.called.wait()
    waiting = asyncio.create_task(CachedSynthesizer(paid, cache=cache).synthesize("hello"))
    await asyncio.sleep(0)
    paid.go_on.set()
    assert repr(first.exception()) == "LookupError('no')"
    waiting.cancel()
    await asyncio.wait([waiting])
    assert waiting.cancelled()
    paid.error = None
    del first, waiting  # they have the frames in which the future of the error is
    gc.collect()
    assert told == []


def test_the_loop_of_the_payer_ends_and_another_takes_over(cache: AudioCache, pool: ThreadPoolExecutor) -> None:
    paid = Paid()
    joined = threading.Event()

    async def pay_and_leave() -> None:
        task = asyncio.create_task(CachedSynthesizer(paid, cache=cache).synthesize("hello"))
        await asyncio.to_thread(joined.wait)
        assert not task.done()

    async def wait() -> Audio:
        task = asyncio.create_task(CachedSynthesizer(paid, cache=cache).synthesize("hello"))
        await asyncio.sleep(0)
        joined.set()
        return await task

    leaving = pool.submit(asyncio.run, pay_and_leave())
    paid.called.wait()
    waiting = pool.submit(asyncio.run, wait())
    leaving.result()
    paid.go_on.set()
    assert waiting.result() == SPEECH
    assert paid.calls == ["hello", "hello"]


CLOSED = """
    import asyncio, sys, threading
    from russo import Audio, AudioCache, CachedSynthesizer
    from russo.synthesis.sync import speak_now

    called, go_on = threading.Event(), threading.Event()

    class Paid:
        async def synthesize(self, text):
            called.set()
            while not go_on.is_set():
                await asyncio.sleep(0)
            return Audio(b"speech", "pcm")

    speaker = CachedSynthesizer(Paid(), cache=AudioCache(sys.argv[1]))
    loop = asyncio.new_event_loop()
    task = loop.create_task(speaker.synthesize("hello"))
    while not called.is_set():
        loop.run_until_complete(asyncio.sleep(0))
    loop.close()
    go_on.set()
    print(speak_now(speaker, "hello").data, flush=True)
    import os; os._exit(0)  # what the closed loop has left is not to be collected
"""


def test_a_loop_that_is_closed_in_the_middle(cache: AudioCache, start: Start) -> None:
    assert start(CLOSED, cache.cache_dir).communicate()[0] == "b'speech'\n"


async def test_a_loop_that_waits_for_a_thread_that_waits_for_it(cache: AudioCache) -> None:
    """A sync fixture asks for what an async test is just speaking: it takes some seconds, but does not hang."""
    paid = Paid()
    task = asyncio.create_task(CachedSynthesizer(paid, cache=cache).synthesize("hello"))
    while not paid.called.is_set():  # noqa: ASYNC110 - likewise
        await asyncio.sleep(0)
    paid.go_on.set()
    assert speak_now(CachedSynthesizer(paid, cache=cache), "hello") == SPEECH
    assert await task == SPEECH


async def test_two_loops_one_after_the_other(cache: AudioCache, pool: ThreadPoolExecutor) -> None:
    paid = Paid()
    paid.go_on.set()
    speaker = CachedSynthesizer(paid, cache=cache)
    for text in ("one", "two", "one"):
        assert pool.submit(asyncio.run, speaker.synthesize(text)).result() == SPEECH
    assert paid.calls == ["one", "two"]
