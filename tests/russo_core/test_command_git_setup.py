"""`russo git setup`: the lines of .gitattributes, and the merge drivers that they name."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import forked
from russo.lockfile import Lock
from russo.transcripts import Hearing
from russo_core.repositories import Repository, branch

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


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
    repository.set_up()
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


def test_git_does_not_take_a_part_of_the_path_of_python_for_a_placeholder(repository: Repository) -> None:
    code = "import sys; sys.executable = '/opt/100%A/bin/python'; from russo.cli import main; main()"
    subprocess.run([sys.executable, "-c", code, "git", "setup"], cwd=repository.path, check=True, capture_output=True)
    driver = repository.git("config", "merge.russo-lock.driver")
    assert driver == "/opt/100%%A/bin/python -P -m russo git merge-lock %O %A %B %P\n"


def test_a_driver_that_cannot_be_run_loses_nothing(repository: Repository) -> None:
    repository.set_up()
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


def test_a_new_recording_is_not_paired_with_what_was_noted_about_the_old_one(repository: Repository) -> None:
    repository.set_up()
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


def test_the_drivers_import_nothing_from_the_repository(repository: Repository) -> None:
    repository.russo("git", "setup")
    for name in ("russo.py", "typing.py"):
        (repository.path / name).write_text("raise SystemExit('imported from the repository')")
    repository.git("add", "-A")
    repository.git("commit", "-qm", "setup")
    branch(repository)
    said = repository.git("merge", "--no-edit", "theirs")
    assert "imported from the repository" not in said
    assert "russo: russo.lock: 4 utterances of both sides" in said
    for name in ("russo.py", "typing.py"):
        (repository.path / name).unlink()  # the next command would import them
    assert repository.agrees()


def test_python_is_started_once_for_an_entry(repository: Repository) -> None:
    """It takes so long to start that a merge of a hundred entries would not end."""
    repository.set_up()
    driver = repository.git("config", "merge.russo-entry.driver").strip()
    started = re.sub(r"\S+ -P -m russo git merge-entry %O %A %B %P", "echo %P >>started", driver)
    assert started != driver
    repository.git("config", "merge.russo-entry.driver", started)
    branch(repository)
    repository.git("merge", "--no-edit", "theirs")
    names = (repository.path / "started").read_text(encoding="utf-8").split()
    assert [Path(name).suffix for name in names] == [".meta"]
