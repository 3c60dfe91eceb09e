"""Running a program once: text in, audio out, and nothing of it left when its caller is gone."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


async def run_program(command: Sequence[str], text: bytes, *, folder: Path | None = None) -> bytes:
    """Start a program without a shell, give it the text on stdin, and wait for what it writes to stdout.

    Works on every event loop and in every thread, since the process is waited for in a thread: the subprocesses of
    asyncio need a loop that supports them, which on Windows not all do.

    Args:
        command: The program and its arguments.
        text: The bytes that it reads on stdin.
        folder: Where it runs; by default, where this process does.

    Returns:
        What it wrote to stdout.

    Raises:
        OSError: It could not be started.
        subprocess.CalledProcessError: It ended with a status other than 0; ``stderr`` is what it said.
        asyncio.CancelledError: The caller was cancelled; by then the program is gone, and whatever it has started.

    Example:
        >>> import asyncio, sys
        >>> from russo.providers import run_program
        >>> shout = "import sys; sys.stdout.write(sys.stdin.read().upper())"
        >>> asyncio.run(run_program([sys.executable, "-c", shout], b"hello"))
        b'HELLO'
    """
    program = _Program(command, folder)
    waiting = asyncio.ensure_future(asyncio.to_thread(program.run, text))
    try:
        return await asyncio.shield(waiting)
    except asyncio.CancelledError:
        program.kill()
        # Gathered, so that how the killed process ended counts as seen: asyncio logs an exception that nobody took.
        await asyncio.gather(waiting, return_exceptions=True)
        raise


class _Program:
    """A process that runs in one thread and can be killed from another, also before it has begun."""

    def __init__(self, command: Sequence[str], folder: Path | None) -> None:
        self._command = list(command)
        self._folder = folder
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._killed = False

    def run(self, text: bytes) -> bytes:
        with self._start() as process:
            try:
                out, err = process.communicate(text)
            except BaseException:
                _kill_tree(process)
                raise
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, self._command, stderr=err)
        return out

    def kill(self) -> None:
        with self._lock:
            self._killed = True
            if self._process:
                _kill_tree(self._process)

    def _start(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._killed:
                raise InterruptedError
            self._process = subprocess.Popen(  # noqa: S603 - what the user has named, or a provider is; without a shell
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=self._folder,
                # A session of its own, so that what a wrapper script starts can be killed together with it. Else it
                # would hold the pipes open, and the wait for their end would never end.
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
            return self._process


def _kill_tree(process: subprocess.Popen[bytes]) -> None:
    if process.returncode is not None:
        return
    if sys.platform == "win32":
        # https://learn.microsoft.com/windows-server/administration/windows-commands/taskkill
        taskkill = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
        subprocess.run(taskkill, capture_output=True, check=False)  # noqa: S603 - a program of Windows
        process.kill()
    else:
        with suppress(ProcessLookupError):  # it has just ended by itself
            os.killpg(process.pid, signal.SIGKILL)
