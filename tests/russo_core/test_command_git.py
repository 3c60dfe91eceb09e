"""Two branches record the same new text with a provider whose audio differs each time, and git merges them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import forked
from russo import Audio, AudioCache
from russo.lockfile import Lock, describe, read_lock

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


class Repository:
    """A project in git, with a cache and a lock."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.git("init", "-q", "-b", "main", ".")
        self.git("config", "user.name", "a")
        self.git("config", "user.email", "a@b")
        self.git("config", "commit.gpgsign", "false")

    @property
    def cache(self) -> AudioCache:
        return AudioCache(self.path / ".russo_cache")

    @property
    def lock(self) -> Lock:
        return read_lock(self.path / "russo.lock")

    def git(self, *arguments: str, check: bool = True) -> str:
        done = subprocess.run(["git", *arguments], cwd=self.path, capture_output=True, text=True, check=False)
        assert not check or done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    def russo(self, *arguments: str, status: int = 0) -> str:
        command = [sys.executable, "-m", "russo", *arguments]
        done = forked.run(command, cwd=self.path, env={**os.environ, "NO_COLOR": "1"}, text=True)
        assert done.returncode == status, done.stderr
        return done.stdout + done.stderr

    def record(self, *texts: str) -> None:
        """Cache new audio for each text, write it into the lock, and commit both."""
        said = []
        for text in texts:
            key = self.cache.cache_key(text)
            audio = Audio(os.urandom(4000), "pcm")
            self.cache.put(key, audio, prompt=text)
            said.append(describe(key, text, audio, {"identity": {"provider": "rand"}}))
        self.lock.updated(said, complete=False).write(self.path / "russo.lock")
        self.git("add", "-A")
        self.git("commit", "-qm", " ".join(texts))

    def heard(self, text: str) -> Audio | None:
        return self.cache.get(self.cache.cache_key(text))

    def agrees(self) -> bool:
        return self.lock.verify(self.cache) == []


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    monkeypatch.delenv("RUSSO_CACHE_DIR", raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    repository = Repository(tmp_path)
    repository.record("base")
    return repository


def branch(repository: Repository) -> tuple[Audio | None, Audio | None]:
    """Both branches record 'the same', and one more text each. Returns each branch's audio of it, ours first."""
    repository.git("switch", "-qc", "theirs")
    repository.record("the same", "only theirs")
    theirs = repository.heard("the same")
    repository.git("switch", "-q", "main")
    repository.record("the same", "only ours")
    return repository.heard("the same"), theirs


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_lock_merge_makes_entries_and_lock_agree(repository: Repository, side: str) -> None:
    audios = dict(zip(("ours", "theirs"), branch(repository), strict=True))
    assert "CONFLICT" in repository.git("merge", "-q", "theirs", check=False)
    assert repository.russo("lock", "merge", f"--{side}") == (
        "russo.lock: 4 utterances, written\n"
        f"1 utterance recorded on both sides: kept {side}, entry and lock ('the same'); "
        f"--{'theirs' if side == 'ours' else 'ours'} keeps the other\n"
    )
    assert repository.agrees()
    assert repository.heard("the same") == audios[side]
    assert repository.heard("only theirs") is not None
    assert repository.git("ls-files", "-u") == ""
    repository.git("commit", "-qm", "merged")
    assert repository.russo("lock", "merge") == "russo.lock: 4 utterances, nothing to do\n"


def test_a_pair_that_somebody_has_settled_by_hand_decides_for_the_lock(repository: Repository) -> None:
    _, theirs = branch(repository)
    repository.git("merge", "-q", "theirs", check=False)
    repository.git("checkout", "-q", "--theirs", ".russo_cache")
    repository.git("add", ".russo_cache")
    said = repository.russo("lock", "merge")
    assert "1 utterance recorded on both sides: kept theirs, entry and lock ('the same')" in said
    assert repository.agrees()
    assert repository.heard("the same") == theirs


def test_without_a_lock_the_entries_alone_are_settled(repository: Repository) -> None:
    repository.git("rm", "-q", "russo.lock")
    repository.git("commit", "-qm", "no lock")
    repository.git("switch", "-qc", "theirs")
    for name in ("theirs", "main"):
        repository.git("switch", "-q", name)
        repository.cache.put(repository.cache.cache_key("hello"), Audio(os.urandom(4000), "pcm"), prompt="hello")
        repository.git("add", "-A")
        repository.git("commit", "-qm", name)
    ours = repository.heard("hello")
    repository.git("merge", "-q", "theirs", check=False)
    assert "kept ours, entry and lock" in repository.russo("lock", "merge")
    assert repository.heard("hello") == ours
    assert not (repository.path / "russo.lock").exists()


def test_a_side_that_is_not_whole_is_not_taken(repository: Repository) -> None:
    _, theirs = branch(repository)
    path = repository.path / ".russo_cache" / f"{repository.cache.cache_key('the same')}.audio"
    path.write_bytes(b"damaged")
    repository.git("commit", "-qam", "damaged")
    repository.git("merge", "-q", "theirs", check=False)
    said = repository.russo("lock", "merge")
    assert "kept theirs, entry and lock ('the same'), since ours is not whole" in said
    assert repository.heard("the same") == theirs
    assert repository.agrees()


def test_where_neither_side_is_whole_it_says_so(repository: Repository) -> None:
    branch(repository)
    path = repository.path / ".russo_cache" / f"{repository.cache.cache_key('the same')}.audio"
    for name in ("theirs", "main"):
        repository.git("switch", "-q", name)
        path.write_bytes(name.encode())
        repository.git("commit", "-qam", "damaged")
    repository.git("merge", "-q", "theirs", check=False)
    said = repository.russo("lock", "merge", status=1)
    assert "1 utterance of which neither side is whole in the cache ('the same'): record again" in said


def test_a_conflict_that_nobody_has_settled_is_named(repository: Repository) -> None:
    branch(repository)
    repository.git("merge", "-q", "theirs", check=False)
    found = repository.cache.obstacle(repository.cache.cache_key("the same"))
    assert str(found) == "git merge conflict: russo lock merge"
    said = repository.russo("lock", "verify", status=1)
    assert "'the same': not readable in the cache (git merge conflict: russo lock merge)" in said


@pytest.mark.parametrize(
    ("planted", "said"),
    [
        ("folder", "russo: '.gitattributes' is not a regular file: replace it with one\n"),
        # On Windows, only some users may make links.
        *[("link", "russo: '.gitattributes' is not a regular file: replace it with one\n")][os.name == "nt" :],
        ("bytes", "russo: '.gitattributes' is not in UTF-8: invalid start byte at byte 0; save it as UTF-8\n"),
    ],
)
def test_attributes_that_are_no_text_of_this_folder(tmp_path: Path, planted: str, said: str) -> None:
    place = tmp_path / "project" / ".gitattributes"
    place.parent.mkdir()
    (tmp_path / "elsewhere").write_text("mine")
    {
        "link": lambda: place.symlink_to(tmp_path / "elsewhere"),
        "folder": place.mkdir,
        "bytes": lambda: place.write_bytes(b"\xff\xfe"),
    }[planted]()
    command = [sys.executable, "-m", "russo", "git", "setup"]
    done = forked.run(command, cwd=place.parent, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", said)
    assert (tmp_path / "elsewhere").read_text() == "mine"


@pytest.mark.skipif(os.name == "nt", reason="Windows does not limit the size of files")
def test_attributes_that_cannot_be_written_stay_as_they_were(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    path = tmp_path / ".gitattributes"
    path.write_text("*.png binary\n")
    full = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (20, 20)); from russo.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", full, "git", "setup"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, "russo: cannot write '.gitattributes': File too large\n")
    assert path.read_text() == "*.png binary\n"
    assert {item.name for item in tmp_path.iterdir()} == {".git", ".gitattributes"}


def test_outside_of_a_repository_nothing_is_written(tmp_path: Path) -> None:
    done = forked.run([sys.executable, "-m", "russo", "git", "setup"], cwd=tmp_path, text=True)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("russo: git rev-parse failed: fatal: not a git repository")
    assert list(tmp_path.iterdir()) == []


def test_setup_writes_attributes_once_and_the_drivers_merge(repository: Repository) -> None:
    (repository.path / ".gitattributes").write_text("*.png binary")
    said = repository.russo("git", "setup")
    assert said.splitlines() == [
        ".gitattributes: .russo_cache/*.audio -text -diff merge=russo-entry",
        ".gitattributes: .russo_cache/*.meta -text linguist-generated merge=russo-entry",
        ".gitattributes: russo.lock merge=russo-lock",
        "merge driver russo-entry: set in this clone",
        "merge driver russo-lock: set in this clone",
        "commit .gitattributes; each clone runs this command once",
    ]
    written = (repository.path / ".gitattributes").read_text()
    assert written.startswith("*.png binary\n# russo: ")
    repository.russo("git", "setup")
    assert (repository.path / ".gitattributes").read_text() == written
    repository.git("add", "-A")
    repository.git("commit", "-qm", "setup")
    ours, _ = branch(repository)
    said = repository.git("merge", "--no-edit", "theirs")
    assert "CONFLICT" not in said
    key = repository.cache.cache_key("the same")
    assert f"russo: recorded on both sides, ours is kept: .russo_cache/{key}.audio" in said
    assert "russo: russo.lock: 4 utterances of both sides" in said
    assert repository.heard("the same") == ours
    assert repository.agrees()
    assert {one.text for one in repository.lock} == {"base", "the same", "only ours", "only theirs"}


def test_what_one_side_took_out_of_the_lock_stays_out(repository: Repository) -> None:
    repository.russo("git", "setup")
    repository.git("add", "-A")
    repository.git("commit", "-qm", "setup")
    repository.git("switch", "-qc", "theirs")
    repository.record("only theirs")
    repository.git("switch", "-q", "main")
    Lock().updated([], complete=True).write(repository.path / "russo.lock")
    repository.git("commit", "-qam", "no base")
    repository.git("merge", "--no-edit", "theirs")
    assert [one.text for one in repository.lock] == ["only theirs"]


def test_setup_where_it_cannot_be(repository: Repository, tmp_path: Path) -> None:
    assert "is not below this folder" in repository.russo("git", "setup", "--cache-dir", str(tmp_path), status=1)
    assert "is not below this folder" in repository.russo("git", "setup", "--cache-dir", "../cache", status=1)
