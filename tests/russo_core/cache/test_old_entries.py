from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

import pytest

from russo import Audio, AudioCache, CachedSynthesizer
from russo.errors import CacheWriteError

if TYPE_CHECKING:
    from pathlib import Path

OLD = "0a1b2c3d4e5f6a7b8c9d0e1f"


def write_old(cache: AudioCache, **fields: object) -> None:
    cache.cache_dir.mkdir(parents=True, exist_ok=True)
    (cache.cache_dir / f"{OLD}.audio").write_bytes(b"\1\2\3\4")
    meta = {"format": "pcm", "sample_rate": 24000, "prompt": "hello"} | fields
    (cache.cache_dir / f"{OLD}.meta").write_text(json.dumps(meta))


def test_what_0_3_3_has_kept_is_served(cache: AudioCache) -> None:
    write_old(cache)
    assert cache.get(OLD) == Audio(b"\1\2\3\4", "pcm", 24000)
    assert cache.size() == 1
    (entry,) = cache.entries()
    assert (entry.prompt, entry.sealed, entry.provider) == ("hello", False, None)
    verified = cache.verify()
    assert (verified.sound, verified.unsealed, verified.damaged) == (1, (OLD,), ())


@pytest.mark.parametrize("fields", [{"channels": 1}, {"checksum": "0" * 32}, {"sample_rate": 0}, {"prompt": None}])
def test_only_exactly_that(cache: AudioCache, fields: dict[str, object]) -> None:
    write_old(cache, **fields)
    assert cache.get(OLD) is None


def test_empty_audio_of_0_3_3_is_a_miss(cache: AudioCache) -> None:
    write_old(cache)
    (cache.cache_dir / f"{OLD}.audio").write_bytes(b"")
    assert cache.get(OLD) is None


@pytest.mark.parametrize("schema", [3, 99])
def test_a_newer_schema_is_a_miss_and_is_not_overwritten(cache: AudioCache, audio: Audio, schema: int) -> None:
    write_old(cache, schema=schema)
    before = (cache.cache_dir / f"{OLD}.meta").read_bytes()
    assert cache.get(OLD) is None
    with pytest.raises(CacheWriteError, match=f"the entry '{OLD}' in .* was made by a newer russo: upgrade russo-core"):
        cache.put(OLD, audio)
    assert (cache.cache_dir / f"{OLD}.meta").read_bytes() == before
    assert cache.verify().damaged[0].reason == "it was made by a newer russo"


def test_a_schema_number_that_was_damaged_is_repaired(cache: AudioCache, audio: Audio) -> None:
    cache.put(OLD, audio)
    path = cache.cache_dir / f"{OLD}.meta"
    path.write_bytes(path.read_bytes().replace(b'"schema": 1', b'"schema": 3'))
    assert cache.get(OLD) is None
    cache.put(OLD, audio)
    assert cache.get(OLD) == audio


async def test_a_newer_entry_costs_a_call_and_a_warning(
    cache: AudioCache, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    class Beep:
        provider = "beep"

        async def synthesize(self, text: str) -> Audio:
            return Audio(b"beep", "pcm")

    speaker = CachedSynthesizer(Beep(), cache=cache)
    cache.cache_dir.mkdir(parents=True)
    meta = cache.cache_dir / f"{speaker.key('hello')}.meta"
    meta.write_text('{"schema": 3, "new": true}')
    with caplog.at_level(logging.WARNING, "russo.cache"):
        assert await speaker.synthesize("hello") == Audio(b"beep", "pcm")
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "was made by a newer russo" in caplog.text
    assert meta.read_text() == '{"schema": 3, "new": true}'
