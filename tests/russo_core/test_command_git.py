"""Two branches record the same new text with a provider whose audio differs each time, and git merges them."""

from __future__ import annotations

import os
import shlex
import shutil

import pytest

from russo import Audio, AudioCache
from russo.lockfile import Lock, describe
from russo_core.repositories import Repository, branch

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


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


def test_a_conflict_that_nobody_has_settled_is_named(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository.path)
    branch(repository)
    repository.git("merge", "-q", "theirs", check=False)
    found = repository.cache.obstacle(repository.cache.cache_key("the same"))
    assert str(found) == "git merge conflict: russo lock merge"
    said = repository.russo("lock", "verify", status=1)
    assert "'the same': not readable in the cache (git merge conflict: russo lock merge)" in said


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
        repository.set_up()
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


def test_the_cure_of_a_conflict_in_another_folder_can_be_typed(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    branch(repository)
    repository.git("merge", "-q", "theirs", check=False)
    (repository.path / ".russo_cache").rename(repository.path / "my recordings")
    monkeypatch.chdir(repository.path)
    found = AudioCache("my recordings").obstacle(repository.cache.cache_key("the same"))
    assert found is not None
    assert shlex.split(found.cure) == ["russo", "lock", "merge", "--cache-dir", "my recordings"]
    said = repository.russo("lock", "merge", status=1)
    assert "russo: there is no folder '.russo_cache'; russo config shows the folder of the project" in said
