"""The rules that a run imposes on its synthesizers: a lock, a budget, and refreshing."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from russo import Audio, AudioCache, CachedSynthesizer
from russo.errors import BudgetExceededError, CacheKeyError, CacheMissError, LockError
from russo.lockfile import Lock, describe
from russo.spending.budget import Budget, parse_limit

if TYPE_CHECKING:
    from pathlib import Path


class Counting:
    """Says something different each time."""

    provider = "acme"

    def __init__(self, **fields: Any) -> None:
        self.cache_fields = fields
        self.calls: list[str] = []

    async def synthesize(self, text: str) -> Audio:
        self.calls.append(text)
        return Audio(bytes([len(self.calls)]) * 480, "pcm")


def nested(depth: int) -> dict[str, Any]:
    return {"n": nested(depth - 1)} if depth else {}


@pytest.fixture
def cache(tmp_path: Path) -> AudioCache:
    return AudioCache(tmp_path)


async def test_a_lock_lets_through_what_it_names_and_nothing_else(cache: AudioCache) -> None:
    speaker = CachedSynthesizer(Counting(), cache=cache)
    hello, _ = await speaker.synthesize("hello"), await speaker.synthesize("bye")
    lock = Lock([describe(speaker.key("hello"), "hello", hello, {})])
    frozen = CachedSynthesizer(Counting(), cache=cache, offline=True, lock=lock)
    assert await frozen.synthesize("hello") == frozen.lookup("hello") == hello
    for ask in (frozen.lookup, lambda text: frozen.synthesize(text).send(None)):
        with pytest.raises(LockError, match=r"^frozen, and 'bye' is not in russo\.lock"):
            ask("bye")
    cache.put(speaker.key("hello"), Audio(bytes(480), "pcm"), prompt="hello")
    with pytest.raises(LockError, match=r"^frozen, and 'hello' is not what russo\.lock says"):
        await frozen.synthesize("hello")


async def test_what_is_not_in_the_lock_is_refused_before_it_is_paid_for(cache: AudioCache) -> None:
    voice, told = Counting(), []
    speaker = CachedSynthesizer(voice, cache=cache, lock=Lock(), observers=[told.append])
    for _ in range(2):
        with pytest.raises(LockError, match=r"^frozen, and 'bye' is not in russo\.lock"):
            await speaker.synthesize("bye")
    assert (voice.calls, told, cache.size()) == ([], [], 0)


async def test_what_is_spoken_for_a_lock_is_kept_but_served_only_if_it_is_the_same(cache: AudioCache) -> None:
    voice = Counting()
    lock = Lock([describe(CachedSynthesizer(voice).key("hello"), "hello", Audio(bytes(480), "pcm"), {})])
    speaker = CachedSynthesizer(voice, cache=cache, lock=lock)
    for _ in range(2):
        with pytest.raises(LockError, match=r"^frozen, and 'hello' is not what russo\.lock says"):
            await speaker.synthesize("hello")
    assert voice.calls == ["hello"]


async def test_a_budget_is_asked_before_a_call_and_not_for_a_hit(cache: AudioCache) -> None:
    voice = Counting()
    budget = Budget(parse_limit("1 calls"), cache.cache_dir, "run")
    speaker = CachedSynthesizer(voice, cache=cache, budget=budget)
    for _ in range(3):
        await speaker.synthesize("hello")
    with pytest.raises(BudgetExceededError):
        await speaker.synthesize("bye")
    assert voice.calls == ["hello"]


async def test_a_part_is_spoken_again(cache: AudioCache) -> None:
    voice = Counting(voice="anna")
    speaker = CachedSynthesizer(voice, cache=cache)
    await speaker.synthesize("hello")
    await speaker.synthesize("bye")
    again = CachedSynthesizer(
        voice,
        cache=cache,
        refresh_before=time.time() + 1,
        refresh_only=lambda text, fields: text == "bye" and fields["voice"] == "anna",
    )
    assert again.lookup("hello") is not None
    assert again.lookup("bye") is None
    assert await again.synthesize("bye") == Audio(b"\3" * 480, "pcm")
    assert voice.calls == ["hello", "bye", "bye"]


async def test_a_miss_says_what_differs(cache: AudioCache) -> None:
    await CachedSynthesizer(Counting(voice="anna", speed=1.0), cache=cache).synthesize("hello")
    other = CachedSynthesizer(Counting(voice="ben", speed=1.0), cache=cache, offline=True)
    with pytest.raises(
        CacheMissError,
        match=r": the nearest entry differs in voice: 'anna' -> 'ben'\. Ask for it once where acme may be called",
    ):
        await other.synthesize("hello")


@pytest.mark.parametrize(
    ("extra", "text", "said"),
    [
        ({"n": 2**300}, "hello", "its key_fields have a value that contains a number of more than 256 bits"),
        ({"n": nested(40)}, "hello", "its key_fields have a value that is nested more than 32 levels deep"),
        ({}, "la " * 1_000_000, "it would be 3,001,104 bytes long, and at most 2,097,152 are allowed"),
    ],
    ids=["number", "depth", "text"],
)
async def test_what_could_not_be_kept_is_not_paid_for(
    cache: AudioCache, extra: dict[str, Any], text: str, said: str
) -> None:
    voice = Counting()
    with pytest.raises(CacheKeyError, match=said):
        await CachedSynthesizer(voice, cache=cache, cache_key_extra=extra).synthesize(text)
    assert voice.calls == []


@pytest.mark.parametrize(
    ("rule", "error", "said"),
    [
        ({"offline": True}, CacheMissError, "offline, and 'hello' by acme is not read from the cache, which is not"),
        ({"lock": Lock()}, LockError, "frozen, and 'hello' is not in russo.lock"),
    ],
    ids=["offline", "lock"],
)
async def test_a_rule_holds_without_the_cache_too(
    cache: AudioCache, rule: dict[str, Any], error: type[Exception], said: str
) -> None:
    voice = Counting()
    with pytest.raises(error, match=said):
        await CachedSynthesizer(voice, cache=cache, enabled=False, **rule).synthesize("hello")
    assert voice.calls == []
