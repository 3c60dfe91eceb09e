"""`Journal`: records what is said in a run, in all its processes.

The reports of tests would not do: a test may be retried, run in a fork, or end the run, and then its report comes
twice, elsewhere, or never. What was paid for must still be counted.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

from .record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

_ENDING: Final = ".jsonl"


def folder_of(run: str) -> Path:
    """A folder for the journal of a run, outside of the project."""
    return Path(tempfile.gettempdir(), f"russo-run-{run}")


class Journal:
    """The folder of one run, which all its processes share, with a file for each of them.

    Args:
        folder: The folder, the same in all its processes.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.spill = self.folder / "kept"
        self._prefix = os.path.join(self.folder, "")
        self._lock = threading.Lock()
        self._file: int | None = None
        self._process = 0
        # A test may replace functions of `os` with those of a fake file system, whose descriptors are not real.
        self._real_open, self._real_write, self._real_pid = os.open, os.write, os.getpid
        self._real_stat = os.stat

    def write(self, test: str, said: Record) -> None:
        """Record one thing that was said in a test, or outside of any test if the name is empty."""
        line = json.dumps([test, *said]) + "\n"
        if self._process != self._real_pid():
            self.begin()  # in a forked process, which gets a file of its own
        with self._lock:
            if self._file is not None:
                self._real_write(self._file, line.encode())

    def begin(self) -> None:
        """Open the file of this process. A forked process gets its own."""
        self._process, self._lock = self._real_pid(), threading.Lock()
        self.folder.mkdir(mode=0o700, exist_ok=True)
        name = self.folder / f"{self._process}-{threading.get_native_id()}{_ENDING}"
        self._file = self._real_open(name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def note_failure(self, key: str) -> None:
        """Record that an utterance could not be spoken in advance, so that the other workers need not try."""
        self._note("failed", key)

    def has_failed(self, key: str) -> bool:
        """Whether an utterance has been recorded as failed."""
        return self._is_noted("failed", key)

    def note_made(self, key: str) -> None:
        """Record that an utterance was spoken in advance, so that a later hit is known to be paid for by this run."""
        self._note("made", key)

    def was_made(self, key: str) -> bool:
        """Whether any worker has recorded that."""
        return self._is_noted("made", key)

    def _note(self, what: str, key: str) -> None:
        (self.folder / what).mkdir(parents=True, exist_ok=True)
        (self.folder / what / key).touch()

    def _is_noted(self, what: str, key: str) -> bool:
        try:  # each hit does this, and three steps of `Path` would take longer than the rest
            self._real_stat(f"{self._prefix}{what}{os.sep}{key}")
        except OSError:
            return False
        return True

    def read(self) -> Iterator[tuple[str, Record]]:
        """Everything that was said, with its test, in order within each process."""
        for path in sorted(self.folder.glob(f"*{_ENDING}")):
            for line in path.read_text(encoding="utf-8").splitlines():
                try:
                    test, *said = json.loads(line)
                except ValueError:
                    continue  # the last line of a killed process
                yield test, Record.from_json(said)

    def close(self) -> None:
        """Delete the journal at the end of the run."""
        if self._file is not None and self._process == os.getpid():
            os.close(self._file)
            self._file = None
        shutil.rmtree(self.folder, ignore_errors=True)
