from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from russo import Audio, AudioCache, CachedSynthesizer
from russo.errors import SynthesisError

if TYPE_CHECKING:
    from pathlib import Path

    from russo.events import Event


class Beep:
    def __init__(self, done: list[str]) -> None:
        self.done = done

    async def synthesize(self, text: str) -> Audio:
        self.done.append(f"call {text}")
        if text == "bad":
            raise SynthesisError(text)
        return Audio(bytes(480), "pcm")


class Watched:
    """A wrapper whose hooks write down when they are called, and whether the entry is kept by then."""

    def __init__(self, folder: Path) -> None:
        self.done: list[str] = []
        self.events: list[Event] = []
        self.speaker = CachedSynthesizer(Beep(self.done), cache=AudioCache(folder), observers=[self.events.append])
        self.speaker.before_call = self.before
        self.speaker.after_call = self.after

    async def before(self) -> None:
        self.done.append("before")

    async def after(self, error: Exception | None) -> None:
        self.done.append(f"after {error}, {self.speaker.cache.size()} kept")


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    return Watched(tmp_path)


async def test_they_are_awaited_around_a_call_and_for_no_hit(watched: Watched) -> None:
    await watched.speaker.synthesize("one")
    await watched.speaker.synthesize("one")
    with pytest.raises(SynthesisError, match="bad"):
        await watched.speaker.synthesize("bad")
    assert watched.done == ["before", "call one", "after None, 0 kept", "before", "call bad", "after bad, 1 kept"]


async def test_a_call_can_be_prevented(watched: Watched) -> None:
    async def refuse() -> None:
        raise SynthesisError("not now")

    watched.speaker.before_call = refuse
    with pytest.raises(SynthesisError, match="not now"):
        await watched.speaker.synthesize("one")
    assert (watched.done, watched.events) == ([], [])
    watched.speaker.before_call = None
    await watched.speaker.synthesize("one")
    assert watched.done == ["call one", "after None, 0 kept"]


async def test_what_was_paid_for_is_kept_even_if_cancelled_afterwards(watched: Watched) -> None:
    reached = asyncio.Event()

    async def wait(error: Exception | None) -> None:
        reached.set()
        await asyncio.Event().wait()

    watched.speaker.after_call = wait
    speaking = asyncio.create_task(watched.speaker.synthesize("one"))
    await reached.wait()
    speaking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await speaking
    await asyncio.wait([task for task in asyncio.all_tasks() if task is not asyncio.current_task()])
    assert watched.speaker.lookup("one") == Audio(bytes(480), "pcm")
    assert [event.kind for event in watched.events] == ["synthesized", "hit"]
