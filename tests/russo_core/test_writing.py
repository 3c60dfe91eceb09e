"""A file that a user asks for is written whole, or what was there stays."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from russo import Audio, AudioCache, CachedSynthesizer, get_synthesizer
from russo.errors import AudioError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SPEECH = Audio(bytes(range(250)) * 200, "pcm")
# A disk that is full after 500 bytes, and one on which nothing fails.
FULL = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500)); from russo.cli import main; main()"
EMPTY = "from russo.cli import main; main()"

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such limits, pipes and permissions")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    speaker = CachedSynthesizer(get_synthesizer("espeak"), cache=AudioCache(tmp_path / ".russo_cache"))
    speaker.keep("hello", SPEECH)
    return tmp_path


def russo(folder: Path, *arguments: str, disk: str = EMPTY) -> tuple[int, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RUSSO_")}
    kept["PYTHONDONTWRITEBYTECODE"] = "1"  # Python would leave half of it on a full disk
    done = subprocess.run(
        [sys.executable, "-c", disk, *arguments], cwd=folder, env=kept, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file() and ".russo_cache" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


SAY = ("say", "hello", "--provider", "espeak", "-o", "hello.wav")


@posix
@pytest.mark.parametrize("arguments", [SAY, (*SAY, "--no-cache"), (*SAY, "--under", "phone")])
def test_say_on_a_full_disk(project: Path, arguments: tuple[str, ...]) -> None:
    message = "russo: cannot write 'hello.wav': File too large\n"
    assert russo(project, *arguments, disk=FULL) == (1, message)
    assert files(project) == {}
    (project / "hello.wav").write_bytes(b"what was there")
    assert russo(project, *arguments, disk=FULL) == (1, message)
    assert files(project) == {"hello.wav": b"what was there"}


@posix
def test_export_on_a_full_disk(project: Path) -> None:
    assert russo(project, "cache", "export", "out") == (0, "1 entry written to out, and recordings.csv\n")
    before = files(project)
    recording, table = sorted(before)
    (project / recording).write_bytes(b"the last recording")
    message = f"russo: cannot write '{recording}': File too large\n"
    assert russo(project, "cache", "export", "out", disk=FULL) == (1, message)
    assert files(project) == {recording: b"the last recording", table: before[table]}
    (project / recording).unlink()
    assert russo(project, "cache", "export", "out", disk=FULL) == (1, message)
    assert files(project) == {table: before[table]}


@posix
def test_the_lines_of_warm_on_a_full_disk(project: Path) -> None:
    (project / "lines.txt").write_text("hello\n")
    status, said = russo(project, "warm", "lines.txt", "--provider", "espeak", "--out", "audio/{n}.wav", disk=FULL)
    assert (status, "cannot write 'audio/1.wav': File too large" in said) == (1, True)
    assert files(project) == {"lines.txt": b"hello\n"}


@posix
def test_a_package_on_a_full_disk_ends_with_its_last_whole_file(tmp_path: Path) -> None:
    status, said = russo(tmp_path, "new-provider", "acme", disk=FULL)
    *written, message = said.splitlines()
    assert (status, message.endswith("': File too large")) == (1, True)
    assert sorted(files(tmp_path)) == sorted(written)


@posix
def test_a_merge_on_a_full_disk_keeps_ours(tmp_path: Path) -> None:
    """The driver of git then says that ours is kept."""
    cache = AudioCache(tmp_path / "cache")
    key, text = cache.cache_key("hello"), "hello" * 200
    versions = {}
    for name, audio in (("base", b"a"), ("ours", b"a"), ("theirs", b"b")):
        cache.put(key, Audio(audio * 480, "pcm"), prompt=text)
        versions[name] = (cache.cache_dir / f"{key}.meta").read_bytes()
        (tmp_path / name).write_bytes(versions[name])
    command = ("git", "merge-entry", "base", "ours", "theirs", f"cache/{key}.meta")
    assert russo(tmp_path, *command, disk=FULL)[0] == 1
    assert (tmp_path / "ours").read_bytes() == versions["ours"]
    assert russo(tmp_path, *command) == (
        0,
        f"russo: recorded on both sides, theirs is kept: cache/{key}.meta\n",
    )
    assert (tmp_path / "ours").read_bytes() == versions["theirs"]


@pytest.fixture
def full_disk() -> Iterator[None]:
    resource = pytest.importorskip("resource", reason="only POSIX limits the length of files")
    signal = pytest.importorskip("signal")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (500, limits[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    signal.signal(signal.SIGXFSZ, ignored)


@pytest.mark.usefixtures("full_disk")
@pytest.mark.parametrize("name", ["a.wav", "a.flac", "a.svg"])
def test_what_a_test_writes_on_a_full_disk(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    loud = Audio(os.urandom(48_000), "pcm")  # which no codec makes short
    write: Callable[[Path], Path] = loud.plot if path.suffix == ".svg" else loud.save
    for before in ({}, {name: b"what was there"}):
        for other, data in before.items():
            (tmp_path / other).write_bytes(data)
        with pytest.raises(AudioError) as caught:
            write(path)
        assert str(caught.value) == f"cannot write {str(path)!r}: File too large"
        assert files(tmp_path) == before


def test_the_longest_path(tmp_path: Path) -> None:
    """The name under which a file is written first must not be what the system refuses."""
    longest = 258 if os.name == "nt" else os.pathconf(tmp_path, "PC_PATH_MAX") - 1
    room = longest - len(os.fsencode(tmp_path)) - len("/speech.pcm")
    parts = ["d" * 99] * (room // 100)
    folder = tmp_path.joinpath(*parts, "d" * (room % 100 - 1)) if room % 100 > 1 else tmp_path.joinpath(*parts)
    path = folder / "speech.pcm"
    for _ in range(2):
        assert SPEECH.save(path).read_bytes() == SPEECH.data
        assert os.listdir(folder) == ["speech.pcm"]


@posix
def test_a_pipe_is_written_as_it_is(project: Path) -> None:
    os.mkfifo(project / "pipe")
    reader = subprocess.Popen(["cat", "pipe"], cwd=project, stdout=subprocess.PIPE)
    assert SPEECH.save(project / "pipe") == project / "pipe"
    assert reader.communicate()[0] == SPEECH.data
    assert (project / "pipe").is_fifo()


@posix
def test_a_device_is_written_as_it_is() -> None:
    assert SPEECH.save("/dev/null") == Path("/dev/null")
    assert Path("/dev/null").is_char_device()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a Linux device that is always full")
def test_a_full_device() -> None:
    with pytest.raises(AudioError, match=r"^cannot write '/dev/full': No space left on device$"):
        SPEECH.save("/dev/full")


@posix
@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "link"])
def test_standard_output_that_is_a_file_stays_the_same_file(tmp_path: Path, name: str) -> None:
    (tmp_path / "link").symlink_to("/dev/stdout")
    code = f"from russo import Audio; Audio(bytes(480), 'pcm').save({name!r})"
    with (tmp_path / "out").open("wb") as out:
        subprocess.run([sys.executable, "-c", code], cwd=tmp_path, stdout=out, check=True)
        assert os.fstat(out.fileno()).st_ino == (tmp_path / "out").stat().st_ino
    assert sorted(os.listdir(tmp_path)) == ["link", "out"]
    assert (tmp_path / "out").read_bytes() == bytes(480)


@posix
@pytest.mark.parametrize("there", [b"before", None])
def test_a_link_stays_one(tmp_path: Path, there: bytes | None) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "a.pcm").symlink_to("there/b.pcm")
    if there is not None:
        (tmp_path / "there" / "b.pcm").write_bytes(there)
    SPEECH.save(tmp_path / "a.pcm")
    assert (tmp_path / "a.pcm").is_symlink()
    assert (tmp_path / "there" / "b.pcm").read_bytes() == SPEECH.data
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.pcm", "b.pcm", "there"]


@posix
def test_a_link_to_itself_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.pcm"
    path.symlink_to("a.pcm")
    with pytest.raises(AudioError, match="Too many levels of symbolic links"):
        SPEECH.save(path)
    assert os.readlink(path) == "a.pcm"
    assert os.listdir(tmp_path) == ["a.pcm"]


def test_the_other_name_of_a_file_has_the_new_bytes_too(tmp_path: Path) -> None:
    (tmp_path / "a.pcm").write_bytes(b"before")
    os.link(tmp_path / "a.pcm", tmp_path / "b.pcm")
    SPEECH.save(tmp_path / "a.pcm")
    assert files(tmp_path) == {"a.pcm": SPEECH.data, "b.pcm": SPEECH.data}


@posix
@pytest.mark.usefixtures("full_disk")
def test_a_file_with_another_name_on_a_full_disk(tmp_path: Path) -> None:
    (tmp_path / "a.pcm").write_bytes(b"before")
    os.link(tmp_path / "a.pcm", tmp_path / "b.pcm")
    with pytest.raises(AudioError, match="File too large"):
        SPEECH.save(tmp_path / "a.pcm")
    assert files(tmp_path) == {"a.pcm": b"before", "b.pcm": b"before"}


@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied"), OSError(16, "Device or resource busy")])
def test_a_file_that_can_only_be_written_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError
) -> None:
    """Such as one that a container mounts by itself, or that a player has open on Windows."""

    def replace(source: str, target: str) -> None:
        raise error

    monkeypatch.setattr(os, "replace", replace)
    for _ in range(2):
        SPEECH.save(tmp_path / "a.pcm")
        assert files(tmp_path) == {"a.pcm": SPEECH.data}


def test_a_new_file_that_cannot_be_finished_in_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    resource = pytest.importorskip("resource", reason="only POSIX limits the length of files")
    signal = pytest.importorskip("signal")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    def replace(source: str, target: str) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (500, limits[1]))
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(AudioError, match="File too large"):
        SPEECH.save(tmp_path / "a.pcm")
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    signal.signal(signal.SIGXFSZ, ignored)
    assert files(tmp_path) == {}


def test_the_only_file_of_a_system_that_can_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a container has it that is read-only but for one file, which is mounted into it."""
    path = SPEECH.save(tmp_path / "a.pcm")
    path.write_bytes(b"before")

    def refuse(name: str, flags: int, mode: int = 0o777, open_it: Callable[..., int] = os.open) -> int:
        if flags & os.O_CREAT:
            raise OSError(30, "Read-only file system")
        return open_it(name, flags, mode)

    monkeypatch.setattr(os, "open", refuse)
    assert SPEECH.save(path) == path
    assert files(tmp_path) == {"a.pcm": SPEECH.data}


@pytest.mark.skipif(os.name != "nt" and os.geteuid() == 0, reason="root may write everything")
def test_a_file_that_is_protected_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.pcm"
    path.write_bytes(b"golden")
    path.chmod(0o444)
    with pytest.raises(AudioError) as caught:
        SPEECH.save(path)
    assert str(caught.value) == f"cannot write {str(path)!r}: Permission denied"
    assert files(tmp_path) == {"a.pcm": b"golden"}
    path.chmod(0o666)


@posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o666, 0o755])
def test_a_file_that_is_replaced_keeps_its_permissions(tmp_path: Path, mode: int) -> None:
    before = os.umask(0o027)
    try:
        path = SPEECH.save(tmp_path / "a.pcm")
        assert path.stat().st_mode & 0o7777 == 0o640
        path.chmod(mode)
        SPEECH.save(path)
        assert path.stat().st_mode & 0o7777 == mode
    finally:
        os.umask(before)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root gives files away")
def test_a_file_that_root_replaces_keeps_its_owner(tmp_path: Path) -> None:
    path = SPEECH.save(tmp_path / "a.pcm")
    os.chown(path, 1234, 5678)
    SPEECH.save(path)
    assert (path.stat().st_uid, path.stat().st_gid, path.stat().st_mode & 0o777) == (1234, 5678, 0o644)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root can become somebody else")
def test_a_file_of_somebody_else_stays_theirs(tmp_path: Path) -> None:
    path = tmp_path / "shared" / "a.pcm"
    path.parent.mkdir()
    path.write_bytes(b"old")
    path.chmod(0o666)
    path.parent.chmod(0o777)
    program = f"""
import os
from russo import Audio
os.chdir({str(path.parent)!r})  # nobody else may pass the folders above
audio = Audio(b"new!", "pcm")
audio.save("own.pcm")  # imports what it needs
os.seteuid(65534)
audio.save("a.pcm")
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
    status = path.stat()
    assert (path.read_bytes(), status.st_uid, stat.S_IMODE(status.st_mode)) == (b"new!", 0, 0o666)
    assert sorted(os.listdir(path.parent)) == ["a.pcm", "own.pcm"]
