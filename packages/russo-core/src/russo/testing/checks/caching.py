"""Checks that a synthesizer works with the cache: equal requests make one call, and different ones another."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from ...cache import AudioCache
from ...errors import CacheKeyError
from ...keys.identity import fields_of
from ...synthesis.cached import CachedSynthesizer
from .base import Subject

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ...audio import Audio
    from ...synthesizer import Synthesizer


class CachingChecks(Subject):
    """The synthesizer inside a CachedSynthesizer."""

    def test_the_cache_calls_it_once(self, tmp_path: Path) -> None:
        """Two equal requests make one call, and each change of an option makes another one.

        To fix: ``cache_fields`` must be the same before and after a call: resolve every setting when the object is
        made, not when it speaks.
        """
        cache = AudioCache(tmp_path)
        counted = _Counted(self.make())
        assert self._calls(counted, cache) == 1, "two equal requests must make one call"
        for option in self.varies:
            synthesizers = self.make_varied(option)
            if len({repr(dict(fields_of(one))) for one in synthesizers}) == 1:
                continue  # test_each_option_changes_the_fields fails
            changed = AudioCache(tmp_path / option)
            calls = [self._calls(_Counted(one), changed) for one in synthesizers]
            assert calls == [1, 1], f"each value of {option!r} must make one call"

    def _calls(self, synthesizer: _Counted, cache: AudioCache) -> int:
        cached = CachedSynthesizer(synthesizer, cache=cache)
        try:
            first = asyncio.run(cached.synthesize(self.text))
            second = asyncio.run(cached.synthesize(self.text))
        except CacheKeyError as error:
            pytest.skip(f"test_fields_are_json fails: {error}")
        assert first.data == second.data or synthesizer.calls > 1
        return synthesizer.calls


class _Counted:
    """A synthesizer that counts its calls."""

    def __init__(self, synthesizer: Synthesizer) -> None:
        self._synthesizer = synthesizer
        self.calls = 0

    @property
    def provider(self) -> Any:
        return getattr(self._synthesizer, "provider", None)

    @property
    def revision(self) -> Any:
        return getattr(self._synthesizer, "revision", None)

    @property
    def cache_fields(self) -> Mapping[str, Any]:
        return fields_of(self._synthesizer)

    async def synthesize(self, text: str) -> Audio:
        self.calls += 1
        return await self._synthesizer.synthesize(text)
