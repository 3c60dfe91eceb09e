"""Running the worker: one process for one utterance, which never outlives its call."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from pathlib import Path
from typing import Final

from . import engine

_WORKER: Final = str(Path(__file__).with_name("worker.py"))

# Nothing of the user's may run in the worker: no PYTHON* variables, no folder on the path, no site-packages.
_FLAGS: Final = ("-I", "-S")


async def run_worker(arguments: list[str], text: bytes) -> bytes:
    """Start the worker, give it the text, and wait for its audio.

    Works on every event loop and in every thread, since the process is waited for in a thread: the subprocesses of
    asyncio need a loop that supports them, which on Windows not all do.

    Args:
        arguments: What the worker is called with, behind the path of the library.
        text: What it is to say, in UTF-8.

    Returns:
        What it wrote to stdout.

    Raises:
        OSError: The process could not be started.
        CalledProcessError: It crashed or refused.
        CancelledError: The caller was cancelled; by then the process is gone.
    """
    command = [sys.executable, *_FLAGS, _WORKER, str(engine.library()), *arguments]
    worker = _Worker(command, engine.folder())
    waiting = asyncio.ensure_future(asyncio.to_thread(worker.run, text))
    try:
        return await asyncio.shield(waiting)
    except asyncio.CancelledError:
        worker.kill()
        # Gathered, so that how the killed process ended counts as seen: asyncio logs an exception that nobody took.
        await asyncio.gather(waiting, return_exceptions=True)
        raise


class _Worker:
    """A process that runs in one thread and can be killed from another, also before it has begun."""

    def __init__(self, command: list[str], folder: Path) -> None:
        self._command = command
        self._folder = folder
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._killed = False

    def run(self, text: bytes) -> bytes:
        with self._start() as process:
            try:
                out, err = process.communicate(text)
            except BaseException:
                process.kill()
                raise
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, self._command, stderr=err)
        return out

    def kill(self) -> None:
        with self._lock:
            self._killed = True
            if self._process:
                self._process.kill()

    def _start(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._killed:
                raise InterruptedError
            self._process = subprocess.Popen(  # noqa: S603 - Python itself, a file of this package, checked settings
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=self._folder,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
            return self._process
