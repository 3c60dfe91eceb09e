from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import pytest

from russo import Audio, AudioCache, CachedSynthesizer

if TYPE_CHECKING:
    from pathlib import Path

    from russo.events import Event

SPEECH = Audio(b"speech", "pcm")


class Beep:
    provider = "beep"

    def __init__(self) -> None:
        self.cache_fields = {"voice": "Kore"}

    async def synthesize(self, text: str) -> Audio:
        await asyncio.sleep(0)
        if text == "fail":
            raise LookupError(text)
        return SPEECH


@pytest.fixture
def events() -> list[Event]:
    return []


@pytest.fixture
def speaker(tmp_path: Path, events: list[Event]) -> CachedSynthesizer:
    return CachedSynthesizer(Beep(), cache=AudioCache(tmp_path / "cache"), observers=[events.append])


async def test_what_an_event_says(speaker: CachedSynthesizer, events: list[Event]) -> None:
    await speaker.synthesize("hello")
    (event,) = events
    assert (event.kind, event.text, event.key, event.provider) == ("synthesized", "hello", speaker.key("hello"), "beep")
    assert (event.fields, event.audio, event.error) == ({"voice": "Kore"}, SPEECH, None)
    assert event.seconds > 0


async def test_each_call_once_and_a_hit_for_everybody_else(speaker: CachedSynthesizer, events: list[Event]) -> None:
    await asyncio.gather(*(speaker.synthesize("hello") for _ in range(3)))
    speaker.lookup("hello")
    speaker.lookup("something else")
    assert sorted(event.kind for event in events) == ["hit", "hit", "hit", "synthesized"]


async def test_a_failure_once(speaker: CachedSynthesizer, events: list[Event]) -> None:
    await asyncio.gather(*(speaker.synthesize("fail") for _ in range(3)), return_exceptions=True)
    (event,) = events
    assert (event.kind, event.audio, repr(event.error)) == ("failed", None, "LookupError('fail')")


async def test_without_the_cache(speaker: CachedSynthesizer, events: list[Event]) -> None:
    speaker.enabled = False
    await speaker.synthesize("hello")
    assert [(event.kind, event.key) for event in events] == [("synthesized", None)]


async def test_an_observer_that_fails_costs_nothing(
    tmp_path: Path, events: list[Event], caplog: pytest.LogCaptureFixture
) -> None:
    def broken(event: Event) -> None:
        raise LookupError(event.kind)

    speaker = CachedSynthesizer(Beep(), cache=AudioCache(tmp_path / "cache"), observers=[broken, events.append])
    with caplog.at_level(logging.ERROR, "russo.events"):
        assert await speaker.synthesize("hello") == SPEECH
        assert await speaker.synthesize("hello") == SPEECH
    assert [event.kind for event in events] == ["synthesized", "hit"]
    assert [record.getMessage().split(":")[0] for record in caplog.records] == ["an observer of russo failed"] * 2


async def test_what_was_paid_for_is_kept_even_if_an_observer_ends_the_test(tmp_path: Path) -> None:
    def refuse(event: Event) -> None:
        if event.kind == "synthesized":
            pytest.fail("paid")

    speaker = CachedSynthesizer(Beep(), cache=AudioCache(tmp_path), observers=[refuse])
    with pytest.raises(pytest.fail.Exception, match="paid"):
        await speaker.synthesize("hello")
    assert await speaker.synthesize("hello") == SPEECH
