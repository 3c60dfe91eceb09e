"""Runs a program once, text in and audio out, and ends it with all its children if the caller is cancelled."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from queue import SimpleQueue
from typing import TYPE_CHECKING

from .pipes import LONGEST, Pipes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


async def run_program(command: Sequence[str], text: bytes, *, folder: Path | None = None) -> bytes:
    """Start a program without a shell, give it the text on stdin, and wait for what it writes to stdout.

    This works on every event loop and in every thread, because a thread waits for the process. asyncio's own
    subprocesses need a loop that supports them, which on Windows not all do.

    Args:
        command: The program and its arguments.
        text: The bytes that it reads on stdin.
        folder: Where it runs; by default, where this process does.

    Returns:
        What it wrote to stdout.

    Raises:
        OSError: It could not be started.
        subprocess.CalledProcessError: It ended with a status other than 0; ``stderr`` is the end of what it said.
        subprocess.SubprocessError: It wrote more than 256 MB, more than any utterance.
        asyncio.CancelledError: The caller was cancelled. The program and whatever it started have been killed by then.

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
        self._ended: SimpleQueue[None] = SimpleQueue()

    def run(self, text: bytes) -> bytes:
        process = self._start()
        pipes = Pipes(process, text, self._ended.put)
        try:
            while not pipes.are_closed and not self._killed and not pipes.is_too_much:
                self._ended.get()  # a pipe was closed, or the caller has given up waiting
            if pipes.is_too_much:
                self.kill()
            process.wait()
        except BaseException:
            self.kill()
            process.wait()
            raise
        finally:
            pipes.leave()
        if pipes.is_too_much:
            msg = f"{self._command[0]!r} wrote more than {LONGEST // 2**20:,} MB"
            raise subprocess.SubprocessError(msg)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, self._command, stderr=pipes.errors)
        return pipes.output

    def kill(self) -> None:
        with self._lock:
            self._killed = True
            if self._process:
                _kill_tree(self._process)
        self._ended.put(None)

    def _start(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._killed:
                raise InterruptedError
            self._process = subprocess.Popen(  # noqa: S603 - what the user has named, or a provider is; without a shell
                self._command,
                bufsize=0,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=self._folder,
                # A session of its own, so that what a wrapper script starts can be killed together with it. What has
                # made a session of its own again lives on, and nobody waits for it.
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
