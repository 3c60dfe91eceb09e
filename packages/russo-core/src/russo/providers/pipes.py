"""Reads and writes the pipes of a program in threads, within limits, until it closes them or nobody waits any more."""

from __future__ import annotations

import os
import select
import sys
import threading
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator

# The most bytes of audio: more than an hour of speech, but less than a machine has memory.
LONGEST: Final = 256 * 1024 * 1024
# How many bytes of stderr are kept: the end, which says why the program failed.
_LONGEST_ERRORS: Final = 64 * 1024
_BLOCK: Final = 64 * 1024
# How often a thread checks whether anybody is still waiting for it, in seconds.
_LOOK: Final = 0.1
# How many bytes a ready pipe accepts without blocking: https://man7.org/linux/man-pages/man7/pipe.7.html
_ATOMIC: Final = getattr(select, "PIPE_BUF", 512)


class Pipes:
    """Writes a program's input, and reads its output.

    Args:
        process: The program, whose pipes are not buffered.
        text: Its input.
        ended: Called when something has changed: a pipe was closed, or it has written too much.
    """

    def __init__(self, process: subprocess.Popen[bytes], text: bytes, ended: Callable[[None], None]) -> None:
        self.is_too_much = False
        self._output = bytearray()
        self._errors = bytearray()
        self._text = memoryview(text)
        self._left = False
        self._ended = ended
        self._open = 2
        self._counting = threading.Lock()
        self._threads = [
            self._start(self._take_output, process.stdout),
            self._start(self._take_errors, process.stderr),
            self._start(self._give, process.stdin),
        ]

    @property
    def are_closed(self) -> bool:
        """Whether the program, and whatever it started, has closed its pipes."""
        return self._open == 0

    @property
    def output(self) -> bytes:
        """What it has written to stdout."""
        return bytes(self._output)

    @property
    def errors(self) -> bytes:
        """The end of what it has written to stderr."""
        return bytes(self._errors)

    def leave(self) -> None:
        """Stop, even if a process that the program has left behind still holds the pipes."""
        self._left = True
        for thread in self._threads:
            # Windows cannot stop a thread that reads: it ends with the process that was left behind.
            thread.join(10 * _LOOK)

    def _start(self, use: Callable[[int], None], pipe: IO[bytes] | None) -> threading.Thread:
        thread = threading.Thread(target=self._run, args=(use, pipe), name="russo-pipe", daemon=True)
        thread.start()
        return thread

    def _run(self, use: Callable[[int], None], pipe: IO[bytes]) -> None:
        with pipe, suppress(OSError):
            use(pipe.fileno())

    def _take_output(self, descriptor: int) -> None:
        try:
            for block in self._blocks(descriptor):
                self._output += block
                if len(self._output) > LONGEST:
                    self.is_too_much = True
                    return
        finally:
            self._close()

    def _take_errors(self, descriptor: int) -> None:
        try:
            for block in self._blocks(descriptor):
                self._errors += block
                del self._errors[:-_LONGEST_ERRORS]
        finally:
            self._close()

    def _close(self) -> None:
        with self._counting:
            self._open -= 1
        self._ended(None)

    def _blocks(self, descriptor: int) -> Iterator[bytes]:
        while not self._left:
            if _is_ready(descriptor, for_reading=True):
                block = os.read(descriptor, _BLOCK)
                if not block:
                    return
                yield block

    def _give(self, descriptor: int) -> None:
        while self._text and not self._left:
            if _is_ready(descriptor, for_reading=False):
                # A pipe that is ready takes this much without waiting.
                self._text = self._text[os.write(descriptor, self._text[:_ATOMIC]) :]


if sys.platform == "win32":

    def _is_ready(descriptor: int, *, for_reading: bool) -> bool:  # noqa: ARG001
        return True  # nothing tells, and so the thread waits in the call itself
else:

    def _is_ready(descriptor: int, *, for_reading: bool) -> bool:
        """Wait a little until a pipe can be used; say whether it can."""
        poll = select.poll()
        poll.register(descriptor, select.POLLIN if for_reading else select.POLLOUT)
        return bool(poll.poll(_LOOK * 1000))
