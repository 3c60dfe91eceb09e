"""A remote in the settings of pytest: two clones of a project, each with its own cache folder."""

from __future__ import annotations

import shlex
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

import forked

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from russo_core.pytest_plugin.conftest import Project

TESTS = """
import pytest

@pytest.mark.russo("one")
def test_one(russo_audio): pass

@pytest.mark.parametrize("text", ["two", "three"])
def test_more(russo_say, text): russo_say(text)
"""


@pytest.fixture
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shared") / "remote"


@pytest.fixture
def clone(project: Project, shared: Path) -> Callable[[str], None]:
    """Act as another machine: the tests stay, but the cache is gone."""

    def start(ini: str = "") -> None:
        project.test(TESTS, ini=f"russo_provider = fake\nrusso_cache_remote = {shared.as_uri()}\n{ini}")
        shutil.rmtree(project.path / ".russo_cache", ignore_errors=True)

    start()
    return start


def entries(shared: Path) -> list[Path]:
    return sorted(shared.glob("russo-1/main/entries/*"))


def test_a_second_clone_pays_nothing(project: Project, shared: Path, clone: Callable[..., None]) -> None:
    first = project.run()
    first.stdout.fnmatch_lines([
        f"russo: fake, *, remote {shared.as_uri()} (readwrite)",
        "3 utterances: 0 from the cache, 3 synthesized",
        f"remote {shared.as_uri()}: 0 fetched (0.0 MB), 3 not there, 3 sent (0.1 MB)",
    ])  # fmt: skip
    clone()
    second = project.run()
    second.assert_outcomes(passed=3)
    second.stdout.fnmatch_lines([
        "russo: fetched 1 entry in * s",
        "3 utterances: 3 from the cache (0 on disk, 3 from the remote), 0 synthesized",
        f"remote {shared.as_uri()}: 3 fetched (0.1 MB), 0 not there",
    ])  # fmt: skip
    assert project.texts == ["one", "two", "three"]
    third = project.run()
    third.stdout.fnmatch_lines("3 utterances: 3 from the cache, 0 synthesized")
    third.stdout.no_fnmatch_line("remote *")


def test_a_refresh_is_one_on_a_machine_that_has_nothing_yet(project: Project, clone: Callable[..., None]) -> None:
    project.run().assert_outcomes(passed=3)
    clone()
    project.run("--russo-refresh").assert_outcomes(passed=3)
    assert sorted(project.texts) == ["one", "one", "three", "three", "two", "two"]


def test_a_clone_whose_bucket_was_tampered_with_notices(
    project: Project, shared: Path, clone: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    from russo import Audio, AudioCache
    from russo.cache import Remote

    monkeypatch.setenv("RUSSO_CACHE_SECRET", "a-secret-of-the-team")
    project.run()
    clone()
    stranger = AudioCache(project.path / "elsewhere", remote=Remote(shared.as_uri(), secrets=[]))
    for path in entries(shared)[:2]:
        path.unlink()
        stranger.put(path.name, Audio(b"words of a stranger", "pcm"))
    result = project.run()
    result.assert_outcomes(passed=3)
    result.stdout.fnmatch_lines([
        "3 utterances: 1 from the cache (0 on disk, 1 from the remote), 2 synthesized",
        "remote: 2 entries not signed by RUSSO_CACHE_SECRET, and therefore not used: somebody without the secret has written to it",
    ])  # fmt: skip
    assert "a-secret-of-the-team" not in result.stdout.str()
    assert len(project.texts) == 5


def test_offline_and_frozen_runs_use_the_remote(project: Project, shared: Path, clone: Callable[..., None]) -> None:
    project.run("--russo-lock")
    for option in ("--russo-offline", "--russo-frozen"):
        clone()
        result = project.run(option)
        result.assert_outcomes(passed=3)
        result.stdout.fnmatch_lines("3 utterances: 3 from the cache (0 on disk, 3 from the remote), 0 synthesized")
    clone()
    project.run("--russo-offline", "--russo-no-remote").assert_outcomes(errors=1, failed=2)
    assert len(project.texts) == 3


def test_a_lock_names_all_that_is_fetched_ahead(project: Project, clone: Callable[..., None]) -> None:
    project.run("--russo-lock")
    clone()
    project.run("--russo-frozen").stdout.fnmatch_lines("russo: fetched 3 entries in * s")
    clone()
    project.run("--russo-frozen", "-k", "one").stdout.fnmatch_lines("russo: fetched 1 entry in * s")


def test_without_fetching_ahead(project: Project, clone: Callable[..., None]) -> None:
    project.run()
    clone()
    result = project.run("--russo-no-prefetch")
    result.stdout.no_fnmatch_line("russo: fetched *")
    result.stdout.fnmatch_lines("3 utterances: 3 from the cache (0 on disk, 3 from the remote), 0 synthesized")


@pytest.mark.parametrize(
    ("ini", "environment", "args", "kept"),
    [
        ("russo_cache_remote_mode = read", {}, (), 0),
        ("russo_cache_remote_mode = off", {}, (), 0),
        ("russo_cache_remote_mode = ci", {}, (), 0),
        ("russo_cache_remote_mode = ci", {"CI": "true"}, (), 3),
        ("russo_cache_remote_mode = readwrite", {"GITHUB_EVENT_NAME": "pull_request"}, (), 0),
        ("russo_cache_remote_mode = read", {"RUSSO_CACHE_REMOTE_MODE": "readwrite"}, (), 3),
        ("", {"RUSSO_CACHE_REMOTE_MODE": "readwrite"}, ("--russo-no-remote",), 0),
        ("", {}, ("--russo-no-cache",), 0),
    ],
)
def test_who_writes(
    project: Project,
    shared: Path,
    clone: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    ini: str,
    environment: dict[str, str],
    args: tuple[str, ...],
    kept: int,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    clone(ini)
    project.run(*args).assert_outcomes(passed=3)
    assert len(entries(shared)) == kept
    assert len(project.texts) == 3


def test_where_it_can_be_set(project: Project, shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project.test(TESTS)
    monkeypatch.setenv("RUSSO_CACHE_REMOTE", (shared / "variable").as_uri())
    monkeypatch.setenv("RUSSO_CACHE_REMOTE_NAMESPACE", "team/b")
    project.run("--russo-cache-remote", (shared / "option").as_uri())
    assert len(list(shared.glob("option/russo-1/team/b/entries/*"))) == 3
    assert not (shared / "variable").exists()


@pytest.mark.parametrize(
    ("args", "environment", "said"),
    [
        (("--russo-cache-remote", "bucket"), {}, "a remote is an address like s3://bucket/prefix, not 'bucket' (--russo-cache-remote)"),
        ((), {"RUSSO_CACHE_REMOTE_MODE": "write"}, "must be one of read, readwrite, ci, off, not 'write' (the variable RUSSO_CACHE_REMOTE_MODE)"),
        ((), {"RUSSO_CACHE_SECRET": "hunter2"}, "a secret of 7 characters can be guessed (the variable RUSSO_CACHE_SECRET)"),
        ((), {"RUSSO_CACHE_REMOTE_NAMESPACE": "a b"}, "not 'a b' (the variable RUSSO_CACHE_REMOTE_NAMESPACE)"),
    ],
)  # fmt: skip
def test_settings_that_cannot_be_used(
    project: Project,
    clone: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    args: tuple[str, ...],
    environment: dict[str, str],
    said: str,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    result = project.run(*args)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert said in result.stderr.str()
    assert "hunter2" not in result.stderr.str()


def test_a_remote_that_fails_costs_a_line(project: Project, shared: Path, clone: Callable[..., None]) -> None:
    shared.parent.joinpath("remote").write_text("no folder")
    result = project.run()
    result.assert_outcomes(passed=3)
    result.stdout.fnmatch_lines([
        "3 utterances: 0 from the cache, 3 synthesized",
        "remote: not used for the rest of the run: *",
        f"remote: 3 entries could not be sent, and wait: russo cache push --cache-remote {shared.as_uri()}*",
    ])  # fmt: skip
    shared.unlink()
    again = project.run()
    again.stdout.fnmatch_lines("remote *: 0 fetched (0.0 MB), 0 not there, 3 sent (0.1 MB)")
    assert len(entries(shared)) == 3


def test_the_command_that_sends_what_waits_can_be_typed(project: Project, shared: Path) -> None:
    project.test(TESTS)
    shared.write_text("no folder")
    options = ["--russo-cache-remote", shared.as_uri(), "--russo-cache-dir", "my cache"]
    result = project.run(*options, "-o", "russo_cache_remote_namespace=team/b")
    (line,) = (line for line in result.outlines if "could not be sent, and wait: " in line)
    shared.unlink()
    command = shlex.split(line.partition("wait: ")[2])
    assert command[:3] == ["russo", "cache", "push"]
    done = forked.run([sys.executable, "-m", *command], cwd=project.path, text=True)
    assert (done.returncode, done.stdout) == (0, "sent 3 entries\n"), done.stderr
    assert len(list(shared.glob("russo-1/team/b/entries/*"))) == 3


HEARD = "3 utterances: 3 from the cache (0 on disk, 3 from the remote), 0 synthesized"


@pytest.mark.parametrize("workers", ["1", *(pytest.param(many, marks=pytest.mark.slow) for many in "24")])
def test_workers_of_xdist(project: Project, shared: Path, clone: Callable[..., None], workers: str) -> None:
    pytest.importorskip("xdist")
    project.run_outside("-n", workers).assert_outcomes(passed=3)
    clone()
    result = project.run_outside("-n", workers)
    result.stdout.fnmatch_lines([HEARD, f"remote {shared.as_uri()}: 3 fetched (0.1 MB), 0 not there"])
    assert sorted(project.texts) == ["one", "three", "two"]


def test_the_report_and_the_ledger_tell_them_apart(project: Project, clone: Callable[..., None]) -> None:
    from russo.spending.ledger import totals

    project.run()
    clone()
    project.run("--russo-report", "report.html")
    assert "from the remote" in (project.path / "report.html").read_text(encoding="utf-8")
    project.run()
    found = totals(project.path / ".russo_cache")
    assert (found.remote.utterances, found.saved.utterances) == (3, 6)


LFS = "version https://git-lfs.github.com/spec/v1\noid sha256:{0}\nsize 48000\n"


@pytest.mark.parametrize(
    ("which", "args"),
    [
        ("*.audio", ()),
        ("*.meta", ()),
        ("*.*", ()),
        ("*.audio", ("--russo-offline",)),
        pytest.param("*.*", ("-n", "2"), marks=pytest.mark.slow),
    ],
)
def test_pointers_of_git_lfs(project: Project, which: str, args: tuple[str, ...]) -> None:
    project.test(TESTS)
    project.run()
    pointers = [path for path in (project.path / ".russo_cache").glob(which) if path.suffix in {".audio", ".meta"}]
    for path in pointers:
        path.write_text(LFS.format("0" * 64))
    result = project.run_outside(*args) if "-n" in args else project.run(*args)
    result.assert_outcomes(errors=1, failed=2)
    result.stdout.fnmatch_lines("*Git LFS pointer: git lfs pull*")
    result.stdout.fnmatch_lines("3 entries present but not readable: Git LFS pointer: git lfs pull")
    assert len(project.texts) == 3
    assert {path.read_text() for path in pointers} == {LFS.format("0" * 64)}
    # They are replaced on explicit request.
    project.run("--russo-refresh").assert_outcomes(passed=3)
    assert len(project.texts) == 6


def test_links_and_files_of_others(project: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
    project.test(TESTS)
    project.run()
    annex = project.path / ".git" / "annex" / "objects"
    annex.mkdir(parents=True)
    first, second, _ = sorted((project.path / ".russo_cache").glob("*.audio"))
    for path, target in ((first, annex / first.name), (second, tmp_path_factory.mktemp("bazel") / second.name)):
        shutil.move(path, target)
        path.symlink_to(target)
    result = project.run()
    result.stdout.fnmatch_lines_random([
        "1 entry present but not readable: link of git-annex: git annex unlock, after git annex get",
        "1 entry present but not readable: symbolic link: russo does not read links, so copy the files, as cp -rL does",
    ])  # fmt: skip
    assert len(project.texts) == 3


def test_unused_entries_that_are_not_sent_stay(project: Project, shared: Path, clone: Callable[..., None]) -> None:
    shared.touch()  # which is to be a folder
    project.run().assert_outcomes(passed=3)
    project.test("def test_one(russo_say): russo_say('one')", ini="russo_provider = fake")
    assert "not used" not in project.run().stdout.str()
    project.run("--russo-prune-unused").stdout.fnmatch_lines(
        "kept 2 unused entries, still waiting to be sent to the remote: russo cache push --waiting"
    )
    assert project.entries == 3
    shared.unlink()
    project.test(
        "def test_one(russo_say): russo_say('one')",
        ini=f"russo_provider = fake\nrusso_cache_remote = {shared.as_uri()}",
    )
    result = project.run("--russo-prune-unused")
    result.stdout.fnmatch_lines("deleted 2 entries of the cache that this run did not use")
    result.stdout.no_fnmatch_line("kept *")
    assert (project.entries, len(entries(shared))) == (1, 3)
