from __future__ import annotations

import json
import os
import subprocess
import sys
import wave
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import forked
from russo_core.acme import ACME

if TYPE_CHECKING:
    from russo_core.conftest import Install


class Command:
    """Runs the command in a folder, as a user would type it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(
        self, *arguments: str, path: str | Path | None = None, **variables: str
    ) -> subprocess.CompletedProcess[bytes]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("RUSSO_")}
        environment = kept | {"COLUMNS": "120", "PATH": "", **variables}
        if path:
            environment["PYTHONPATH"] = str(path)
        command = [sys.executable, "-m", "russo", *arguments]
        return forked.run(command, cwd=self.folder, env=environment)


@pytest.fixture
def russo(tmp_path: Path) -> Command:
    (tmp_path / "somewhere").mkdir()
    return Command(tmp_path / "somewhere")


def test_say_writes_a_file_and_the_second_time_reads_the_cache(russo: Command) -> None:
    first = russo("say", "Hallo", "--provider", "espeak", "--voice", "de", "-o", "hallo.wav")
    spoken = (russo.folder / "hallo.wav").read_bytes()
    second = russo("say", "Hallo", "--provider", "espeak", "--voice", "de", "-o", "hallo.wav")
    assert (first.returncode, second.returncode) == (0, 0)
    assert first.stdout.decode().rstrip().endswith(" s, spoken by espeak")
    assert second.stdout.decode().rstrip().endswith(" s, from the cache")
    assert (russo.folder / "hallo.wav").read_bytes() == spoken
    with wave.open(BytesIO(spoken)) as reader:
        assert reader.getframerate() == 22050
    assert len(list((russo.folder / ".russo_cache").glob("*.audio"))) == 1


def test_say_to_standard_output(russo: Command) -> None:
    done = russo("say", "Hello", "-o", "-")
    assert done.stdout[:4] == b"RIFF"
    assert b"spoken by hibari" in done.stderr


@pytest.mark.parametrize("ending", ["", "\n", "\r\n"])
def test_say_of_standard_input_is_the_entry_of_its_text(russo: Command, ending: str) -> None:
    russo("say", "one\ntwo", "--provider", "espeak", "-o", "a.wav")
    command = [sys.executable, "-m", "russo", "say", "-", "--provider", "espeak", "-o", "b.wav"]
    done = forked.run(command, cwd=russo.folder, given=f"one\ntwo{ending}", text=True)
    assert done.stdout.rstrip().endswith(" s, from the cache")


def test_say_without_a_player_tells_where_the_file_is(russo: Command) -> None:
    done = russo("say", "Hello")
    path, _, rest = done.stdout.decode().partition(": ")
    assert rest.rstrip().endswith("no player was found, so listen to the file")
    with open(path, "rb") as file:
        assert file.read(4) == b"RIFF"
    os.unlink(path)


def test_say_options_and_no_cache(russo: Command) -> None:
    done = russo("say", "Hello", "--provider", "espeak", "--option", "rate=300", "--no-cache", "-o", "fast.wav")
    assert done.returncode == 0
    assert not (russo.folder / ".russo_cache").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["say", "Hello", "--provider", "gogle"],
            "russo: no provider named 'gogle'. Did you mean 'google'? Installed: ",
        ),
        (["say", " "], "russo: no text to speak: ' '"),
        (
            ["say", "Hello", "--option", "rate"],
            "russo: 'rate' is not an option (--option): write name = value, for example rate = 150",
        ),
        (
            ["say", "Hello", "--option", "api_key sk-0123456789abcdefghij"],
            "russo: 'api_key' is not an option (--option): write name = value, for example rate = 150\n",
        ),
        (
            ["say", "Hello", "--option", "sk-0123456789abcdefghijklmn"],
            "russo: a line of 27 characters is not an option (--option): write name = value, for example rate = 150\n",
        ),
        (
            ["say", "Hello", "--provider", "command"],
            "russo: provider 'command' needs the option 'command': write command = ... among its options\n",
        ),
        (
            ["say", "Hello", "--option", "seed=x"],
            "russo: option 'seed' of provider 'hibari' must be a whole number, not 'x'",
        ),
        (
            ["say", "Hello", "--option", "speed=" + "9" * 5000],
            f"russo: option 'speed' of provider 'hibari' must be a number, not '{'9' * 100}",
        ),
        (
            ["say", "Hello", "--option", "speed=" + "9" * 400],
            f"russo: speed={'9' * 200} must be a number from 0.5 to 2\n",
        ),
        (
            ["say", "Hello", "--option", "vice=x"],
            "russo: provider 'hibari' has no option 'vice'. Did you mean 'voice'? Possible: voice, ",
        ),
    ],
)
def test_errors_are_one_line(russo: Command, arguments: list[str], message: str) -> None:
    done = russo(*arguments)
    assert done.returncode == 1
    assert done.stdout == b""
    assert done.stderr.decode().startswith(message)
    assert done.stderr.decode().count("\n") == 1


def test_providers_lists_what_is_installed_and_what_is_wrong(russo: Command, install: Install) -> None:
    acme = install("russo-acme", "acme_plugin", ACME)
    install("russo-broken", "acme_broken", "import nothing_like_it", name="broken")
    broken = acme.parent / "site-of-russo-broken"
    done = russo("providers", "--json", path=f"{acme}{os.pathsep}{broken}")
    rows = {row["name"]: row for row in json.loads(done.stdout)}
    assert rows["acme"] == {
        "name": "acme", "package": "russo-acme", "version": "1.0", "voice": "anna", "model": None, "key": "not needed", "problem": None,
    }  # fmt: skip
    assert rows["espeak"]["voice"] == "en-us"
    assert rows["broken"]["problem"] == (
        "provider 'broken' is installed (russo-broken 1.0), but its plugin failed to load: "
        """ModuleNotFoundError("No module named 'nothing_like_it'"); """
        "try: pip install --upgrade russo-broken, or uninstall it"
    )
    table = russo("providers", path=f"{acme}{os.pathsep}{broken}").stdout.decode()
    assert table.splitlines()[0].split() == ["provider", "package", "version", "voice", "model", "key"]
    assert "broken: provider 'broken' is installed" in table


def test_providers_tells_whether_the_key_is_set(russo: Command, install: Install) -> None:
    site = install(
        "russo-acme", "acme_plugin", ACME.replace('default_voice="anna"', 'env=("ACME_KEY", "ACME_OLD_KEY")')
    )
    unset = json.loads(russo("providers", "--json", path=site).stdout)
    is_set = json.loads(russo("providers", "--json", path=site, ACME_OLD_KEY="s3cret").stdout)
    assert next(row["key"] for row in unset if row["name"] == "acme") == "ACME_KEY is not set"
    assert next(row["key"] for row in is_set if row["name"] == "acme") == "ACME_OLD_KEY is set"


def test_voices(russo: Command) -> None:
    rows = json.loads(russo("voices", "espeak", "--language", "de", "--json").stdout)
    assert [row["id"] for row in rows] == ["de"]
    assert json.loads(russo("voices", "espeak", "--name", "no such voice", "--json").stdout) == []


@pytest.mark.parametrize(
    "provider", [("command", "--option", "command=say"), ("http", "--option", "url=http://127.0.0.1:9/{text}")]
)
def test_a_provider_that_lists_no_voices_says_so(russo: Command, provider: tuple[str, ...]) -> None:
    done = russo("voices", *provider)
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().strip() == f"russo: provider {provider[0]!r} does not list its voices"


@pytest.mark.parametrize(
    ("arguments", "method", "what", "error"),
    [
        (("voices", "acme"), "async def list_voices(self):", "list its voices", "KeyError('voices')"),
        (("voices", "acme"), "async def list_voices(self):", "list its voices", "SystemExit('no licence')"),
        (("say", "Hello", "--provider", "acme"), "async def synthesize(self, text):", "speak", "KeyError('voices')"),
    ],
)
def test_a_fault_of_a_provider_is_one_line(
    russo: Command, install: Install, arguments: tuple[str, ...], method: str, what: str, error: str
) -> None:
    failing = f"    {method}\n        raise {error}\n    async def instead"
    source = ACME.replace("    async def synthesize", failing)
    site = install("russo-acme", "acme_plugin", source)
    done = russo(*arguments, path=site)
    line = source.splitlines().index(f"        raise {error}") + 1
    said = f"provider 'acme' failed to {what}, which is a fault of its package: {error}"
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().splitlines() == [f"russo: {said} ({site / 'acme_plugin.py'}, line {line})"]


def test_a_table_in_a_pipe_has_a_line_for_each_row_and_cuts_nothing(russo: Command) -> None:
    lines = russo("voices", "espeak", "--language", "en", COLUMNS="40").stdout.decode().splitlines()
    (line,) = [line for line in lines if line.startswith("en-gb-x-gbclan ")]
    assert line.rstrip() == ("en-gb-x-gbclan      English (Lancaster)               en-gb en-gb-x-gbclan en  -       -")


def test_a_terminal_does_not_break_what_one_copies(russo: Command) -> None:
    program = (
        "import sys; sys.stdout.isatty = lambda: True; sys.argv[1:] = ['config']; from russo.cli import main; main()"
    )
    (russo.folder / "pytest.ini").write_text("[pytest]\nrusso_cache_remote_namespace = main\n")
    environment = {**os.environ, "COLUMNS": "80", "TERM": "dumb"}
    lines = forked.run(
        [sys.executable, "-c", program], cwd=russo.folder, env=environment, text=True
    ).stdout.splitlines()
    (line,) = [line for line in lines if line.startswith("russo_cache_remote_namespace ")]
    assert line.split()[1:3] == ["main", "russo_cache_remote_namesp"]
    assert max(map(len, lines)) <= 80


def test_version(russo: Command) -> None:
    assert russo("--version").stdout.decode().startswith("russo-core 0.")


@pytest.mark.parametrize("encoding", ["ascii", "utf-8:strict"])
def test_what_the_terminal_cannot_show_is_escaped(russo: Command, encoding: str) -> None:
    text = "Grüße"
    russo("say", text, "-o", "out.wav")
    done = russo("cache", "ls", PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stderr) == (0, b"")
    assert (text if encoding != "ascii" else "Gr\\xfc\\xdfe").encode() in done.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a Linux device that is always full")
def test_standard_output_that_cannot_be_written(russo: Command) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "russo", "say", "hi", "-o", "-"],
            cwd=russo.folder,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (done.returncode, done.stderr) == (1, b"russo: cannot write to standard output: No space left on device\n")


@pytest.mark.parametrize("group", [(), ("cache",), ("lock",)])
def test_the_help_of_a_terminal_of_80_columns_cuts_no_summary(russo: Command, group: tuple[str, ...]) -> None:
    listed = russo(*group, "--help", COLUMNS="80").stdout.decode().partition("Commands:")[2].split("\n")[1:-1]
    assert len(listed) > 1
    assert [line for line in listed if not line.rstrip().endswith(".")] == []
    assert [line for line in listed if line.rstrip().endswith("...")] == []
