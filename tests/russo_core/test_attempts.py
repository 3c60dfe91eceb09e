"""Budget and ledger count every attempt that may cost something, wherever it is made."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, Any

import pytest

from encoders import encode, tone
from russo import Audio, AudioCache, CachedSynthesizer
from russo.errors import (
    AuthenticationError,
    BudgetExceededError,
    CertificateError,
    ConfigurationError,
    MissingDependencyError,
    NoAudioError,
    OptionError,
    RateLimitError,
    TextTooLongError,
)
from russo.providers import CallPolicy, received_audio, speak
from russo.spending.budget import Budget, parse_limit
from russo.spending.ledger import totals

if TYPE_CHECKING:
    from pathlib import Path

    from russo.events import Event


class Retrying:
    """A provider whose server answers with these errors, one after the other, and then speaks."""

    provider = "acme"

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.requests = 0

    async def synthesize(self, text: str) -> Audio:
        async def attempt() -> Audio:
            self.requests += 1
            if self.errors:
                raise self.errors.pop(0)
            return Audio(bytes(480), "pcm")

        return await speak(attempt, provider="acme", policy=CallPolicy(), classify=lambda error: None)


class Louder:
    """A wrapper that a project puts around its synthesizer."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    async def synthesize(self, text: str) -> Audio:
        audio = await self.inner.synthesize(text)
        return Audio(audio.data * 2, "pcm")


@pytest.fixture
def cache(tmp_path: Path) -> AudioCache:
    return AudioCache(tmp_path)


async def test_an_answer_that_was_thrown_away_is_in_the_ledger(cache: AudioCache) -> None:
    voice = Retrying(NoAudioError("silence"))
    await CachedSynthesizer(voice, cache=cache).synthesize("hello")
    spent = totals(cache.cache_dir).spent
    assert (voice.requests, spent.utterances, spent.characters) == (2, 2, 10)


async def test_so_it_is_where_every_answer_was_thrown_away(cache: AudioCache) -> None:
    voice = Retrying(*(NoAudioError("silence") for _ in range(9)))
    with pytest.raises(NoAudioError):
        await CachedSynthesizer(voice, cache=cache).synthesize("hello")
    assert (voice.requests, totals(cache.cache_dir).spent.utterances) == (4, 4)


async def test_a_call_that_is_cancelled_is_in_the_ledger(cache: AudioCache) -> None:
    began, told = asyncio.Event(), asyncio.Event()

    class Slow:
        provider = "acme"

        async def synthesize(self, text: str) -> Audio:
            began.set()
            await asyncio.Event().wait()
            raise AssertionError

    events: list[Event] = []

    def observe(event: Event) -> None:
        events.append(event)
        told.set()

    budget = Budget(parse_limit("5 calls"), cache.cache_dir, "run")
    synthesizer = CachedSynthesizer(Slow(), cache=cache, budget=budget, observers=[observe])
    task = asyncio.create_task(synthesizer.synthesize("hello"))
    await began.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await told.wait()  # the call has a task of its own, which is cancelled a moment later
    assert [(event.kind, type(event.error), event.attempts) for event in events] == [
        ("failed", asyncio.CancelledError, 1)
    ]
    assert (totals(cache.cache_dir).spent.utterances, budget.left) == (1, 4)


async def test_one_call_is_one_request(cache: AudioCache) -> None:
    voice = Retrying(NoAudioError("silence"))
    budget = Budget(parse_limit("1 calls"), cache.cache_dir, "run")
    with pytest.raises(BudgetExceededError) as caught:
        await CachedSynthesizer(voice, cache=cache, budget=budget).synthesize("hello")
    assert isinstance(caught.value.__cause__, NoAudioError)
    assert (voice.requests, budget.left, totals(cache.cache_dir).spent.utterances) == (1, 0, 1)


@pytest.mark.parametrize(
    "error",
    [
        AuthenticationError("the key was refused"),
        CertificateError("the certificate is not trusted here"),
        ConfigurationError("the option 'region' is needed"),
        OptionError("there is no such voice"),
        TextTooLongError("split it"),
    ],
    ids=lambda error: type(error).__name__,
)
async def test_what_was_refused_before_anything_was_spoken_costs_nothing(cache: AudioCache, error: Exception) -> None:
    budget = Budget(parse_limit("1 call"), cache.cache_dir, "run")
    with pytest.raises(type(error)):
        await CachedSynthesizer(Retrying(error), cache=cache, budget=budget).synthesize("hello")
    assert (budget.left, totals(cache.cache_dir).spent.utterances) == (1, 0)


async def test_an_answer_that_cannot_be_decoded_here_was_spoken_all_the_same(
    cache: AudioCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = encode(tone(1.0), "mp3", "libmp3lame", pipe=False)
    monkeypatch.setitem(sys.modules, "av", None)

    class Compressed:
        provider = "acme"

        async def synthesize(self, text: str) -> Audio:
            return received_audio("acme", answer, "audio/mpeg")

    budget = Budget(parse_limit("1 call"), cache.cache_dir, "run")
    with pytest.raises(MissingDependencyError, match="av is needed to decode mp3"):
        await CachedSynthesizer(Compressed(), cache=cache, budget=budget).synthesize("hello")
    assert (budget.left, totals(cache.cache_dir).spent.utterances) == (0, 1)


async def test_a_call_that_was_put_off_is_the_same_call(cache: AudioCache) -> None:
    voice = Retrying(RateLimitError("slow down", retry_after=0.01))
    budget = Budget(parse_limit("1 calls"), cache.cache_dir, "run")
    await CachedSynthesizer(voice, cache=cache, budget=budget).synthesize("hello")
    assert (voice.requests, budget.left, totals(cache.cache_dir).spent.utterances) == (2, 0, 1)


async def test_a_wrapper_inside_of_what_speaks_counts_once(cache: AudioCache) -> None:
    seen: list[Event] = []
    voice = Retrying()
    budget = Budget(parse_limit("2 calls"), cache.cache_dir, "run")
    inside = CachedSynthesizer(voice, cache=cache, budget=budget, observers=[seen.append])
    outside = CachedSynthesizer(Louder(inside), cache=cache, budget=budget, observers=[seen.append])
    await outside.synthesize("hello")
    assert [(event.kind, event.key, event.attempts) for event in seen] == [("synthesized", outside.key("hello"), 1)]
    assert (voice.requests, budget.left, totals(cache.cache_dir).spent.utterances) == (1, 1, 1)


async def test_what_the_wrapper_inside_has_already_is_not_paid_for(cache: AudioCache) -> None:
    seen: list[Event] = []
    voice = Retrying()
    budget = Budget(parse_limit("1 calls"), cache.cache_dir, "run")
    inside = CachedSynthesizer(voice, cache=cache, budget=budget, observers=[seen.append])
    await inside.synthesize("hello")
    await CachedSynthesizer(Louder(inside), cache=cache, observers=[seen.append]).synthesize("hello")
    assert [(event.kind, event.attempts) for event in seen] == [("synthesized", 1), ("hit", 0)]
    assert (voice.requests, budget.left) == (1, 0)
