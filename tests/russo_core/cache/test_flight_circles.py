"""Synthesizers that ask for each other's utterances: they end with an error or with audio, and never wait forever."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest

from russo import Audio, AudioCache, CachedSynthesizer
from russo.errors import SynthesisError
from russo.synthesis.sync import speak_now

if TYPE_CHECKING:
    from collections.abc import Callable

SPEECH = Audio(b"speech", "pcm")
ENDLESS = (
    "cannot speak 'hello': to speak it, it asks for the same utterance, by itself or through another synthesizer, "
    "and so without end. Let one of them speak without asking the other"
)


class Asking:
    """Lets others speak, once all who take part in a test have been called."""

    def __init__(self, name: str, wait: Callable[[], object]) -> None:
        self.provider = name
        self.others: list[CachedSynthesizer] = []
        self.calls = 0
        self._wait = wait

    async def synthesize(self, text: str) -> Audio:
        self.calls += 1
        if self.calls == 1:
            await asyncio.to_thread(self._wait)
        return (await asyncio.gather(*(other.synthesize(text) for other in self.others)))[0]


def circle(cache: AudioCache, number: int, wait: Callable[[], object]) -> list[CachedSynthesizer]:
    """As many wrappers, each of which asks the next, and the last the first."""
    speakers = [Asking(f"voice-{position}", wait) for position in range(number)]
    wrappers = [CachedSynthesizer(speaker, cache=AudioCache(cache.cache_dir)) for speaker in speakers]
    for position, speaker in enumerate(speakers):
        speaker.others.append(wrappers[(position + 1) % number])
    return wrappers


@pytest.mark.parametrize("number", [1, 2, 3])
async def test_all_are_asked_at_once(cache: AudioCache, number: int) -> None:
    wrappers = circle(cache, number, threading.Barrier(number).wait)
    asked = (wrapper.synthesize("hello") for wrapper in wrappers)
    errors = await asyncio.wait_for(asyncio.gather(*asked, return_exceptions=True), 60)
    assert [repr(error) for error in errors] == [repr(SynthesisError(f"Asking {ENDLESS}"))] * number
    assert cache.size() == 0
    assert list(cache.cache_dir.joinpath(".local", "locks").iterdir()) == []


@pytest.mark.parametrize("number", [1, 2, 3])
async def test_only_the_first_is_asked(cache: AudioCache, number: int) -> None:
    wrappers = circle(cache, number, lambda: None)
    with pytest.raises(SynthesisError, match=ENDLESS):
        await asyncio.wait_for(wrappers[0].synthesize("hello"), 60)
    assert [wrapper.inner.calls for wrapper in wrappers if isinstance(wrapper.inner, Asking)] == [1] * number


async def test_in_threads_with_loops_of_their_own(cache: AudioCache) -> None:
    wrappers = circle(cache, 2, threading.Barrier(2).wait)
    asked = (asyncio.to_thread(speak_now, wrapper, "hello") for wrapper in wrappers)
    errors = await asyncio.wait_for(asyncio.gather(*asked, return_exceptions=True), 60)
    assert [repr(error) for error in errors] == [repr(SynthesisError(f"Asking {ENDLESS}"))] * 2


async def test_another_synthesizer_with_the_same_key_breaks_the_circle(cache: AudioCache) -> None:
    """The second asks for what the first is making, but of somebody who can speak it."""

    class First:
        provider = "voice-0"

        async def synthesize(self, text: str) -> Audio:
            return SPEECH

    wrappers = circle(cache, 2, threading.Barrier(2).wait)
    second = wrappers[1].inner
    assert isinstance(second, Asking)
    second.others = [CachedSynthesizer(First(), cache=cache)] * 2
    asked = (wrapper.synthesize("hello") for wrapper in wrappers)
    assert await asyncio.wait_for(asyncio.gather(*asked), 60) == [SPEECH] * 2
    assert cache.size() == 2


async def test_one_that_has_stopped_waiting_can_be_waited_for(cache: AudioCache) -> None:
    called, stopped = asyncio.Event(), asyncio.Event()

    class Impatient:
        provider = "impatient"
        calls = 0

        async def synthesize(self, text: str) -> Audio:
            self.calls += 1
            asking = asyncio.create_task(slow.synthesize(text))
            await called.wait()
            asking.cancel()
            await asyncio.wait([asking])
            stopped.set()
            return SPEECH

    class Slow:
        provider = "slow"

        async def synthesize(self, text: str) -> Audio:
            called.set()
            await stopped.wait()
            return await impatient.synthesize(text)

    speaker = Impatient()
    impatient, slow = CachedSynthesizer(speaker, cache=cache), CachedSynthesizer(Slow(), cache=cache)
    asked = asyncio.gather(impatient.synthesize("hello"), slow.synthesize("hello"))
    assert await asyncio.wait_for(asked, 60) == [SPEECH] * 2
    assert speaker.calls == 1
