"""A synthesizer that rewrites texts: the key holds the text that is really spoken."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from russo import Audio, AudioCache, CachedSynthesizer
from russo.errors import CacheKeyError

if TYPE_CHECKING:
    from pathlib import Path


class Reader:
    provider = "reader"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def spoken_text(self, text: str) -> Any:
        return text.replace("&", "and")

    async def synthesize(self, text: str) -> Audio:
        self.asked.append(text)
        return Audio(bytes(480), "pcm")


class Plain:
    provider = "reader"
    spoken_text = "no method"

    async def synthesize(self, text: str) -> Audio:
        return Audio(bytes(480), "pcm")


@pytest.mark.parametrize("wrappers", [1, 2])
def test_two_texts_that_sound_alike_are_one_entry(tmp_path: Path, wrappers: int) -> None:
    reader = Reader()
    speaker: Any = reader
    for _ in range(wrappers):
        speaker = CachedSynthesizer(speaker, cache=AudioCache(tmp_path))

    asyncio.run(speaker.synthesize("this & that"))
    asyncio.run(speaker.synthesize("this and that"))

    assert reader.asked == ["this & that"]
    assert speaker.spoken("this & that") == "this and that"
    assert speaker.key("this & that") == CachedSynthesizer(Plain()).key("this and that")
    (meta,) = tmp_path.glob("*.meta")
    assert json.loads(meta.read_text(encoding="utf-8"))["prompt"] == "this and that"


def test_what_is_no_method_rewrites_nothing() -> None:
    assert CachedSynthesizer(Plain()).spoken("this & that") == "this & that"


def test_a_method_that_gives_no_text_is_named() -> None:
    class Broken(Reader):
        def spoken_text(self, text: str) -> Any:
            return 5

    with pytest.raises(CacheKeyError, match=r"^a text must be a str, not int: 5$"):
        CachedSynthesizer(Broken()).key("hello")
