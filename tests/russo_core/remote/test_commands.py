"""`russo cache push`, `pull`, `sync`, `merge`, and the others with `--remote`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

import forked
import sources
from russo import Audio, AudioCache
from russo.cache import Remote
from russo.cache.remote.signing import VARIABLE
from russo_core.remote.proxy import status
from russo_core.remote.test_scenarios import content, names, write

if TYPE_CHECKING:
    from pathlib import Path

    from russo_core.remote.proxy import Proxy

KEYS = [f"{number:064x}" for number in range(12)]


@pytest.fixture
def remote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Remote:
    """The environment of the commands."""
    address = (tmp_path / "shared").as_uri()
    monkeypatch.setenv("RUSSO_CACHE_REMOTE", address)
    return Remote(address)


@pytest.fixture
def full(tmp_path: Path) -> AudioCache:
    cache = AudioCache(tmp_path / "full")
    for number, key in enumerate(KEYS):
        cache.put(key, Audio(bytes([number]) * 1000, "pcm"), prompt=f"number {number}")
    return cache


def russo(cache: AudioCache, *arguments: str, status: int = 0, answer: str = "") -> str:
    command = [sys.executable, "-m", "russo", "cache", *arguments, "--cache-dir", str(cache.cache_dir)]
    done = forked.run(command, env={**os.environ, "COLUMNS": "200", "NO_COLOR": "1"}, given=answer, text=True)
    assert done.returncode == status, done.stderr
    return done.stdout + done.stderr


def audio_of(cache: AudioCache) -> dict[str, Audio | None]:
    return {key: cache.get(key) for key in KEYS}


def test_from_one_folder_to_another(remote: Remote, full: AudioCache, tmp_path: Path) -> None:
    empty = AudioCache(tmp_path / "empty")
    assert russo(full, "push", "--dry-run") == "would send 12 entries\n"
    assert russo(full, "push") == "sent 12 entries\n"
    assert russo(full, "push") == "sent 0 entries\n"
    assert russo(empty, "pull", "--dry-run") == "would fetch 12 entries\n"
    assert russo(empty, "pull") == "fetched 12 entries\n"
    assert audio_of(empty) == audio_of(full)
    nothing = {"entries": 0, "refused": 0, "left": 0, "problem": ""}
    assert json.loads(russo(empty, "pull", "--json")) == {"fetched": nothing}
    assert json.loads(russo(empty, "merge", str(full.cache_dir), "--json"))["same"] == 12
    assert json.loads(russo(full, "prune", "--remote", "--max-age", "1d", "--json"))["entries"] == 0
    empty.put("abc123", Audio(b"mine", "pcm"))
    assert russo(empty, "sync") == "fetched 0 entries\nsent 1 entry\n"
    assert russo(full, "sync") == "fetched 1 entry\nsent 0 entries\n"
    assert full.get("abc123") == Audio(b"mine", "pcm")


def test_what_was_interrupted_goes_on(s3: str, proxy: Proxy, full: AudioCache, monkeypatch: pytest.MonkeyPatch) -> None:
    from russo_core.remote.proxy import Answer

    monkeypatch.setenv("RUSSO_CACHE_REMOTE", s3)
    taken: list[str] = []

    def five(proxy: Proxy, method: str, path: str) -> Answer | None:
        if method != "PUT":
            return None
        taken.append(path)
        return None if len(taken) <= 5 else Answer(403, [], b"<Error><Code>AccessDenied</Code></Error>")

    proxy.before = five
    assert russo(full, "push", status=1) == (
        "sent 5 entries\n7 entries left: it answered 403 Forbidden (AccessDenied); run it again to go on\n"
    )
    proxy.pass_on()
    assert russo(full, "push") == "sent 7 entries\n"


def test_only_what_waits(remote: Remote, full: AudioCache) -> None:
    full_of_it = AudioCache(full.cache_dir, remote=remote)
    full_of_it._tier.waiting.add(KEYS[3], replace=False)  # type: ignore[union-attr]
    assert russo(full, "push", "--waiting") == "sent 1 entry\n"
    assert [name.rpartition("/")[2] for name in names(remote)] == [KEYS[3]]
    assert russo(full, "push", "--waiting") == "sent 0 entries\n"


def test_stats_verify_and_prune_of_the_remote(remote: Remote, full: AudioCache) -> None:
    russo(full, "push")
    assert json.loads(russo(full, "stats", "--remote", "--json"))["entries"] == 12
    assert russo(full, "stats", "--remote").startswith("12 entries, ")
    assert russo(full, "verify", "--remote") == "12 entries sound; 0 damaged\n"
    write(remote, KEYS[0], content(remote, KEYS[0])[:-1])
    assert russo(full, "verify", "--remote", status=1) == f"{KEYS[0]}: damaged\n11 entries sound; 1 damaged\n"
    size = len(content(remote, KEYS[1]))
    assert russo(full, "prune", "--remote", "--max-bytes", str(3 * size + 50), "--dry-run").startswith(
        "would delete 9 entries, "
    )
    assert russo(full, "prune", "--remote", "--max-bytes", str(3 * size + 50)).endswith("; 3 left in the remote\n")
    assert russo(full, "prune", "--remote", "--max-age", "1h").endswith(
        "deleted 0 entries, 0 bytes; 3 left in the remote\n"
    )
    assert len(names(remote)) == 3
    assert full.size() == 12


def test_what_is_not_signed_is_found(remote: Remote, full: AudioCache, monkeypatch: pytest.MonkeyPatch) -> None:
    russo(full, "push")
    monkeypatch.setenv(VARIABLE, "0123456789abcdef")
    assert russo(full, "verify", "--remote", status=1).endswith("0 entries sound; 0 damaged, 12 not signed\n")
    # Merging signs the entries, if the secret is known.
    assert russo(full, "merge", remote.address).startswith("0 taken, 12 given, 0 the same")
    assert russo(full, "verify", "--remote") == "12 entries sound; 0 damaged\n"


def test_what_a_remote_does_not_know(remote: Remote, full: AudioCache) -> None:
    assert "--unused-for applies to the folder, not to the remote" in russo(
        full, "prune", "--remote", "--unused-for", "1d", status=1
    )
    assert russo(full, "prune", "--dry-run", "--max-age", "1d").startswith("would delete 0 entries, ")


def test_who_only_reads_sends_and_deletes_nothing(
    remote: Remote, full: AudioCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    russo(full, "push")
    before = names(remote)
    monkeypatch.setenv("RUSSO_CACHE_REMOTE_MODE", "read")
    refused = f"russo: the remote {remote.address!r} may only be read here: the mode is 'read', "
    full.put("abc123", Audio(b"new", "pcm"))
    for command in (["push"], ["prune", "--remote", "--max-bytes", "0"]):
        assert russo(full, *command, status=1).startswith(refused)
    assert russo(full, "merge", remote.address).startswith("0 taken, 0 given, 12 the same")
    assert names(remote) == before
    monkeypatch.setenv("RUSSO_CACHE_REMOTE_MODE", "off")
    assert russo(full, "pull", status=1) == (
        f"russo: RUSSO_CACHE_REMOTE_MODE=off: the remote {remote.address!r} must not be used\n"
    )


def test_no_remote_and_bad_ones(full: AudioCache, monkeypatch: pytest.MonkeyPatch) -> None:
    assert russo(full, "push", status=1) == (
        "russo: no remote is named: give --cache-remote s3://bucket/prefix, or set RUSSO_CACHE_REMOTE\n"
    )
    said = russo(full, "push", "--cache-remote", "s3://key:hunter2@bucket/prefix", status=1)
    assert "credentials come from the environment" in said
    assert "hunter2" not in said
    known = "known are s3://, gs://, az://, file://, memory://"
    for command, source in ((["push", "--cache-remote", "ftp://x"], "--cache-remote"), (["merge", "ftp://x"], "OTHER")):
        assert russo(full, *command, status=1) == (
            f"russo: a remote is an address like s3://bucket/prefix, not 'ftp://x' ({source}); {known}\n"
        )
    said = russo(full, "push", "--cache-remote", "memory://x", "--namespace", "a b", status=1)
    assert said.endswith("not 'a b' (--namespace)\n")
    monkeypatch.setenv("RUSSO_CACHE_REMOTE", "s3://")
    assert russo(full, "push", status=1) == (
        "russo: 's3://' names no bucket (the variable RUSSO_CACHE_REMOTE): write s3://bucket/prefix\n"
    )


def test_what_reads_remotes_is_not_installed(full: AudioCache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sources.write(tmp_path / "lacking" / "obstore.py", "raise ImportError\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "lacking"))
    assert russo(full, "push", "--cache-remote", "s3://x", status=1) == (
        "russo: the remote 's3://x' failed: obstore is needed: pip install \"russo-core[remote]\"\n"
    )


def test_a_remote_that_fails(full: AudioCache, s3: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    assert (
        russo(full, "push", "--cache-remote", s3, status=1)
        == f"russo: the remote {s3!r} failed: it cannot be reached\n"
    )


def differing(tmp_path: Path, full: AudioCache) -> AudioCache:
    """Another folder: one entry of its own, a damaged one, one with different audio, and two that are the same."""
    other = AudioCache(tmp_path / "other")
    other.put("abc123", Audio(b"new", "pcm"), prompt="new")
    other.put("def456", Audio(b"damaged", "pcm"))
    (other.cache_dir / "def456.audio").write_bytes(b"garbage")
    other.put(KEYS[0], Audio(b"another take", "pcm"), prompt="number 0")
    for key in KEYS[1:3]:
        audio = full.get(key)
        assert audio is not None
        other.put(key, audio, prompt="worded otherwise")
    return other


@pytest.mark.parametrize("side", ["--ours", "--theirs"])
def test_two_folders(full: AudioCache, tmp_path: Path, side: str) -> None:
    other = differing(tmp_path, full)
    before = audio_of(full), audio_of(other)
    assert russo(full, "merge", str(other.cache_dir), side) == (
        f"1 taken, 0 given, 2 the same, 1 decided for {side[2:]}, 1 entry of the other side damaged or not signed\n"
    )
    assert full.get("abc123") == Audio(b"new", "pcm")
    assert full.get("def456") is None
    assert full.get(KEYS[0]) == before[side == "--theirs"][KEYS[0]]
    assert audio_of(other) == before[1]


def test_where_both_differ_it_asks(full: AudioCache, tmp_path: Path) -> None:
    other = differing(tmp_path, full)
    ours = full.get(KEYS[0])
    said = russo(full, "merge", str(other.cache_dir), status=1)
    assert f"{KEYS[0]}: both sides have 'number 0', with different audio (ours 1,000 bytes, theirs 12 bytes)" in said
    assert "1 entry left as they are on both sides: run it again with --ours or --theirs" in said
    assert full.get(KEYS[0]) == ours


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_a_folder_and_a_remote(remote: Remote, full: AudioCache, tmp_path: Path, side: str) -> None:
    other = differing(tmp_path, full)
    other.clear()
    other.put(KEYS[0], Audio(b"another take", "pcm"))
    other.put("abc123", Audio(b"new", "pcm"))
    russo(other, "push")
    said = russo(full, "merge", remote.address, f"--{side}")
    assert said == f"1 taken, 11 given, 0 the same, 1 decided for {side}\n"
    third = AudioCache(tmp_path / "third", remote=remote)
    assert third.get(KEYS[0]) == full.get(KEYS[0])
    assert full.get(KEYS[0]) == (Audio(b"another take", "pcm") if side == "theirs" else Audio(bytes(1000), "pcm"))
    assert third.get("abc123") == full.get("abc123") == Audio(b"new", "pcm")
    assert russo(full, "merge", remote.address) == "0 taken, 0 given, 13 the same\n"


def test_say_and_the_command_find_the_remote_in_the_environment(remote: Remote, tmp_path: Path) -> None:
    def say(folder: str, **environment: str) -> str:
        arguments = ("hello", "--provider", "espeak", "-o", tmp_path / "x.wav", "--cache-dir", tmp_path / folder)
        done = subprocess.run(
            [sys.executable, "-m", "russo", "say", *map(str, arguments)],
            env={**os.environ, **environment}, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout.rpartition(", ")[2]

    assert say("one") == "spoken by espeak\n"
    assert say("two") == "from the cache\n"
    assert say("three", RUSSO_CACHE_REMOTE_MODE="off") == "spoken by espeak\n"
    script = "from russo import say; say('hello', provider='espeak', offline=True, cache='four'); print('heard')"
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "heard\n"


def test_a_folder_that_cannot_be_written_gets_nothing(remote: Remote, full: AudioCache, tmp_path: Path) -> None:
    russo(full, "push")
    there = AudioCache(tmp_path / "there")
    there.cache_dir.mkdir()
    (there.cache_dir / ".local").write_text("mine")
    said = russo(there, "pull", status=1)
    assert said.startswith("fetched 0 entries\n12 entries left: cannot keep audio in ")
    assert russo(there, "merge", remote.address, status=1).startswith("russo: cannot keep audio in ")
    assert there.size() == 0


def test_an_entry_that_could_not_be_fetched_is_left(s3: str, proxy: Proxy, full: AudioCache, tmp_path: Path) -> None:
    empty = AudioCache(tmp_path / "empty")
    russo(full, "push", "--cache-remote", s3)
    proxy.before = lambda proxy, method, path: (
        status(500)(proxy, method, path) if method == "GET" and path.endswith(KEYS[5]) else None
    )
    assert russo(empty, "pull", "--cache-remote", s3, status=1) == (
        "fetched 11 entries\n1 entry left: it answered 500 Internal Server Error; run it again to go on\n"
    )
    proxy.pass_on()
    assert russo(empty, "pull", "--cache-remote", s3) == "fetched 1 entry\n"
    assert audio_of(empty) == audio_of(full)


def test_namespaces_below_another_one_are_not_touched(remote: Remote, full: AudioCache, tmp_path: Path) -> None:
    """Objects are at ``<namespace>/entries/`` and ``<namespace>/leases/``, and a namespace may have such a name."""
    inner = AudioCache(tmp_path / "inner")
    inner.put(KEYS[0], Audio(b"inner", "pcm"))
    for name in ("team/entries", "team/leases"):
        assert russo(inner, "push", "--namespace", name) == "sent 1 entry\n"
    below = names(remote)
    for path in below:
        os.utime(tmp_path / "shared" / path, (1.0, 1.0))
    assert russo(full, "stats", "--remote", "--namespace", "team") == "0 entries, 0 bytes in the remote\n"
    assert russo(full, "push", "--namespace", "team") == "sent 12 entries\n"
    assert russo(full, "prune", "--remote", "--namespace", "team", "--max-bytes", "0").endswith(
        "; 0 left in the remote\n"
    )
    assert names(remote) == below
    empty = AudioCache(tmp_path / "empty")
    assert russo(empty, "pull", "--namespace", "team/leases") == "fetched 1 entry\n"
    assert empty.get(KEYS[0]) == Audio(b"inner", "pcm")


def test_pruning_deletes_abandoned_leases(remote: Remote, full: AudioCache, tmp_path: Path) -> None:
    folder = tmp_path / "shared" / "russo-1" / "main" / "leases"
    for name, age in ((f"{KEYS[0]}/000000000", 7200), (f"{KEYS[0]}/000000001", 60), ("clocks/0123456789abcdef", 7200)):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"{}")
        os.utime(path, (time.time() - age, time.time() - age))
    russo(full, "prune", "--remote", "--max-age", "1d")
    assert names(remote) == [f"russo-1/main/leases/{KEYS[0]}/000000001"]


def test_a_pull_repairs_what_is_damaged_and_leaves_what_is_not(remote: Remote, full: AudioCache) -> None:
    russo(full, "push")
    kept = audio_of(full)
    for number, ending in enumerate((".audio", ".meta")):
        (full.cache_dir / f"{KEYS[number]}{ending}").write_bytes(b"damaged")
    (full.cache_dir / f"{KEYS[2]}.audio").unlink()
    (full.cache_dir / f"{KEYS[3]}.audio").write_bytes(b"version https://git-lfs.github.com/spec/v1\n")
    (full.cache_dir / f"{KEYS[4]}.meta").write_text('{"schema": 99}')
    assert russo(full, "pull", "--dry-run") == "would fetch 3 entries\n"
    assert russo(full, "pull") == "fetched 3 entries\n"
    assert audio_of(full) == {key: None if key in KEYS[3:5] else audio for key, audio in kept.items()}
    assert russo(full, "pull") == "fetched 0 entries\n"


def test_a_remote_that_only_this_process_has_is_none_for_a_command(full: AudioCache) -> None:
    waiting = full.cache_dir / ".local" / "unsent" / KEYS[0]
    waiting.parent.mkdir(parents=True, exist_ok=True)
    waiting.touch()
    for command in (["push"], ["pull"], ["merge", "memory://x"]):
        assert russo(full, *command, *["--cache-remote", "memory://x"] * (len(command) == 1), status=1) == (
            "russo: the remote 'memory://x' would be gone when this command ends: "
            "name one that other machines can reach\n"
        )
    assert waiting.exists()


def test_a_folder_that_is_not_there_is_not_taken_for_an_empty_one(remote: Remote, tmp_path: Path) -> None:
    said = russo(AudioCache(tmp_path / "typo"), "push")
    assert said.startswith("sent 0 entries\n")
    assert f"russo: there is no folder {str(tmp_path / 'typo')!r}; russo config shows the folder of the project" in said


def test_who_only_reads_decides_nothing_for_the_remote(
    remote: Remote, full: AudioCache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    russo(full, "push")
    full.put(KEYS[0], Audio(b"mine", "pcm"))
    monkeypatch.setenv("RUSSO_CACHE_REMOTE_MODE", " Read")  # as lenient as the settings of pytest
    said = russo(full, "merge", remote.address, "--ours", status=1)
    assert said.startswith("0 taken, 0 given, 11 the same\n1 entry left as they are on both sides")
    assert full.get(KEYS[0]) == Audio(b"mine", "pcm")


def test_the_password_in_a_misspelled_address_is_not_shown(full: AudioCache) -> None:
    said = russo(full, "merge", "s3:/key:hunter2@bucket", status=1)
    assert said == "russo: what is named is neither a folder nor the address of a remote, like s3://bucket/prefix\n"
