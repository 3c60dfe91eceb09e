"""Two branches record the same new text with a provider whose audio differs each time, and git merges them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import forked
from russo import Audio, AudioCache
from russo.lockfile import Lock, describe, read_lock
from russo.transcripts import Hearing

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
    subprocess.run(["git", "init", "-q", str(place.parent)], check=True)
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
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    path = tmp_path / ".gitattributes"
    path.write_text("*.png binary\n")
    full = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (20, 20)); from russo.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", full, "git", "setup"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, "russo: cannot write '.gitattributes': File too large\n")
    left = {item.name: item.read_text() for item in tmp_path.iterdir() if item.name != ".git"}
    assert left == {".gitattributes": "*.png binary\n"}


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
    assert "is not below this folder" in repository.russo("git", "setup", "--cache-dir", str(tmp_path.parent), status=1)
    assert "is not below this folder" in repository.russo("git", "setup", "--cache-dir", "../cache", status=1)
    shutil.rmtree(tmp_path / ".git")
    assert "russo: git rev-parse failed: fatal: not a git repository" in repository.russo("git", "setup", status=1)
    assert not (tmp_path / ".gitattributes").exists()


@pytest.mark.parametrize(
    "folder",
    ["my cache", "[old] cache", "!cache*", "#cache", 'the "cache"', "a\\b", "Aufnahmen für alle", "tests/50%", "."],
)
def test_git_merges_the_entries_of_a_folder_of_any_name(repository: Repository, folder: str) -> None:
    repository.russo("git", "setup", "--cache-dir", folder)
    repository.russo("git", "setup", "--cache-dir", str(repository.path / folder))  # changes nothing
    assert len((repository.path / ".gitattributes").read_text(encoding="utf-8").splitlines()) == 4
    inside, elsewhere = repository.path / folder / "abc.audio", "other/abc.audio"
    said = repository.git("check-attr", "-z", "merge", "--", os.path.relpath(inside, repository.path), elsewhere)
    assert said.split("\0")[2::3] == ["russo-entry", "unspecified"]


def test_attributes_keep_their_line_endings(repository: Repository) -> None:
    path = repository.path / ".gitattributes"
    path.write_bytes(b"*.png binary\r\n")
    repository.russo("git", "setup")
    written = path.read_bytes()
    assert written.startswith(b"*.png binary\r\n# russo: ")
    assert written.count(b"\n") == written.count(b"\r\n") == 5
    repository.russo("git", "setup")
    assert path.read_bytes() == written


@pytest.mark.skipif(os.name == "nt", reason="only some users of Windows may make links")
def test_git_finds_a_python_whose_path_it_could_take_for_a_placeholder(
    repository: Repository, tmp_path_factory: pytest.TempPathFactory
) -> None:
    link = tmp_path_factory.mktemp("venvs") / "100%A"
    link.symlink_to(sys.prefix)
    command = [str(link / "bin" / os.path.basename(sys.executable)), "-m", "russo", "git", "setup"]
    subprocess.run(command, cwd=repository.path, check=True, capture_output=True)
    repository.git("add", "-A")
    repository.git("commit", "-qm", "setup")
    branch(repository)
    repository.git("merge", "--no-edit", "theirs")
    assert {one.text for one in repository.lock} == {"base", "the same", "only ours", "only theirs"}


def test_a_driver_that_cannot_be_run_loses_nothing(repository: Repository) -> None:
    repository.russo("git", "setup")
    repository.git("add", "-A")
    repository.git("commit", "-qm", "setup")
    for name in ("russo-lock", "russo-entry"):  # the environment that Python was in is gone
        driver = repository.git("config", f"merge.{name}.driver").strip()
        repository.git("config", f"merge.{name}.driver", driver.replace(sys.executable, "/no/such/python"))
    ours, _ = branch(repository)
    assert "CONFLICT" in repository.git("merge", "--no-edit", "theirs", check=False)
    assert b"<<<<" not in (repository.path / "russo.lock").read_bytes()  # git left ours
    assert "russo.lock: 4 utterances, written" in repository.russo("lock", "merge")
    assert {one.text for one in repository.lock} == {"base", "the same", "only ours", "only theirs"}
    assert repository.heard("the same") == ours
    assert repository.agrees()
    assert repository.git("ls-files", "-u") == ""


def test_a_stash_in_conflict_has_nothing_to_do_with_the_merge_before_it(repository: Repository) -> None:
    key, again = repository.cache.cache_key("base"), Audio(b"again" * 1000, "pcm")
    repository.cache.put(key, again, prompt="stashed")
    repository.git("stash", "-q")
    repository.git("switch", "-qc", "theirs")
    repository.cache.put(key, again, prompt="merged")
    repository.git("commit", "-qam", "the same audio")
    repository.git("switch", "-q", "main")
    repository.git("merge", "-q", "--no-ff", "--no-edit", "theirs")
    assert "CONFLICT" in repository.git("stash", "pop", check=False)  # in the .meta alone, since the audio is the same
    repository.russo("lock", "merge", "--ours")
    assert repository.heard("base") == again
    assert [entry.prompt for entry in repository.cache.entries()] == ["merged"]


def test_python_is_started_once_for_an_entry(repository: Repository) -> None:
    """It takes so long to start that a merge of a hundred entries would not end."""
    repository.russo("git", "setup")
    repository.git("add", "-A")
    repository.git("commit", "-qm", "setup")
    driver = repository.git("config", "merge.russo-entry.driver").strip()
    started = re.sub(r"\S+ -m russo git merge-entry %O %A %B %P", "echo %P >>started", driver)
    repository.git("config", "merge.russo-entry.driver", started)
    branch(repository)
    repository.git("merge", "--no-edit", "theirs")
    names = (repository.path / "started").read_text(encoding="utf-8").split()
    assert [Path(name).suffix for name in names] == [".meta"]


def test_a_side_that_is_no_lock_is_named_and_changes_nothing(repository: Repository) -> None:
    path = repository.path / "russo.lock"
    repository.git("switch", "-qc", "theirs")
    repository.record("only theirs")
    path.write_bytes(path.read_bytes().replace(b'"only theirs"', b'"only \xff theirs"'))
    repository.git("commit", "-qam", "no UTF-8")
    repository.git("switch", "-q", "main")
    repository.record("only ours")
    repository.git("merge", "-q", "theirs", check=False)
    before = path.read_bytes()
    said = repository.russo("lock", "merge", status=1)
    assert said.startswith("russo: cannot read 'russo.lock': 'utf-8' codec can't decode byte 0xff")
    assert path.read_bytes() == before
    assert "russo.lock" in repository.git("ls-files", "-u")


def test_a_lock_that_one_side_deleted_is_the_other_sides(repository: Repository) -> None:
    repository.git("switch", "-qc", "theirs")
    repository.record("only theirs")
    repository.git("switch", "-q", "main")
    repository.git("rm", "-q", "russo.lock")
    repository.git("commit", "-qm", "no lock")
    assert "CONFLICT" in repository.git("merge", "-q", "theirs", check=False)
    repository.russo("lock", "merge")
    assert {one.text for one in repository.lock} == {"base", "only theirs"}
    assert repository.agrees()


@pytest.mark.parametrize("is_set_up", [True, False])
@pytest.mark.parametrize("is_same_audio", [True, False])
def test_an_entry_under_a_new_key_is_not_mixed_with_the_old_one(
    repository: Repository, *, is_set_up: bool, is_same_audio: bool
) -> None:
    if is_set_up:
        repository.russo("git", "setup")
        repository.git("add", "-A")
        repository.git("commit", "-qm", "setup")
    base = repository.heard("base")
    assert base is not None
    repository.git("switch", "-qc", "theirs")
    repository.cache.clear()
    key = repository.cache.cache_key("base", voice="another")
    audio = base if is_same_audio else Audio(os.urandom(4000), "pcm")
    repository.cache.put(key, audio, prompt="base")
    Lock([describe(key, "base", audio, {"identity": {"provider": "rand"}})]).write(repository.path / "russo.lock")
    repository.git("add", "-A")
    repository.git("commit", "-qm", "another voice")
    repository.git("switch", "-q", "main")
    repository.record("base")  # again: git takes theirs for this one, renamed
    ours = repository.heard("base")
    repository.git("merge", "--no-edit", "theirs", check=False)
    repository.russo("lock", "merge")
    assert repository.cache.verify().damaged == ()
    assert repository.cache.get(key) == audio
    assert repository.heard("base") in {ours, None}
    assert key in {one.key for one in repository.lock}
    assert repository.agrees()
    assert repository.git("ls-files", "-u") == ""


def test_a_new_recording_is_not_paired_with_what_was_noted_about_the_old_one(repository: Repository) -> None:
    repository.russo("git", "setup")
    repository.git("add", "-A")
    repository.git("commit", "-qm", "setup")
    old = repository.heard("base")
    assert old is not None
    repository.git("switch", "-qc", "theirs")
    repository.record("base")
    new = repository.heard("base")
    repository.git("switch", "-q", "main")
    key = repository.cache.cache_key("base")
    repository.cache.put(key, old, prompt="base", hearing=Hearing("same", "base", "a listener"))
    repository.git("commit", "-qam", "listened to")
    said = repository.git("merge", "--no-edit", "theirs")
    assert f"russo: recorded on both sides, theirs is kept: .russo_cache/{key}.meta" in said
    assert repository.heard("base") == new
    assert repository.agrees()


def test_line_endings_alone_are_no_change_of_the_lock(repository: Repository) -> None:
    repository.git("config", "core.autocrlf", "true")
    path = repository.path / "russo.lock"
    path.unlink()
    repository.git("checkout", "-q", "russo.lock")
    before = path.read_bytes()
    assert before.count(b"\r\n") == before.count(b"\n") > 0
    assert repository.russo("lock", "merge") == "russo.lock: 1 utterance, nothing to do\n"
    assert path.read_bytes() == before
    assert repository.git("status", "--porcelain") == ""
