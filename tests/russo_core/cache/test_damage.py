from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING

import pytest
import xxhash
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from russo import Audio, AudioCache

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KEY = "0" * 64
OTHER = "1" * 64
QUIET = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)


@pytest.fixture
def files(cache: AudioCache, audio: Audio) -> tuple[Path, Path]:
    cache.put(KEY, audio, prompt="hello")
    cache.put(OTHER, Audio(bytes(reversed(audio.data)), "pcm", 8000), prompt="other")
    return cache.cache_dir / f"{KEY}.audio", cache.cache_dir / f"{KEY}.meta"


def nested(levels: int) -> object:
    value: object = 1
    for _ in range(levels):
        value = {"a": value}
    return value


def missed_and_repaired(cache: AudioCache, audio: Audio) -> None:
    assert cache.get(KEY) is None
    cache.put(KEY, audio, prompt="hello")
    assert cache.get(KEY) == audio
    assert cache.verify().damaged == ()


@QUIET
@given(data=st.data())
def test_any_byte_changed(files: tuple[Path, Path], cache: AudioCache, audio: Audio, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(files))
    cache.put(KEY, audio, prompt="hello")
    content = bytearray(path.read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(content)
    assert cache.get(KEY) in (None, audio)
    cache.put(KEY, audio, prompt="hello")
    assert cache.get(KEY) == audio


@QUIET
@given(data=st.data())
def test_any_cut_or_growth(files: tuple[Path, Path], cache: AudioCache, audio: Audio, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(files))
    cache.put(KEY, audio, prompt="hello")
    content = path.read_bytes()
    cut = content[: data.draw(st.integers(0, len(content) - 1))] + data.draw(st.binary(max_size=3))
    path.write_bytes(cut)
    assert cache.get(KEY) in ((audio,) if cut == content else (None,))


def test_an_entry_is_there_if_its_audio_has_the_size_of_its_meta(
    files: tuple[Path, Path], cache: AudioCache, audio: Audio
) -> None:
    assert (cache.has(KEY), cache.has("2" * 64)) == (True, False)
    data = files[0].read_bytes()
    files[0].write_bytes(bytes(len(data)))
    assert (cache.has(KEY), cache.get(KEY)) == (True, None)
    files[0].write_bytes(data[:-1])
    assert not cache.has(KEY)
    files[0].unlink()
    assert not cache.has(KEY)
    cache.put(KEY, audio)
    files[1].write_bytes((cache.cache_dir / f"{OTHER}.meta").read_bytes())
    assert not cache.has(KEY)
    files[1].unlink()
    assert not cache.has(KEY)


@QUIET
@given(junk=st.binary(max_size=300) | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(
    lambda value: json.dumps(value).encode()
))  # fmt: skip
def test_any_meta(files: tuple[Path, Path], cache: AudioCache, junk: bytes) -> None:
    files[1].write_bytes(junk)
    assert cache.get(KEY) is None


@pytest.mark.parametrize(
    "meta",
    [
        b"[]", b"null", b"", b"\xff\xfe", b"{}", b"[" * 100_000, b'{"a":' * 100_000, b" " * 50_000_000,
        b'{"format": "pcm", "sample_rate": null, "prompt": ""}', b'{"format": "pcm", "sample_rate": 24000}',
        b'{"format": [], "sample_rate": 24000, "prompt": ""}', b'{"format": "pcm", "sample_rate": true, "prompt": ""}',
        b'{"format": "pcm", "sample_rate": 24000, "prompt": "", "channels": 1}', b'{"schema": 1e999}',
        b'{"format": "pcm", "sample_rate": ' + b"9" * 5000 + b', "prompt": ""}',
    ],
)  # fmt: skip
def test_a_meta_that_is_none(files: tuple[Path, Path], cache: AudioCache, audio: Audio, meta: bytes) -> None:
    files[1].write_bytes(meta)
    missed_and_repaired(cache, audio)


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"16000", b"24000"), (b'"channels": 2', b'"channels": 1'), (b'"pcm"', b'"wav"'), (b"hello", b"jello")],
)
def test_an_edited_meta(files: tuple[Path, Path], cache: AudioCache, audio: Audio, old: bytes, new: bytes) -> None:
    meta = files[1].read_bytes()
    assert old in meta
    files[1].write_bytes(meta.replace(old, new))
    missed_and_repaired(cache, audio)


@pytest.mark.parametrize(
    ("name", "value", "outcome"),
    [
        ("schema", "1", "miss"),
        ("format", 5, "miss"),
        ("sample_rate", "fast", "miss"),
        ("length", "many", "miss"),
        ("length", -1, "miss"),
        ("length", [480], "miss"),
        ("length", 10**30, "miss"),
        ("audio", None, "miss"),
        ("schema", [], "miss"),
        ("sample_rate", 10**17, "miss"),
        ("length", 2**40, "miss"),
        ("prompt", 5, "miss"),
        ("key_fields", [{"a": 1}], "miss"),
        ("key_fields", {"fields": nested(400)}, "miss"),
        ("duration", "long", "miss"),
        ("duration", -1.0, "miss"),
        ("duration", float("nan"), "miss"),
        ("key_fields", {"identity": 5}, "hit"),
        ("key_fields", {"fields": nested(20)}, "hit"),
    ],
)
def test_nonsense_with_the_right_checksum(
    files: tuple[Path, Path], cache: AudioCache, audio: Audio, name: str, value: object, outcome: str
) -> None:
    meta = json.loads(files[1].read_bytes())
    del meta["checksum"]
    fields = {"duration": value, **meta} if name == "duration" else {**meta, name: value}
    head = json.dumps(fields, indent=1).encode().removesuffix(b"\n}") + b",\n "
    seal = xxhash.xxh3_128_hexdigest(KEY.encode() + b"\0" + head)
    files[1].write_bytes(head + b'"checksum": "' + seal.encode() + b'"\n}\n')
    assert cache.get(KEY) == (audio if outcome == "hit" else None)
    listed = {entry.key: (entry.prompt, entry.provider) for entry in cache.entries()}
    assert listed.get(KEY) == (("hello", None) if outcome == "hit" else None)
    assert len(cache.verify().damaged) == (outcome == "miss")
    assert cache.stats().entries == len(listed)


def test_the_meta_of_another_entry(files: tuple[Path, Path], cache: AudioCache, audio: Audio) -> None:
    shutil.copy(cache.cache_dir / f"{OTHER}.meta", files[1])
    missed_and_repaired(cache, audio)


def test_the_pair_of_another_entry(files: tuple[Path, Path], cache: AudioCache, audio: Audio) -> None:
    for path in files:
        shutil.copy(cache.cache_dir / f"{OTHER}{path.suffix}", path)
    missed_and_repaired(cache, audio)


def test_a_meta_that_promises_more_than_memory_holds(cache: AudioCache, audio: Audio) -> None:
    import xxhash

    cache.put(KEY, audio)
    path = cache.cache_dir / f"{KEY}.meta"
    head, mark, _ = path.read_bytes().replace(b'"length": 1024', b'"length": 1%015d' % 0).rpartition(b'"checksum": "')
    seal = xxhash.xxh3_128_hexdigest(KEY.encode() + b"\0" + head).encode()
    path.write_bytes(head + mark + seal + b'"\n}\n')
    missed_and_repaired(cache, audio)


def test_line_ends_that_git_has_changed(files: tuple[Path, Path], cache: AudioCache, audio: Audio) -> None:
    files[1].write_bytes(files[1].read_bytes().replace(b"\n", b"\r\n"))
    assert cache.get(KEY) == audio
    assert cache.verify().damaged == ()


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "inside").touch()


def link(path: Path) -> None:
    target = path.with_suffix(".elsewhere")
    path.rename(target)
    path.symlink_to(target)


def link_to_itself(path: Path) -> None:
    path.unlink()
    path.symlink_to(path)


def link_to_a_device(path: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/zero")


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def device(path: Path) -> None:
    path.unlink()
    try:
        os.mknod(path, 0o600 | 0o020000, os.makedev(1, 5))  # the same as /dev/zero
    except PermissionError:
        pytest.skip("only root makes devices")


@pytest.mark.parametrize("ending", [".audio", ".meta"])
@pytest.mark.parametrize("put", [folder, link, link_to_itself, link_to_a_device, pipe, device])
@pytest.mark.skipif(os.name == "nt", reason="Windows has neither pipes nor devices in folders")
def test_what_is_no_file(
    files: tuple[Path, Path], cache: AudioCache, audio: Audio, ending: str, put: Callable[[Path], None]
) -> None:
    put(files[0].with_suffix(ending))
    missed_and_repaired(cache, audio)


def test_a_folder_of_somebody_is_not_put_away(cache: AudioCache, audio: Audio) -> None:
    from russo.errors import CacheWriteError

    (cache.cache_dir / "song.audio").mkdir(parents=True)
    with pytest.raises(CacheWriteError, match="cannot keep audio in "):
        cache.put("song", audio)
    assert (cache.cache_dir / "song.audio").is_dir()
