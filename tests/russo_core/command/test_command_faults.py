"""Programs that fail, and that nothing is left of them."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from russo.errors import NoAudioError, ProviderUnavailableError, SynthesisError, SynthesisTimeoutError
from russo.providers import pipes
from russo.providers.command import CommandSynthesizer

if TYPE_CHECKING:
    from collections.abc import Callable

# Starts another program, which inherits the pipes, as a wrapper script does; both would run for ten minutes.
WRAPPER = """
import pathlib, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
pathlib.Path(sys.argv[1]).write_text(str(child.pid))
child.wait()
"""


async def test_no_such_program() -> None:
    with pytest.raises(ProviderUnavailableError) as caught:
        await CommandSynthesizer(command="no-such-engine --fast").synthesize("Hello")
    assert str(caught.value) == ("command: no program 'no-such-engine': install it, or give its full path in command")
    assert isinstance(caught.value.__cause__, FileNotFoundError)


async def test_a_program_that_cannot_be_run(tmp_path: Path) -> None:
    with pytest.raises(ProviderUnavailableError, match=r"^command: "):
        await CommandSynthesizer(command=[str(tmp_path)]).synthesize("Hello")


async def test_a_program_that_fails_says_why(program: Callable[..., list[str]]) -> None:
    command = program("import sys\nfor n in range(9): print('line', n, file=sys.stderr)\nsys.exit(3)")
    with pytest.raises(SynthesisError) as caught:
        await CommandSynthesizer(command=command).synthesize("Hello")
    assert str(caught.value).splitlines() == [
        f"command: {command[0]!r} ended with status 3",
        *(f"line {n}" for n in range(4, 9)),
    ]


@pytest.mark.parametrize("code", ["", "print('Usage: engine')"])
async def test_a_program_that_writes_no_audio(program: Callable[..., list[str]], code: str) -> None:
    command = program(code)
    with pytest.raises(
        NoAudioError, match=r"ended with status 0, but command answered without audio that can be heard"
    ):
        await CommandSynthesizer(command=command).synthesize("Hello")


async def test_a_program_that_never_reads(program: Callable[..., list[str]]) -> None:
    code = "import sys; sys.stdin.close(); sys.exit(1)"
    with pytest.raises(SynthesisError, match="ended with status 1"):
        await CommandSynthesizer(command=program(code)).synthesize("Hello " * 100_000)


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    # An orphan that has ended remains until it is reaped.
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"


def has_written(file: Path) -> bool:
    return file.exists() and bool(file.read_text())


def read_pid(file: Path) -> int:
    while not has_written(file):
        time.sleep(0.01)
    return int(file.read_text())


def wait_until_gone(pid: int) -> None:
    while is_there(pid):
        time.sleep(0.01)


@pytest.mark.skipif(os.name == "nt", reason="looks at processes as POSIX has them")
async def test_cancelling_kills_the_program_and_what_it_started(
    program: Callable[..., list[str]], tmp_path: Path
) -> None:
    file = tmp_path / "pid"
    call = asyncio.create_task(CommandSynthesizer(command=program(WRAPPER, str(file))).synthesize("Hello"))
    pid = await asyncio.to_thread(read_pid, file)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    wait_until_gone(pid)


@pytest.mark.skipif(os.name == "nt", reason="looks at processes as POSIX has them")
async def test_the_time_limit_kills_them_too(program: Callable[..., list[str]], tmp_path: Path) -> None:
    file = tmp_path / "pid"
    for limit in (2, 20, 120):  # on a busy machine, the program may need more than the shortest one to start another
        with pytest.raises(SynthesisTimeoutError, match=rf"^command did not answer within {limit} s"):
            await CommandSynthesizer(command=program(WRAPPER, str(file)), timeout=limit).synthesize("Hello")
        if has_written(file):
            break
    wait_until_gone(int(file.read_text()))


async def test_no_file_is_left_behind(
    program: Callable[..., list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    for code in ("", "import sys; sys.exit(1)"):
        with pytest.raises(SynthesisError):
            await CommandSynthesizer(command=program(code, "{input}", "{output}")).synthesize("Hello")
    assert list(folder.iterdir()) == []


LEAVES_A_CHILD = """
import subprocess, sys, time
child = "import time; time.sleep(600)"
process = subprocess.Popen([sys.executable, "-c", child], start_new_session=True)
open(sys.argv[1], "w").write(str(process.pid))
time.sleep(600)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no sessions")
@pytest.mark.parametrize("ends_by", ["the time limit", "cancelling"])
async def test_a_child_in_a_session_of_its_own_holds_nobody_up(
    program: Callable[..., list[str]], tmp_path: Path, ends_by: str
) -> None:
    noted = tmp_path / "child"
    # On a busy machine, the program may need more than the shortest limit to start its child.
    for limit in (2.0, 20.0, 120.0) if ends_by == "the time limit" else (120.0,):
        synthesizer = CommandSynthesizer(command=program(LEAVES_A_CHILD, str(noted)), timeout=limit)
        task = asyncio.create_task(synthesizer.synthesize("hello"))
        while not task.done() and not has_written(noted):  # noqa: ASYNC110 - a file has no event
            await asyncio.sleep(0.01)
        if ends_by == "cancelling":
            task.cancel()
        with pytest.raises(SynthesisTimeoutError if ends_by == "the time limit" else asyncio.CancelledError):
            await task
        if has_written(noted):
            break
    child = int(noted.read_text())
    os.kill(child, 0)  # it still runs and holds the pipes, so russo did not wait for its end
    os.kill(child, 9)


async def test_a_program_that_never_stops_writing(
    program: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipes, "LONGEST", 10 * 2**20)
    endless = "import sys\nwhile True: sys.stdout.buffer.write(bytes(100_000))"
    synthesizer = CommandSynthesizer(command=program(endless), sample_rate=8000)
    with pytest.raises(SynthesisError, match=r"^command: '.*' wrote more than "):
        await synthesizer.synthesize("hello")


async def test_of_what_a_program_says_the_end_is_told_and_commands_no_terminal(
    program: Callable[..., list[str]],
) -> None:
    code = "import sys\nsys.stderr.write('x' * 1_000_000 + '\\nlast words\\x1b]0;mine\\x07')\nsys.exit(3)"
    with pytest.raises(SynthesisError) as raised:
        await CommandSynthesizer(command=program(code)).synthesize("hello")
    assert str(raised.value).splitlines()[-1] == r"last words\x1b]0;mine\x07"
    assert len(str(raised.value)) < 2000
