"""The duration of compressed audio is determined once, and stored in the meta."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from russo import Audio, AudioCache

if TYPE_CHECKING:
    from pathlib import Path

READ = """
import sys
from russo import AudioCache
print(AudioCache(sys.argv[1]).get("a").duration)
print([name for name in ("av", "numpy", "soundfile") if name in sys.modules])
"""


@pytest.fixture
def mp3(tmp_path: Path) -> Audio:
    data = Audio(bytes(48_000), "pcm").save(tmp_path / "silence.mp3").read_bytes()
    return Audio.from_bytes(data)


def test_a_hit_does_not_decode(cache: AudioCache, mp3: Audio) -> None:
    duration = mp3.duration
    cache.put("a", mp3)
    done = subprocess.run(
        [sys.executable, "-c", READ, str(cache.cache_dir)], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [str(round(duration, 6)), "[]"]
    assert cache.get("a") == mp3
    assert cache.verify().damaged == ()


def test_an_entry_without_one_is_read_as_before(cache: AudioCache, mp3: Audio) -> None:
    unknown = Audio(mp3.data, "mp3", mp3.sample_rate, mp3.channels)
    cache.put("a", unknown)
    assert "duration" not in json.loads((cache.cache_dir / "a.meta").read_bytes())
    found = cache.get("a")
    assert found == mp3
    assert found.duration == pytest.approx(mp3.duration)
