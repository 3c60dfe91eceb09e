from __future__ import annotations

import math
from array import array
from typing import TYPE_CHECKING

import pytest

from russo import Audio, AudioCache
from russo.report import Heard

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Say = Callable[..., Heard]


def tone(hertz: float, seconds: float = 1.0) -> Audio:
    """A tone that grows from silence."""
    number = int(24000 * seconds)
    samples = (int(20000 * n / number * math.sin(2 * math.pi * hertz * n / 24000)) for n in range(number))
    return Audio(array("h", samples).tobytes(), "pcm")


@pytest.fixture
def say(tmp_path: Path) -> Say:
    """Cache a tone as the recording of a text."""
    cache = AudioCache(tmp_path / "cache")

    def keep(
        text: str,
        *,
        hertz: float = 440,
        seconds: float = 1.0,
        provider: str = "acme",
        voice: str = "anna",
        condition: str = "",
        hearing=None,
    ) -> Heard:
        key = cache.cache_key(text, provider=provider, voice=voice)
        fields = {"identity": {"provider": provider}, "fields": {"voice": voice}}
        cache.put(key, tone(hertz, seconds), prompt="", key_fields=fields, hearing=hearing)
        by = f"{provider}, voice {voice!r}" + (f" under {condition!r}" if condition else "")
        path = str(cache.cache_dir / f"{key}.audio")
        return Heard(
            text, by, "from the cache", seconds, path, condition, provider=provider, voice=voice, price="$0.0010"
        )

    return keep
