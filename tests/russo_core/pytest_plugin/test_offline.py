from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from russo_core.pytest_plugin.conftest import Project

TEST = """
import pytest

@pytest.mark.russo("one")
def test_one(russo_audio): pass

def test_two(russo_say): russo_say("two")
"""


def test_offline_replays_what_is_kept_and_fails_what_is_not(project: Project) -> None:
    project.test(TEST)
    project.run("-k", "one").assert_outcomes(passed=1, deselected=1)
    result = project.run("--russo-offline")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines("E*russo.errors.CacheMissError: *offline*'two'*")
    result.stdout.re_match_lines(r"'two' by .+ \(not in the cache\)$")
    assert project.texts == ["one"]


@pytest.mark.parametrize(
    ("first", "option", "advised"),
    [
        ("--russo-online", "--russo-offline", ("--russo-online",)),
        ("--russo-lock", "--russo-offline", ("--russo-online", "--russo-lock")),
        ("--russo-lock", "--russo-frozen", ("--russo-online", "--russo-lock")),
    ],
)
def test_what_a_miss_advises_is_enough(project: Project, first: str, option: str, advised: tuple[str, ...]) -> None:
    project.test("def test_it(russo_say): russo_say('one')")
    project.run(first).assert_outcomes(passed=1)
    project.test("def test_it(russo_say): russo_say('two')")
    result = project.run(option)
    result.stdout.fnmatch_lines(f"E*Ask for it once where fake may be called, as pytest {' '.join(advised)} does")
    project.run(*advised).assert_outcomes(passed=1)
    project.run(option).assert_outcomes(passed=1)


def test_a_folder_that_cannot_be_written_advises_the_option_of_pytest(project: Project) -> None:
    project.test("def test_it(russo_say): russo_say('one')")
    project.write({".russo_cache": "mine"})
    result = project.run()
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines("not kept: cannot keep audio in *; choose another folder with --russo-cache-dir")


@pytest.mark.parametrize(
    ("ini", "ci", "args", "calls"),
    [
        ("true", None, (), 0),
        ("false", "true", (), 2),
        ("ci", None, (), 2),
        ("ci", "false", (), 2),
        ("ci", "true", (), 0),
        ("ci", "true", ("--russo-online",), 2),
        ("false", None, ("--russo-offline",), 0),
    ],
)
def test_who_is_offline(
    project: Project, monkeypatch: pytest.MonkeyPatch, ini: str, ci: str | None, args: tuple[str, ...], calls: int
) -> None:
    project.test(TEST, ini=f"russo_provider = fake\nrusso_offline = {ini}")
    if ci is not None:
        monkeypatch.setenv("CI", ci)
    project.run(*args).assert_outcomes(**({"passed": 2} if calls else {"errors": 1, "failed": 1}))
    assert len(project.calls) == calls


def test_offline_holds_for_a_synthesizer_of_the_users_own(project: Project) -> None:
    project.test(
        "import pytest\nfrom fake_provider import FakeSynthesizer\n"
        "@pytest.fixture\ndef russo_synthesizer(): return FakeSynthesizer()\n"
        "def test_it(russo_say): russo_say('one')"
    )
    project.run("--russo-offline").assert_outcomes(failed=1)
    assert project.calls == []


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (
            ("--russo-no-cache",),
            (
                "offline (--russo-offline) replays the cache, which is off (--russo-no-cache): "
                "drop one of them, or add --russo-online"
            ),
        ),
        (
            ("--russo-refresh",),
            (
                "offline (--russo-offline) replays the cache, which --russo-refresh would record again: "
                "drop one of them, or add --russo-online"
            ),
        ),
        (
            ("--russo-clear-cache",),
            (
                "offline (--russo-offline) replays the cache, which --russo-clear-cache would record again: "
                "drop one of them, or add --russo-online"
            ),
        ),
    ],
)
def test_offline_does_not_go_with_what_needs_a_provider(project: Project, args: tuple[str, ...], message: str) -> None:
    project.test(TEST)
    result = project.run("--russo-offline", *args)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(f"ERROR: {message}")


def test_refresh_speaks_once_again_and_replaces(project: Project) -> None:
    project.test(TEST + "def test_again(russo_say): russo_say('two')\n")
    project.run().assert_outcomes(passed=3)
    project.run("--russo-refresh").assert_outcomes(passed=3)
    assert sorted(project.texts) == ["one", "one", "two", "two"]
    project.run().assert_outcomes(passed=3)
    assert len(project.calls) == 4
    assert project.entries == 2


def test_a_refresh_that_fails_leaves_what_was_kept(project: Project) -> None:
    project.test(TEST)
    project.run().assert_outcomes(passed=2)
    (project.path / "pytest.ini").write_text("[pytest]\nrusso_provider = fake\n")
    project.pytester._monkeypatch.setenv(
        "FAKE_PROVIDER_LOG", str(project.path)
    )  # a folder, to which no line can be written
    project.run("--russo-refresh").assert_outcomes(errors=1, failed=1)
    project.run("--russo-offline").assert_outcomes(passed=2)


def test_what_is_missing_is_said_where_sockets_are_forbidden(project: Project) -> None:
    """Sockets, which an event loop needs, are blocked in the way of pytest-socket."""
    project.test(
        "def test_it(russo_say): russo_say('hello')\n",
        conftest="""
import socket
import pytest

class Forbidden(socket.socket):
    def __new__(cls, *args, **kwargs):
        raise RuntimeError("a test tried to use a socket")

@pytest.fixture(autouse=True)
def _no_sockets(monkeypatch):
    monkeypatch.setattr(socket, "socket", Forbidden)
    monkeypatch.setattr(socket, "socketpair", Forbidden)
""",
    )
    result = project.run("--russo-offline")
    result.stdout.fnmatch_lines("E   russo.errors.CacheMissError: offline, and 'hello' by fake is not in the cache *")
    assert "tried to use a socket" not in result.stdout.str()
