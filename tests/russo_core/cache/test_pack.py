"""Entries that are stored as FLAC, and returned with their original bytes."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest

import forked
from russo import Audio, AudioCache
from russo.errors import CacheWriteError

if TYPE_CHECKING:
    from pathlib import Path

SAMPLES = (np.sin(np.arange(48000) * 0.06) * 12000).astype("<i2").tobytes()
WAV = Audio(SAMPLES, "pcm", 22050, 2).to_wav()
FIELDS = {"identity": {"provider": "acme"}}


@pytest.fixture
def cache(tmp_path: Path) -> AudioCache:
    cache = AudioCache(tmp_path / "cache")
    cache.put("wav", WAV, prompt="hello", key_fields=FIELDS)
    return cache


def test_a_packed_entry_is_smaller_and_gives_back_the_same_audio(cache: AudioCache) -> None:
    packed = cache.pack("wav")
    assert packed is not None
    assert packed.before == len(WAV.data)
    assert packed.after == (cache.cache_dir / "wav.audio").stat().st_size < packed.before * 0.7
    assert (cache.cache_dir / "wav.audio").read_bytes()[:4] == b"fLaC"
    assert cache.get("wav") == WAV
    assert cache.verify().sound == 1
    assert [(entry.prompt, entry.key_fields) for entry in cache.entries()] == [("hello", FIELDS)]
    assert cache.pack("wav") is None


@pytest.mark.parametrize("audio", [Audio(SAMPLES, "ulaw", 8000, 1, 1), Audio(b"ID3 whatever", "mp3"), Audio(b"no wav")])
def test_what_does_not_become_smaller_stays(cache: AudioCache, audio: Audio) -> None:
    cache.put("other", audio)
    assert cache.pack("other") is None
    assert cache.get("other") == audio
    assert cache.pack("not-there") is None


@pytest.mark.parametrize("name", ["wav.audio", "wav.meta"])
def test_a_packed_entry_that_is_damaged_is_a_miss_and_repaired(cache: AudioCache, name: str) -> None:
    short = Audio(SAMPLES[:8000], "pcm", 22050, 2).to_wav()
    cache.put("wav", short, prompt="hello", key_fields=FIELDS)
    assert cache.pack("wav") is not None
    path = cache.cache_dir / name
    whole = path.read_bytes()
    for position in range(0, len(whole), max(1, len(whole) // 150)):
        path.write_bytes(whole[:position] + bytes([whole[position] ^ 1]) + whole[position + 1 :])
        assert cache.get("wav") is None, position
        cache.put("wav", short)
        assert cache.get("wav") == short
        cache.put("wav", short, prompt="hello", key_fields=FIELDS)
        cache.pack("wav")
        assert path.read_bytes() == whole


def test_an_entry_of_a_newer_russo_is_left_alone(cache: AudioCache) -> None:
    cache.pack("wav")
    meta = cache.cache_dir / "wav.meta"
    newer = json.loads(meta.read_text()) | {"schema": 3, "checksum": "of another kind"}
    meta.write_text(json.dumps(newer, indent=1))
    assert cache.get("wav") is None
    with pytest.raises(CacheWriteError, match="was made by a newer russo"):
        cache.put("wav", WAV)


def test_the_command(cache: AudioCache) -> None:
    cache.put("mp3", Audio(b"ID3 whatever", "mp3"))

    def russo(*arguments: str) -> str:
        command = [sys.executable, "-m", "russo", "cache", "pack", "--cache-dir", str(cache.cache_dir), *arguments]
        done = forked.run(command, text=True)
        return done.stdout + done.stderr

    assert russo() == "russo: choose how to pack: give --flac\n"
    assert russo("--flac").startswith("packed 1 of 2 entries: 96.0 KB before, ")
    assert russo("--flac").startswith("packed 0 of 2 entries: ")
    assert cache.get("wav") == WAV
