from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING, Any

import pytest

from russo import Audio, AudioCache, CachedSynthesizer
from russo.cache.why import explain

if TYPE_CHECKING:
    from pathlib import Path

SOUND = Audio(bytes(480), "pcm")


class Acme:
    provider = "acme"

    def __init__(self, **fields: Any) -> None:
        self.cache_fields = {"voice": "Kore", "model": "m-1", **fields}

    async def synthesize(self, text: str) -> Audio:
        return SOUND


def wanted(**fields: Any) -> dict[str, Any]:
    return {"identity": {"provider": "acme"}, "fields": {"voice": "Kore", "model": "m-1", **fields}}


@pytest.fixture
async def cache(tmp_path: Path) -> AudioCache:
    cache = AudioCache(tmp_path)
    for text in ("Book a table for two people, please.", 'Say "hi"\nGrüße 🎉', "Goodbye"):
        await CachedSynthesizer(Acme(), cache=cache).synthesize(text)
    await CachedSynthesizer(Acme(voice="Puck", model="m-2"), cache=cache).synthesize("Goodbye")
    return cache


@pytest.mark.parametrize(
    ("text", "fields", "why"),
    [
        ("Goodbye", {"voice": "Leda"}, "voice: 'Kore' -> 'Leda'"),
        ("Goodbye", {"model": "m-2"}, "model: 'm-1' -> 'm-2'"),
        ("Goodbye", {"voice": "Leda", "model": "m-3"}, "model: 'm-1' -> 'm-3'; voice: 'Kore' -> 'Leda'"),
        ("Goodbye", {"speed": 1.5}, "speed: (none) -> 1.5"),
        ('Say "hi"\nGrüße 🎉', {"voice": "Leda"}, "voice: 'Kore' -> 'Leda'"),
        ("Book a table for three people, please.", {}, "text: Book a table for [-two-]{+three+} people, please."),
        ("Book a table for two people.", {"voice": "x"}, "text: Book a table for two people[-, please-].; voice: 'Kore' -> 'x'"),
        ("Something else entirely", {}, "no entry of this text"),
        ("!", {}, "no entry of this text"),
    ],
)  # fmt: skip
def test_what_differs_from_the_nearest_entry(cache: AudioCache, text: str, fields: dict[str, Any], why: str) -> None:
    lead_in = "" if why.startswith("no entry") else "the nearest entry differs in "
    assert str(explain(cache, text, wanted(**fields))) == lead_in + why


def test_what_is_not_stated_may_be_anything(cache: AudioCache) -> None:
    stated = {"identity": {"provider": "acme"}, "fields": {"voice": "Leda"}}
    assert (
        str(explain(cache, "Goodbye", stated, only_stated=True))
        == "the nearest entry differs in voice: 'Kore' -> 'Leda'"
    )


def test_another_extra(cache: AudioCache) -> None:
    why = str(explain(cache, "Goodbye", wanted() | {"extra": {"take": 2}}))
    assert why == "the nearest entry differs in extra.take: (none) -> 2"


@pytest.mark.parametrize("only_stated", [False, True])
def test_of_an_entry_of_another_provider_that_is_all_there_is_to_say(cache: AudioCache, *, only_stated: bool) -> None:
    asked = {"identity": {"provider": "other"}, "fields": {"voice": "Leda", "rate": 5}, "extra": {"take": 2}}
    why = explain(cache, "Goodbye", asked, only_stated=only_stated)
    assert str(why) == "the nearest entry differs in provider: 'acme' -> 'other'"


async def test_an_entry_of_the_same_provider_is_nearer_whatever_else_differs(cache: AudioCache) -> None:
    class Other(Acme):
        provider = "other"

    await CachedSynthesizer(Other(), cache=cache).synthesize('Say "hi"\nGrüße 🎉')
    why = explain(cache, 'Say "hi"\nGrüße 🎉', wanted(voice="Leda", model="m-3", speed=2))
    assert why.differences == ("model: 'm-1' -> 'm-3'", "speed: (none) -> 2", "voice: 'Kore' -> 'Leda'")


def test_an_entry_that_is_damaged(cache: AudioCache) -> None:
    key = CachedSynthesizer(Acme(), cache=cache).key("Goodbye")
    (cache.cache_dir / f"{key}.audio").write_bytes(b"x")
    found = explain(cache, "Goodbye", wanted())
    assert (str(found), found.differences, found.key) == ("the entry is damaged, or of another schema", (), key)


def test_hostile_metas_are_passed_over(cache: AudioCache) -> None:
    (cache.cache_dir / "a.meta").write_bytes(b'{\n "prompt": "\\ud800 half,\n"}')
    (cache.cache_dir / "b.meta").write_bytes(b"\xff\xfe" * 100)
    (cache.cache_dir / "c.meta").mkdir()
    (cache.cache_dir / "d.meta").write_bytes(b'[\n "prompt": "Goodbye",\n "key_fields": 5]')
    (cache.cache_dir / "e.meta").write_bytes(b'{\n "prompt": ' + b"[" * 100_000 + b"\n}")
    assert (
        str(explain(cache, "Goodbye", wanted(voice="Leda"))) == "the nearest entry differs in voice: 'Kore' -> 'Leda'"
    )


@pytest.mark.parametrize("part", ["identity", "fields", "extra", "plugins"])
@pytest.mark.parametrize("value", ["5", "null", '"abc"', "[1]"])
def test_a_meta_whose_fields_are_none(tmp_path: Path, part: str, value: str) -> None:
    meta = f'{{\n "prompt": "Goodbye",\n "key_fields": {{"{part}": {value}}}\n}}'
    (tmp_path / "a.meta").write_text(meta)
    assert explain(AudioCache(tmp_path), "Goodbye", {"fields": {"voice": "Leda"}}).differences == (
        "voice: (none) -> 'Leda'",
    )


def test_of_a_very_large_cache_a_part_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from russo.cache import why

    monkeypatch.setattr(why, "_AT_LEAST", 2)
    monkeypatch.setattr(why, "_SECONDS", 0.0)
    cache = AudioCache(tmp_path)
    for number in range(5):
        cache.put(f"{number:064}", Audio(bytes(480), "pcm"), prompt="hello", key_fields={"fields": {"voice": "a"}})
    found = explain(cache, "hello", {"fields": {"voice": "b"}})
    assert (found.differences, found.among) == (("voice: 'a' -> 'b'",), 2)
    assert str(found) == (
        "the nearest entry differs in voice: 'a' -> 'b' (only 2 entries were compared within a second)"
    )


@pytest.mark.parametrize(
    ("kept", "asked", "told"),
    [
        ("ha " * 10_000 + "ho", "ha " * 10_000 + "hi", f"text: ...{('ha ' * 67)[-200:]}[-ho-]{{+hi+}}"),
        ("x" + "y" * 30_000, "z" + "y" * 30_000, None),
        ("ab " * 10_000, "ba " * 10_000, None),
    ],
)
def test_long_texts_are_compared_in_a_moment(tmp_path: Path, kept: str, asked: str, told: str | None) -> None:
    cache = AudioCache(tmp_path)
    cache.put("0" * 64, Audio(bytes(480), "pcm"), prompt=kept)
    found = explain(cache, asked, {})
    assert found.key == "0" * 64
    assert len(str(found)) < 1000
    assert told is None or found.differences[0] == told


def test_texts_of_another_length_are_not_remembered(tmp_path: Path) -> None:
    cache = AudioCache(tmp_path)
    for number in range(12):
        cache.put(f"{number:064x}", SOUND, prompt="ha " * 600_000)
    cache.put("near", SOUND, prompt="hello there")
    tracemalloc.start()
    try:
        told = str(explain(cache, "hello here", {}))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert told.startswith("the nearest entry differs in text: hello [-there-]{+here+}")
    assert most < 12 * 1024 * 1024


@pytest.mark.parametrize("copy", ["{} (1)", "Kopie von {}", "{}~"])
def test_a_copy_that_somebody_has_made_is_not_an_entry(cache: AudioCache, copy: str) -> None:
    text = "Book a table for two people, please."
    key = CachedSynthesizer(Acme(), cache=cache).key(text)
    for ending in (".audio", ".meta"):
        (cache.cache_dir / f"{key}{ending}").rename(cache.cache_dir / f"{copy.format(key)}{ending}")
    assert str(explain(cache, text, wanted())) == "no entry of this text"
