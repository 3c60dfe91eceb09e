from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from russo import Audio, AudioCache, CachedSynthesizer
from russo.errors import NoAudioError, SynthesisError
from russo.spending.ledger import totals
from russo.synthesis.sync import speak_now

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

SPEECH = Audio(b"speech", "pcm")


class Paid:
    """Counts its calls, and speaks when it is allowed to."""

    provider = "paid"

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.called = asyncio.Event()
        self.go_on = asyncio.Event()

    async def synthesize(self, text: str) -> Audio:
        self.calls.append(text)
        self.called.set()
        await self.go_on.wait()
        return SPEECH


class Failing(Paid):
    async def synthesize(self, text: str) -> Audio:
        await super().synthesize(text)
        raise LookupError(f"{text} {len(self.calls)}")


def ask(cache: AudioCache, synthesizer: Paid, times: int, text: str = "hello") -> list[asyncio.Task[Audio]]:
    """Ask through this many wrappers, each with a cache object of its own."""
    wrappers = [CachedSynthesizer(synthesizer, cache=AudioCache(cache.cache_dir)) for _ in range(times)]
    return [asyncio.create_task(wrapper.synthesize(text)) for wrapper in wrappers]


async def test_many_coroutines_and_wrappers_pay_once(cache: AudioCache) -> None:
    paid = Paid()
    tasks = ask(cache, paid, 100)
    await paid.called.wait()
    paid.go_on.set()
    assert await asyncio.gather(*tasks) == [SPEECH] * 100
    assert paid.calls == ["hello"]
    assert list(cache.cache_dir.joinpath(".local", "locks").iterdir()) == []


async def test_folders_that_are_one_by_another_name(cache: AudioCache, monkeypatch: pytest.MonkeyPatch) -> None:
    paid = Paid()
    monkeypatch.chdir(cache.cache_dir.parent)
    tasks = ask(cache, paid, 1) + ask(AudioCache("cache"), paid, 1) + ask(AudioCache("./x/../cache"), paid, 1)
    await paid.called.wait()
    paid.go_on.set()
    await asyncio.gather(*tasks)
    assert paid.calls == ["hello"]


async def test_unrelated_utterances_do_not_wait(cache: AudioCache) -> None:
    paid, other = Paid(), Paid()
    (task,) = ask(cache, paid, 1)
    await paid.called.wait()
    other.go_on.set()
    assert await asyncio.gather(*ask(cache, other, 1, "something else")) == [SPEECH]
    assert not task.done()
    paid.go_on.set()
    await task


async def test_two_folders_have_nothing_to_do_with_each_other(cache: AudioCache) -> None:
    paid = Paid()
    paid.go_on.set()
    await asyncio.gather(*ask(cache, paid, 1), *ask(AudioCache(cache.cache_dir / "other"), paid, 1))
    assert paid.calls == ["hello", "hello"]


async def test_everybody_gets_the_error_and_the_next_call_tries_again(cache: AudioCache) -> None:
    paid = Failing()
    paid.go_on.set()
    errors = await asyncio.gather(*ask(cache, paid, 10), return_exceptions=True)
    assert [repr(error) for error in errors] == ["LookupError('hello 1')"] * 10
    assert cache.size() == 0
    (error,) = await asyncio.gather(*ask(cache, paid, 1), return_exceptions=True)
    assert repr(error) == "LookupError('hello 2')"


async def test_one_that_ends_the_process_tells_everybody_and_stops_no_other(cache: AudioCache) -> None:
    class Ending(Paid):
        async def synthesize(self, text: str) -> Audio:
            await super().synthesize(text)
            raise SystemExit("no licence")

    async def ended() -> str:
        with pytest.raises(SynthesisError) as caught:
            await CachedSynthesizer(ending, cache=cache).synthesize("hello")
        return str(caught.value)

    ending, paid = Ending(), Paid()
    (other,) = ask(cache, paid, 1, "other")
    both = asyncio.gather(ended(), ended())
    await ending.called.wait()
    ending.go_on.set()
    message = f"{Ending.__qualname__} ended with SystemExit('no licence') instead of speaking 'hello'"
    assert await both == [message, message]
    paid.go_on.set()
    assert await other is SPEECH
    assert ending.calls == ["hello"]


async def test_empty_audio_is_an_error_and_not_kept(cache: AudioCache) -> None:
    class Empty:
        async def synthesize(self, text: str) -> Audio:
            return Audio(b"")

    with pytest.raises(NoAudioError, match="Empty returned audio of 0 bytes for 'hello'"):
        await CachedSynthesizer(Empty(), cache=cache).synthesize("hello")
    assert cache.size() == 0


@pytest.mark.parametrize("who", [0, 1])
async def test_one_is_cancelled_and_the_others_get_the_audio(cache: AudioCache, who: int) -> None:
    paid = Paid()
    tasks = ask(cache, paid, 3)
    await paid.called.wait()
    tasks.pop(who).cancel()
    paid.go_on.set()
    assert await asyncio.gather(*tasks) == [SPEECH, SPEECH]
    assert paid.calls == ["hello"]


async def test_all_are_cancelled_and_the_call_is_stopped(cache: AudioCache) -> None:
    stopped = asyncio.Event()

    class Slow(Paid):
        async def synthesize(self, text: str) -> Audio:
            try:
                return await super().synthesize(text)
            except asyncio.CancelledError:
                stopped.set()
                raise

    paid = Slow()
    tasks = ask(cache, paid, 3)
    await paid.called.wait()
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    assert all(task.cancelled() for task in tasks)
    await stopped.wait()
    paid.go_on.set()
    assert await asyncio.gather(*ask(cache, paid, 1)) == [SPEECH]
    assert paid.calls == ["hello", "hello"]


async def test_a_wrapper_around_a_wrapper_does_not_wait_for_itself(cache: AudioCache) -> None:
    paid = Paid()
    paid.go_on.set()
    inner = CachedSynthesizer(paid, cache=cache)
    outer = CachedSynthesizer(inner, cache=AudioCache(cache.cache_dir))
    assert outer.key("hello") == inner.key("hello")
    assert await outer.synthesize("hello") == SPEECH
    assert await inner.synthesize("hello") == SPEECH
    assert paid.calls == ["hello"]


async def test_a_synthesizer_may_speak_through_the_cache_itself(cache: AudioCache) -> None:
    paid = Paid()
    paid.go_on.set()

    class Twice:
        async def synthesize(self, text: str) -> Audio:
            return await CachedSynthesizer(paid, cache=cache).synthesize(text)

    assert await CachedSynthesizer(Twice(), cache=cache).synthesize("hello") == SPEECH
    assert cache.size() == 2


async def test_tasks_that_start_at_once(cache: AudioCache) -> None:
    """With an eager task factory, a task starts running where it is made."""
    if not hasattr(asyncio, "eager_task_factory"):
        pytest.skip("Python 3.12 has it")
    factory: Callable[..., asyncio.Future[object]] = asyncio.eager_task_factory
    asyncio.get_running_loop().set_task_factory(factory)
    await test_a_synthesizer_may_speak_through_the_cache_itself(cache)
    await test_many_coroutines_and_wrappers_pay_once(AudioCache(cache.cache_dir / "other"))


async def test_a_thousand_utterances_at_once(cache: AudioCache) -> None:
    paid = Paid()
    paid.go_on.set()
    speaker = CachedSynthesizer(paid, cache=cache)
    asked: list[Coroutine[None, None, Audio]] = [speaker.synthesize(f"hello {number % 100}") for number in range(1000)]
    assert await asyncio.gather(*asked) == [SPEECH] * 1000
    assert len(paid.calls) == len(set(paid.calls)) == 100


class CancelledWithin(Paid):
    async def synthesize(self, text: str) -> Audio:
        await super().synthesize(text)
        raise asyncio.CancelledError


async def test_one_that_cancels_itself_is_paid_once(cache: AudioCache) -> None:
    paid = CancelledWithin()
    tasks = ask(cache, paid, 3)
    await paid.called.wait()
    paid.go_on.set()
    await asyncio.wait(tasks)
    assert [task.cancelled() for task in tasks] == [True] * 3
    assert paid.calls == ["hello"]


@pytest.mark.parametrize("how", ["awaited", "in a thread", "beside the loop"])
async def test_what_speaks_asks_for_the_same_utterance(cache: AudioCache, how: str) -> None:
    paid = Paid()
    paid.go_on.set()
    inside = CachedSynthesizer(paid, cache=cache)

    class Delegate:
        """Has the name of the synthesizer that it delegates to, and therefore the same keys."""

        provider = "paid"

        async def synthesize(self, text: str) -> Audio:
            if how == "awaited":
                return await inside.synthesize(text)
            return await asyncio.to_thread(speak_now, inside, text) if how == "in a thread" else speak_now(inside, text)

    assert await asyncio.wait_for(CachedSynthesizer(Delegate(), cache=cache).synthesize("hello"), 60) == SPEECH
    assert paid.calls == ["hello"]
    assert totals(cache.cache_dir).spent.utterances == 1
