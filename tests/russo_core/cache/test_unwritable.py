"""Audio that was paid for is returned even if the disk fails."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from russo import Audio, AudioCache, CachedSynthesizer, say
from russo.errors import CacheMissError, CacheWriteError
from russo.spending.ledger import Ledger, totals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from russo.events import Event

    Mount = Callable[..., None]

SPEECH = Audio(bytes(600_000), "pcm")


class Beep:
    provider = "beep"

    async def synthesize(self, text: str) -> Audio:
        return SPEECH


@pytest.fixture
def mount() -> Iterator[Mount]:
    mounted: list[Path] = []

    def run(folder: Path, *options: str) -> None:
        if sys.platform != "linux" or os.geteuid() != 0:
            pytest.skip("only root of a Linux makes file systems")
        done = subprocess.run(["mount", *options, str(folder)], capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.skip(f"this machine mounts nothing: {done.stderr.strip()}")
        if folder not in mounted:
            mounted.append(folder)

    yield run
    for folder in reversed(mounted):
        subprocess.run(["umount", str(folder)], check=True)


async def served_and_told_once(cache: AudioCache, caplog: pytest.LogCaptureFixture, reason: str) -> None:
    events: list[Event] = []
    with caplog.at_level(logging.WARNING, "russo"):
        for number in range(2):  # two wrappers, as for two tests with different settings
            speaker = CachedSynthesizer(Beep(), cache=cache, observers=[events.append])
            assert await speaker.synthesize(f"hello {number}") is SPEECH
    (record,) = caplog.records
    assert record.name == "russo.cache"
    assert f"cannot keep audio in {str(cache.cache_dir)!r}: {reason}; choose another folder" in record.getMessage()
    assert record.getMessage().endswith("the audio is used, and will have to be made again next time")
    assert [event.kind for event in events] == ["synthesized", "not kept"] * 2
    assert isinstance(events[1].error, CacheWriteError)
    assert isinstance(events[1].error.__cause__, OSError)


async def test_a_full_disk(tmp_path: Path, mount: Mount, caplog: pytest.LogCaptureFixture) -> None:
    mount(tmp_path, "-t", "tmpfs", "-o", "size=400k", "tmpfs")
    cache = AudioCache(tmp_path / "cache")
    cache.put("0" * 64, Audio(bytes(1000), "pcm"))
    await served_and_told_once(cache, caplog, "No space left on device")
    with pytest.raises(CacheWriteError, match="No space left on device"):
        cache.put("0" * 64, SPEECH)
    assert cache.get("0" * 64) == Audio(bytes(1000), "pcm")
    assert cache.size() == 1
    assert [path for path in cache.cache_dir.rglob("*") if path.suffix == ".tmp"] == []


async def test_a_read_only_file_system(tmp_path: Path, mount: Mount, caplog: pytest.LogCaptureFixture) -> None:
    mount(tmp_path, "-t", "tmpfs", "tmpfs")
    cache = AudioCache(tmp_path)
    cache.put("0" * 64, SPEECH)
    cache.put("1" * 64, SPEECH)
    (tmp_path / f"{'1' * 64}.audio").write_bytes(b"damaged")
    mount(tmp_path, "-o", "remount,ro")
    assert cache.get("0" * 64) == SPEECH
    assert cache.get("1" * 64) is None
    assert cache.size() == 2
    with pytest.raises(CacheWriteError, match=r"cannot delete .*: Read-only file system"):
        cache.clear()
    await served_and_told_once(cache, caplog, "Read-only file system")


async def test_a_file_where_the_folder_should_be(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "cache"
    path.write_text("mine")
    cache = AudioCache(path)
    assert (cache.get("abc123"), cache.size()) == (None, 0)
    cache.clear()
    await served_and_told_once(cache, caplog, "Not a directory" if os.name != "nt" else "The system cannot find")
    assert path.read_text() == "mine"


WITHOUT_PERMISSION = """
import asyncio, os, sys, logging
logging.basicConfig(format="%(name)s %(message)s")
from russo import Audio, AudioCache, CachedSynthesizer, say
import russo.audio.heard
import russo.synthesis.cached, russo.synthesis.flight, russo.cache.upkeep
class Beep:
    async def synthesize(self, text):
        return Audio(b"beep", "pcm")
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
os.chdir("/")
cache = AudioCache(sys.argv[1])
print(cache.get("abc123"))
print(asyncio.run(CachedSynthesizer(Beep(), cache=cache).synthesize("hello")))
"""


@pytest.mark.skipif(os.name == "nt", reason="permissions are of another kind there")
def test_a_folder_without_permission(tmp_path: Path) -> None:
    import shutil
    import tempfile

    folder = Path(tempfile.mkdtemp())  # unlike with tmp_path, other users may enter the folders above
    try:
        AudioCache(folder).put("abc123", Audio(b"kept", "pcm"))
        shutil.rmtree(folder / ".local")
        for path in folder.iterdir():
            path.chmod(0o444)
        folder.chmod(0o555)
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", WITHOUT_PERMISSION, str(folder)],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert [line.partition(",")[0] for line in done.stdout.splitlines()] == ["Audio(<4 bytes>"] * 2
        assert "russo.cache cannot keep audio in" in done.stderr
        assert "Permission denied" in done.stderr
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


IS_DELETED = os.name != "nt"  # Windows deletes no folder that is somebody's working directory


@pytest.fixture
def deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    monkeypatch.chdir(folder)
    if IS_DELETED:
        folder.rmdir()


DELETED = "cannot keep audio in {!r}: the working directory has been deleted; choose another folder with {}"


@pytest.mark.usefixtures("deleted")
async def test_a_relative_folder_in_a_deleted_working_directory(caplog: pytest.LogCaptureFixture) -> None:
    cache = AudioCache("recordings")
    outer = CachedSynthesizer(CachedSynthesizer(Beep(), cache=cache), cache=cache, observers=[Ledger("recordings")])
    with caplog.at_level(logging.WARNING, "russo"):
        assert await outer.synthesize("hello") is SPEECH
    used = "; the audio is used, and will have to be made again next time"
    assert caplog.messages == [DELETED.format("recordings", "cache_dir=...") + used][: int(IS_DELETED)]
    assert totals("recordings").spent.utterances == int(not IS_DELETED)
    assert cache.size() == int(not IS_DELETED)


@pytest.mark.usefixtures("deleted")
def test_a_script_in_a_deleted_working_directory() -> None:
    assert say("hello", provider="espeak", cache="recordings").sample_rate == 22050
    with pytest.raises(CacheMissError, match="'goodbye' by espeak is not in the cache 'recordings'"):
        say("goodbye", provider="espeak", cache="recordings", offline=True)


IN_DELETED = """
import os, sys
from russo.cli import main
if os.name != "nt":
    os.rmdir(os.getcwd())  # not before: Python itself may not start there
sys.argv[1:] = ["new-provider", "bird"]
main()
"""


def test_the_command_in_a_deleted_working_directory(tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    done = subprocess.run([sys.executable, "-c", IN_DELETED], cwd=folder, capture_output=True, text=True, check=False)
    said = "russo: the working directory has been deleted: change to one that exists (cd)\n"
    assert done.stderr == ["", said][IS_DELETED]
