from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from russo import Audio, AudioCache

FOREIGN = {
    "song.audio": b"la la",
    "song.meta": b'{"fileFormatVersion": 2}',
    "notes.meta": b"guid: 123",
    "lonely.audio": b"...",
    "pair.audio": b"x",
    "pair.meta": b'{"format": "pcm", "sample_rate": 24000, "prompt": "", "mine": 1}',
    "no key.audio": b"x",
    "no key.meta": b'{"format": "pcm", "sample_rate": 24000, "prompt": "as russo 0.3.3 wrote it"}',
    "README": b"read me",
    f"{'a' * 63}.audio": b"one digit is missing",
    f"{'A' * 64}.meta": b"these are no digits of ours",
}


def test_what_is_not_ours_stays(cache: AudioCache, audio: Audio) -> None:
    cache.cache_dir.mkdir(parents=True)
    for name, content in FOREIGN.items():
        (cache.cache_dir / name).write_bytes(content)
    cache.put("0" * 64, audio)
    cache.put("mine", audio)
    (cache.cache_dir / f"{'1' * 64}.audio").write_bytes(b"half of an entry")
    (cache.cache_dir / f"{'2' * 64}.meta").write_bytes(b"the other half")
    assert cache.size() == 2
    assert [entry.key for entry in cache.entries()] == ["0" * 64, "mine"]
    assert cache.prune(max_bytes=0).keys == ("0" * 64, "mine")
    cache.put("mine", audio)
    cache.clear()
    assert cache.size() == 0
    left = {path.name: path.read_bytes() for path in cache.cache_dir.iterdir() if path.is_file()}
    assert left == FOREIGN  # and no tag that would make backup tools skip them


def test_folders_that_look_like_entries_stay(cache: AudioCache, audio: Audio) -> None:
    cache.put("0" * 64, audio)
    (cache.cache_dir / f"{'1' * 64}.audio").mkdir()
    (cache.cache_dir / f"{'1' * 64}.meta").mkdir()
    cache.clear()
    assert (cache.cache_dir / f"{'1' * 64}.audio").is_dir()
    assert not (cache.cache_dir / f"{'0' * 64}.audio").exists()


def test_nobody_gets_a_gitignore_or_a_second_tag(cache: AudioCache, audio: Audio) -> None:
    cache.cache_dir.mkdir(parents=True)
    (cache.cache_dir / "CACHEDIR.TAG").write_text("mine")
    cache.put("0" * 64, audio)
    assert (cache.cache_dir / "CACHEDIR.TAG").read_text() == "mine"
    assert not (cache.cache_dir / ".gitignore").exists()


def test_a_folder_of_nothing_but_speech_gets_a_tag(cache: AudioCache, audio: Audio) -> None:
    cache.cache_dir.mkdir(parents=True)
    for name in (".gitattributes", f"{'1' * 64}.audio", f"{'1' * 64}.meta"):
        (cache.cache_dir / name).touch()
    cache.put("0" * 64, audio)
    assert (cache.cache_dir / "CACHEDIR.TAG").read_bytes().startswith(b"Signature: ")


def test_a_name_that_is_no_text(cache: AudioCache, audio: Audio) -> None:
    cache.put("0" * 64, audio)
    sealed = (cache.cache_dir / f"{'0' * 64}.meta").read_bytes()
    foreign = [cache.cache_dir / f"odd\udcff{ending}" for ending in (".audio", ".meta")]
    with suppress(OSError):  # macOS has no such names
        foreign[0].write_bytes(audio.data)
        foreign[1].write_bytes(sealed)
    there = [path for path in foreign if path.exists()]
    assert cache.size() == 1
    assert cache.stats().entries == 1
    assert [entry.key for entry in cache.entries()] == ["0" * 64]
    assert cache.verify().damaged == ()
    assert cache.prune(max_bytes=0).keys == ("0" * 64,)
    cache.clear()
    assert [path for path in foreign if path.exists()] == there
