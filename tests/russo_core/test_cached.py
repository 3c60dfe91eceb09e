from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any

import pytest

from russo import Audio, AudioCache, CachedSynthesizer, Synthesizer
from russo.errors import CacheKeyError, CacheMissError, ConfigurationError, SynthesisError, TextError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from russo.events import Event


class Voice:
    """Says its settings and the number of its calls."""

    provider = "voice"

    def __init__(self, **fields: Any) -> None:
        self.cache_fields = fields
        self.calls = 0

    async def synthesize(self, text: str) -> Audio:
        self.calls += 1
        return Audio(f"{text} {self.cache_fields} {self.calls}".encode(), "pcm")


@pytest.fixture
def cache(tmp_path: Path) -> AudioCache:
    return AudioCache(tmp_path / "cache")


def test_a_path_is_not_a_cache(tmp_path: Path) -> None:
    folder: Any = tmp_path / "cache"
    for path in (folder, str(folder)):
        with pytest.raises(ConfigurationError) as raised:
            CachedSynthesizer(Voice(), cache=path)
        assert str(raised.value) == f"cache={str(folder)!r} is a path: give AudioCache({str(folder)!r})"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("espeak", "'espeak' is a name: give get_synthesizer('espeak')"),
        (Voice, "Voice is a class: give an object of it, Voice(...)"),
        (None, "a synthesizer is an object with `async def synthesize(self, text)`, not None"),
    ],
)
def test_what_cannot_speak_is_refused_at_once(given: Any, message: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        CachedSynthesizer(given)
    assert str(raised.value) == message


async def test_the_second_time_nobody_is_asked(cache: AudioCache) -> None:
    voice = Voice()
    speaker = CachedSynthesizer(voice, cache=cache)
    assert isinstance(speaker, Synthesizer)
    assert speaker.lookup("hello") is None
    first = await speaker.synthesize("hello")
    assert await speaker.synthesize("hello") == first == speaker.lookup("hello")
    assert voice.calls == 1
    (entry,) = cache.entries()
    assert (entry.key, entry.prompt, entry.provider) == (speaker.key("hello"), "hello", "voice")


async def test_every_setting_is_in_the_key_also_when_it_changes_later(cache: AudioCache) -> None:
    voice = Voice(voice="Kore", speed=1)
    speaker = CachedSynthesizer(voice, cache=cache)
    keys = {speaker.key("hello")}
    for fields in ({"voice": "Puck", "speed": 1}, {"voice": "Puck", "speed": 1.0}, {"voice": "Puck", "speed": True},
                   {"speed": [1]}, {"speed": [True]}):  # fmt: skip
        voice.cache_fields = fields
        keys.add(speaker.key("hello"))
    voice.cache_fields["speed"][0] = 2
    keys.add(speaker.key("hello"))
    speaker.inner = Voice(speed=[3])
    keys.add(speaker.key("hello"))
    assert len(keys) == 8
    speaker.inner = Voice(voice="Kore", speed=1)
    assert speaker.key("hello") in keys


async def test_disabled_and_enabled_at_run_time(cache: AudioCache) -> None:
    voice = Voice()
    speaker = CachedSynthesizer(voice, cache=cache, enabled=False)
    await speaker.synthesize("hello")
    await speaker.synthesize("hello")
    assert (voice.calls, cache.size(), speaker.lookup("hello")) == (2, 0, None)
    speaker.enabled = True
    await speaker.synthesize("hello")
    await speaker.synthesize("hello")
    assert (voice.calls, cache.size()) == (3, 1)


def test_extra_is_copied_checked_and_inherited() -> None:
    extra = {"take": 1}
    speaker = CachedSynthesizer(Voice(), cache_key_extra=extra)
    key = speaker.key("hello")
    extra["take"] = 2
    assert (speaker.key("hello"), dict(speaker.cache_key_extra)) == (key, {"take": 1})
    assert CachedSynthesizer(speaker).key("hello") == key
    assert CachedSynthesizer(speaker, cache_key_extra={"more": 1}).key("hello") != key
    with pytest.raises(CacheKeyError, match=r"cache_key_extra\['a'\] is a bytes, which JSON cannot hold: b'x'"):
        CachedSynthesizer(Voice(), cache_key_extra={"a": b"x"})


@pytest.mark.parametrize("text", ["", " \n", "\ud800", 5])
async def test_a_text_that_cannot_be_spoken_is_refused_first(cache: AudioCache, text: Any) -> None:
    voice = Voice()
    for enabled in (True, False):
        with pytest.raises(TextError):
            await CachedSynthesizer(voice, cache=cache, enabled=enabled).synthesize(text)
    assert voice.calls == 0


async def test_what_is_no_audio_is_an_error(cache: AudioCache) -> None:
    class Wrong:
        async def synthesize(self, text: str) -> bytes:
            return b"audio"

    speaker = CachedSynthesizer(Wrong(), cache=cache)  # type: ignore[arg-type]
    with pytest.raises(SynthesisError, match="Wrong returned b'audio' for 'hello', not an Audio of russo"):
        await speaker.synthesize("hello")


async def test_a_synthesizer_that_is_not_async_says_so(cache: AudioCache) -> None:
    class Plain:
        def synthesize(self, text: str) -> Audio:
            return Audio(b"speech", "pcm")

    class Streaming:
        async def synthesize(self, text: str) -> AsyncIterator[Audio]:
            yield Audio(b"speech", "pcm")

    wrong: list[Any] = [Plain(), Streaming()]
    for synthesizer in wrong:
        with pytest.raises(SynthesisError) as raised:
            await CachedSynthesizer(synthesizer, cache=cache).synthesize("hello")
        assert str(raised.value).startswith(f"{type(synthesizer).__qualname__}.synthesize returned ")
        assert str(raised.value).endswith(", which cannot be awaited: write async def synthesize, with return")


async def test_offline_nobody_is_asked(cache: AudioCache) -> None:
    voice = Voice(voice="Kore")
    events: list[Event] = []
    speaker = CachedSynthesizer(voice, cache=cache, offline=True, observers=[events.append])
    with pytest.raises(CacheMissError) as caught:
        await speaker.synthesize("hello")
    key = speaker.key("hello")
    assert str(caught.value) == (
        f"offline, and 'hello' by voice is not in the cache {str(cache.cache_dir)!r} (key {key}): "
        "no entry of this text. Ask for it once where voice may be called, with offline=False"
    )
    speaker.offline = False
    await speaker.synthesize("hello")
    speaker.offline = True
    await speaker.synthesize("hello")
    assert voice.calls == 1
    assert [event.kind for event in events] == ["missed", "synthesized", "hit"]


async def test_refresh_makes_each_again_once(cache: AudioCache) -> None:
    voice = Voice()
    old = await CachedSynthesizer(voice, cache=cache).synthesize("hello")
    meta = next(cache.cache_dir.glob("*.meta"))
    os.utime(meta, (1000, 1000))
    speaker = CachedSynthesizer(voice, cache=cache, refresh_before=time.time() - 3600)
    new = await speaker.synthesize("hello")
    assert new != old
    assert [await speaker.synthesize("hello"), speaker.lookup("hello")] == [new, new]
    assert voice.calls == 2


async def test_a_refresh_that_fails_leaves_the_old_entry(cache: AudioCache) -> None:
    class Broken(Voice):
        async def synthesize(self, text: str) -> Audio:
            raise LookupError(text)

    old = await CachedSynthesizer(Voice(), cache=cache).synthesize("hello")
    with pytest.raises(LookupError, match="hello"):
        await CachedSynthesizer(Broken(), cache=cache, refresh_before=time.time() + 3600).synthesize("hello")
    assert CachedSynthesizer(Voice(), cache=cache).lookup("hello") == old
