from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from russo import Audio, AudioCache
from russo.errors import AudioError, CacheKeyError, NoAudioError

if TYPE_CHECKING:
    from pathlib import Path

AUDIOS = st.builds(
    Audio,
    data=st.binary(min_size=1, max_size=5000),
    format=st.sampled_from(["wav", "pcm", "mp3", "ogg", "flac", "ulaw", "alaw", "aac"]) | st.text(max_size=5),
    sample_rate=st.integers(-1, 10**6),
    channels=st.integers(0, 8),
    sample_width=st.integers(0, 4),
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=50)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(audio=AUDIOS, prompt=TEXTS, fields=st.dictionaries(TEXTS, TEXTS | st.integers() | st.none()))
def test_everything_comes_back(cache: AudioCache, audio: Audio, prompt: str, fields: dict[str, object]) -> None:
    key = cache.cache_key(prompt)
    cache.put(key, audio, prompt=prompt, key_fields=fields)
    assert cache.get(key) == audio
    (entry,) = [entry for entry in cache.entries() if entry.key == key]
    assert (entry.prompt, entry.key_fields, entry.size) == (prompt, fields, len(audio.data))


def test_an_entry_is_two_files(cache: AudioCache, audio: Audio) -> None:
    cache.put("abc123", audio, prompt="grüß dich", key_fields={"fields": {"voice": "Kore"}})
    assert cache.cache_dir.joinpath("abc123.audio").read_bytes() == audio.data
    meta = json.loads(cache.cache_dir.joinpath("abc123.meta").read_text(encoding="utf-8"))
    assert meta.pop("audio") != meta.pop("checksum")
    assert meta == {
        "schema": 1,
        "format": "pcm",
        "sample_rate": 16000,
        "channels": 2,
        "sample_width": 3,
        "length": 1024,
        "prompt": "grüß dich",
        "key_fields": {"fields": {"voice": "Kore"}},
    }
    shared = sorted(path.name for path in cache.cache_dir.iterdir())
    assert shared == [".local", "CACHEDIR.TAG", "abc123.audio", "abc123.meta"]
    assert cache.cache_dir.joinpath(".local", ".gitignore").read_text() == "*\n"
    tag = cache.cache_dir.joinpath("CACHEDIR.TAG").read_text()
    assert tag.startswith("Signature: 8a477f597d28d172789f06886806bc55\n")


def test_the_same_entry_is_the_same_bytes_everywhere(tmp_path: Path, audio: Audio) -> None:
    metas = set()
    for folder in ("a", "b"):
        AudioCache(tmp_path / folder).put("abc123", audio, prompt="hello")
        metas.add((tmp_path / folder / "abc123.meta").read_bytes())
    assert len(metas) == 1


def test_a_hit_rewrites_nothing(cache: AudioCache, audio: Audio) -> None:
    cache.put("abc123", audio)
    before = [(path, path.stat().st_mtime_ns, path.stat().st_ino) for path in cache.cache_dir.glob("abc123.*")]
    assert cache.get("abc123") == audio
    assert [(path, path.stat().st_mtime_ns, path.stat().st_ino) for path, _, _ in before] == before


def test_large_audio(cache: AudioCache) -> None:
    audio = Audio(bytes(range(256)) * (20 * 4096), "pcm")
    cache.put("abc123", audio)
    assert cache.get("abc123") == audio


async def test_large_audio_in_an_event_loop(cache: AudioCache) -> None:
    audio = Audio(bytes(range(256)) * (40 * 1024), "pcm")
    await cache.aput("abc123", audio)
    assert await cache.aget("abc123") == audio


def test_an_entry_is_replaced(cache: AudioCache, audio: Audio) -> None:
    cache.put("abc123", audio, prompt="old")
    cache.put("abc123", Audio(b"\1\2", "pcm"), prompt="new")
    assert cache.get("abc123") == Audio(b"\1\2", "pcm")
    assert cache.size() == 1


def test_the_folder_may_be_a_str_and_is_made_late(tmp_path: Path, audio: Audio) -> None:
    cache = AudioCache(str(tmp_path / "a" / "b"))
    assert cache.cache_dir == tmp_path / "a" / "b"
    assert (cache.get("abc123"), cache.size(), list(cache.entries())) == (None, 0, [])
    cache.clear()
    assert cache.prune(max_bytes=0).keys == ()
    assert not (tmp_path / "a").exists()
    cache.put("abc123", audio)
    assert cache.get("abc123") == audio


def test_the_folder_may_be_deleted_at_any_time(cache: AudioCache, audio: Audio) -> None:
    import shutil

    for _ in range(2):
        cache.put("abc123", audio)
        assert cache.get("abc123") == audio
        shutil.rmtree(cache.cache_dir)
        assert cache.get("abc123") is None


def test_nothing_empty_and_nothing_unwritable_is_kept(cache: AudioCache) -> None:
    with pytest.raises(NoAudioError, match="refusing to keep audio of 0 bytes under 'abc123'"):
        cache.put("abc123", Audio(b""))
    with pytest.raises(CacheKeyError, match="the entry 'abc123' cannot be written as JSON"):
        cache.put("abc123", Audio(b"1"), prompt="\ud800")
    with pytest.raises(CacheKeyError, match="the entry 'abc123' cannot be written as JSON"):
        cache.put("abc123", Audio(b"1"), key_fields={"a": object()})
    with pytest.raises(AudioError, match="its rate, channels and width must be int"):
        cache.put("abc123", Audio(b"1", sample_rate=24000.0))  # type: ignore[arg-type]
    assert cache.size() == 0


def test_what_was_kept_before_a_moment_can_be_left_out(cache: AudioCache, audio: Audio) -> None:
    cache.put("abc123", audio)
    kept = cache.cache_dir.joinpath("abc123.meta").stat().st_mtime
    assert cache.get("abc123", kept_since=kept) == audio
    assert cache.get("abc123", kept_since=kept + 1) is None
