from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from russo import Audio, AudioCache
from russo.errors import LockError
from russo.lockfile import Lock, Utterance, describe, read_lock

if TYPE_CHECKING:
    from pathlib import Path

SOUND = Audio(bytes(range(240)) * 2, "pcm")
FIELDS = {"identity": {"provider": "acme"}, "fields": {"voice": "anna", "seed": None, "speed": 1.0}}
BLOCK = "version = 1\n[[utterance]]\ntext = {text}\nkey = {key}\nprovider = ''\nduration = 1\naudio = ''\nfields = {fields}\n"


def utterance(letter: str, text: str, audio: Audio = SOUND) -> Utterance:
    return describe(letter * 64, text, audio, FIELDS)


def test_a_lock_round_trips_whatever_is_said(tmp_path: Path) -> None:
    texts = ["hello", 'say "hi"\nand\tgo', "Grüße \\ 🎉", "\x7f\x00", "<<<<<<< no mark", "'''", '"""']
    lock = Lock(utterance(format(number, "x"), text) for number, text in enumerate(texts))
    path = tmp_path / "russo.lock"
    assert lock.write(path)
    assert not lock.write(path)
    assert list(read_lock(path)) == list(lock)
    assert [one.text for one in lock] == sorted(texts)
    assert b"\r" not in path.read_bytes()


def test_the_file_is_made_for_people_and_diffs(tmp_path: Path) -> None:
    Lock([utterance("a", "hello")]).write(tmp_path / "russo.lock")
    assert (
        (tmp_path / "russo.lock").read_text()
        == f"""\
# What this project's tests say, and what it must sound like. Made by `pytest --russo-lock`; commit it.
# After a merge conflict, run that again: it reads both sides.

version = 1

[[utterance]]
text = "hello"
provider = "acme"
key = "{"a" * 64}"
duration = 0.01
audio = "sha256:b3f32aa6c7562622071fdcdeca469e1b2de5da0211d43752c2f3e3ba2641526a"
pcm = "sha256:b3f32aa6c7562622071fdcdeca469e1b2de5da0211d43752c2f3e3ba2641526a"

[utterance.fields.fields]
speed = 1.0
voice = "anna"

[utterance.fields.identity]
provider = "acme"
"""
    )


def test_a_lock_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert len(read_lock(tmp_path / "russo.lock")) == 0


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("version = 2\n", r"russo\.lock has version 2, and this russo reads 1: upgrade russo-core"),
        (
            "version = 1\n[[utterance]]\ntext = 'x'\n",
            "the utterance 'x' lacks key, provider, duration, audio; delete it",
        ),
        (BLOCK.format(text="'t'", key="'k'", fields="{}\nx = 1"), "the utterance 't' has x, unknown; delete it"),
        ("version = 1\nutterance = 3\n", "utterance must be a list of tables, not 3; delete it"),
        ("version = 1\nutterance = [3]\n", "utterance must be a list of tables, and one of them is 3; delete it"),
        (BLOCK.format(text=5, key="'k'", fields="{}"), "is not a russo.lock: text must be a string, not 5"),
        (
            BLOCK.format(text="'t'", key="['k']", fields="{}"),
            "is not a russo.lock: key must be a string, not \\['k'\\]",
        ),
        (BLOCK.format(text="'t'", key="'k'", fields=3), "is not a russo.lock: fields must be a table, not 3"),
        (f"version = 1\na = {'[' * 5000}", "is not a russo.lock: its tables are nested too deeply; delete it"),
        ("version = = 1\n", "is not a russo.lock: "),
        (
            BLOCK.format(text="'t'", key="'k'", fields="{}").replace("duration = 1", f"duration = 1{'0' * 400}"),
            "in the utterance 't', duration must be a number of seconds, not 1000",
        ),
    ],
)
def test_what_is_no_lock(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "russo.lock").write_text(content)
    with pytest.raises(LockError, match=message):
        read_lock(tmp_path / "russo.lock")


@pytest.mark.parametrize("part", ["a", " 'a' ", '"."'])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", " = 1"),
        ("[", "]"),
        ("[[utterance]]\n", " = 1"),
        ("x = {", " = 1}"),
        ("x = '\"'\n", " = 1"),
        ('x = {b = """"""", ', " = 1}"),
        ("x = {b = ''''''', ", " = 1}"),
        ('x = "\\""\n# "\n', " = 1"),
    ],
)
def test_a_key_of_many_parts_is_not_parsed(tmp_path: Path, before: str, after: str, part: str) -> None:
    # Parsing it would take a minute and 14 GB.
    (tmp_path / "russo.lock").write_text(f"version = 1\n{before}{'.'.join([part] * 50_000)}{after}\n")
    with pytest.raises(LockError, match=r"is not a russo\.lock: its tables are nested too deeply; delete it"):
        read_lock(tmp_path / "russo.lock")


def test_a_text_of_many_dots_is_a_text(tmp_path: Path) -> None:
    text = ".".join(["w"] * 500) + " \"and\" 'so' # on"
    Lock([describe("k", text, Audio(bytes(480), "pcm"), {})]).write(tmp_path / "russo.lock")
    assert [one.text for one in read_lock(tmp_path / "russo.lock")] == [text]


def test_a_run_adds_and_a_full_run_removes() -> None:
    lock = Lock([utterance("a", "old"), utterance("b", "kept")])
    said = [utterance("b", "kept"), utterance("c", "new")]
    assert [one.text for one in lock.updated(said, complete=False)] == ["kept", "new", "old"]
    assert [one.text for one in lock.updated(said, complete=True)] == ["kept", "new"]


def test_check() -> None:
    lock = Lock([utterance("a", "hello")])
    lock.check("a" * 64, "hello", SOUND)
    with pytest.raises(
        LockError, match=r"^frozen, and 'bye' is not in russo\.lock \(key bbb.*: the lock has no such text\. "
    ):
        lock.check("b" * 64, "bye", SOUND)
    with pytest.raises(LockError, match=r": the lock has this text with other settings\. pytest --russo-lock adds it$"):
        lock.check("b" * 64, "hello", SOUND)
    with pytest.raises(
        LockError, match=r"^frozen, and 'hello' is not what russo\.lock says \(key aaa.*: its bytes are sha256:"
    ):
        lock.check("a" * 64, "hello", Audio(bytes(480), "pcm"))
    with pytest.raises(LockError, match="the same samples in another file"):
        lock.check("a" * 64, "hello", SOUND.to_wav())


@pytest.mark.parametrize(
    ("text", "fields", "near"),
    [
        ("hello", {"voice": "bert"}, "the lock has this text, and differs in voice: 'anna' -> 'bert'"),
        ("a table for two", {"voice": "anna"}, "the nearest text in the lock is 'a table for [-three-]{+two+}'"),
        ("goodbye", {"voice": "anna"}, "the lock has no such text"),
    ],
)
def test_what_is_not_in_it_is_told_with_what_is_nearest(text: str, fields: dict[str, str], near: str) -> None:
    lock = Lock([utterance("a", "hello"), utterance("b", "a table for three")])
    wanted = FIELDS | {"fields": FIELDS["fields"] | fields}
    with pytest.raises(LockError) as caught:
        lock.check_known("c" * 64, text, wanted)
    assert str(caught.value) == (
        f"frozen, and {text!r} is not in russo.lock (key {'c' * 64}): {near}. pytest --russo-lock adds it"
    )


def test_verify_names_what_is_missing_or_different(tmp_path: Path) -> None:
    cache = AudioCache(tmp_path)
    lock = Lock([utterance("a", "one"), utterance("b", "two"), utterance("c", "three")])
    cache.put("a" * 64, SOUND)
    cache.put("b" * 64, Audio(bytes(480), "pcm"))
    problems = lock.verify(cache)
    assert [utterance.text for utterance, _ in problems] == ["three", "two"]
    assert problems[0][1] == "not in the cache, or damaged there"
    assert problems[1][1].startswith("its bytes are sha256:")


@pytest.mark.parametrize("style", ["merge", "diff3", "zdiff3"])
def test_two_branches_that_add_utterances_merge_without_hand_editing(tmp_path: Path, style: str) -> None:
    path = tmp_path / "russo.lock"
    base = [utterance("a", "m")]

    def git(*arguments: str, may_fail: bool = False) -> None:
        settings = ("-c", "user.name=t", "-c", "user.email=t@example.invalid", "-c", f"merge.conflictStyle={style}")
        done = subprocess.run(["git", *settings, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert may_fail or done.returncode == 0, done.stderr

    def commit(*more: Utterance) -> None:
        Lock([*base, *more]).write(path)
        git("add", "russo.lock")
        git("commit", "-m", "more")

    git("init", "-b", "main")
    commit()
    git("checkout", "-b", "other")
    commit(utterance("b", "n theirs"), utterance("c", "z"))
    git("checkout", "main")
    commit(utterance("d", "n ours"), utterance("e", "b"))
    git("merge", "other", may_fail=True)
    assert "<<<<<<<" in path.read_text()
    assert [one.text for one in read_lock(path)] == ["b", "m", "n ours", "n theirs", "z"]


def test_a_conflict_beside_a_text_with_other_ends_of_lines(tmp_path: Path) -> None:
    path = tmp_path / "russo.lock"
    text = "one\u2028two\x85three\x0b\x1cfour"
    Lock([utterance("a", text)]).write(path)
    path.write_text(path.read_text("utf-8") + "<<<<<<< ours\n=======\n>>>>>>> theirs\n", "utf-8")
    assert [one.text for one in read_lock(path)] == [text]


def test_a_field_with_a_list_that_holds_null(tmp_path: Path) -> None:
    fields = {"fields": {"stops": [1, None, [None]], "seed": None}}
    Lock([describe("a" * 64, "hello", SOUND, fields)]).write(tmp_path / "russo.lock")
    (read,) = read_lock(tmp_path / "russo.lock")
    assert read.fields == {"fields": {"stops": [1, {}, [{}]]}}


def test_a_lock_that_cannot_be_written_stays_as_it_was(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="only POSIX limits the length of files")
    signal = pytest.importorskip("signal")
    path = tmp_path / "russo.lock"
    lock = Lock([utterance("a", "hello")])
    lock.write(path)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        with pytest.raises(LockError, match=r"^cannot write .*russo\.lock': File too large$"):
            Lock([utterance("b", "hello" * 1000)]).write(path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, ignored)
    assert list(read_lock(path)) == list(lock)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_a_lock_keeps_its_permissions(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    before = os.umask(0o022)
    try:
        Lock([utterance("a", "hello")]).write(tmp_path / "russo.lock")
        assert (tmp_path / "russo.lock").stat().st_mode & 0o7777 == 0o644
        (tmp_path / "russo.lock").chmod(0o664)
        Lock([utterance("b", "hello")]).write(tmp_path / "russo.lock")
        assert (tmp_path / "russo.lock").stat().st_mode & 0o7777 == 0o664
    finally:
        os.umask(before)
