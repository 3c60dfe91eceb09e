"""A real Dask cluster on this machine records a corpus: several workers, each with its own folder, and one remote."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.slow

SCRIPT = Path(__file__).parents[2] / "examples" / "corpus" / "record.py"
TEXTS = [f"Sentence {number} of the corpus" for number in range(200)]
PARTS = 8
ENGINE = """
import os, pathlib, sys, time, wave
text = sys.stdin.read().strip()
descriptor = os.open(pathlib.Path(__file__).with_name("calls.txt"), os.O_WRONLY | os.O_APPEND | os.O_CREAT)
os.write(descriptor, (text + "\\n").encode())
os.close(descriptor)
time.sleep(0.05)
with wave.open(sys.stdout.buffer, "wb") as file:
    file.setparams((1, 2, 8000, 0, "NONE", ""))
    file.writeframes(b"\\0\\x10" * 16000)
"""


class Project:
    """A folder with a corpus, an engine that logs each call, and the remote that all parts share."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.remote = folder / "bucket"
        self.remote.mkdir()
        (folder / "corpus.txt").write_text("\n".join(TEXTS))
        (folder / "engine.py").write_text(ENGINE)
        (folder / "pytest.ini").write_text(
            "[pytest]\n"
            "russo_provider = command\n"
            f"russo_options =\n    command = {sys.executable} engine.py\n"
            f"russo_cache_remote = {self.remote.as_uri()}\n"
        )

    @property
    def calls(self) -> list[str]:
        """The texts that the engine was asked to say, in order."""
        return sorted((self.folder / "calls.txt").read_text().splitlines())

    def start(self, scheduler: str) -> subprocess.Popen[str]:
        command = [sys.executable, str(SCRIPT), "corpus.txt", str(PARTS), scheduler]
        return subprocess.Popen(command, cwd=self.folder, stdout=subprocess.PIPE, text=True)

    def record(self, scheduler: str) -> str:
        with self.start(scheduler) as running:
            printed, _ = running.communicate()
        assert running.returncode == 0
        return printed

    def status_offline(self, folder: str) -> int:
        """The exit status of recording into this folder, which is empty at first, without calling a provider."""
        command = [sys.executable, "-m", "russo", "warm", "corpus.txt", "--offline", "--cache-dir", folder]
        return subprocess.run(command, cwd=self.folder, check=False).returncode


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


@pytest.fixture
def cluster(project: Project, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.chdir(project.folder)
    with distributed.LocalCluster(n_workers=4, threads_per_worker=1, dashboard_address=None) as cluster:
        yield cluster


def test_every_line_is_paid_for_once_and_is_in_the_remote(project: Project, cluster: Any) -> None:
    printed = project.record(cluster.scheduler_address)

    assert printed.splitlines() == [f"recorded {k}/{PARTS}" for k in range(1, PARTS + 1)]
    assert project.calls == sorted(TEXTS)
    assert project.status_offline("empty") == 0


def test_a_worker_that_is_killed_is_made_good(project: Project, cluster: Any) -> None:
    with project.start(cluster.scheduler_address) as running:
        while not (project.folder / "calls.txt").exists() or len(project.calls) < 20:
            assert running.poll() is None
        os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)
        running.communicate()
    assert running.returncode == 0

    assert project.record(cluster.scheduler_address).count("recorded") == PARTS
    assert project.calls == sorted(TEXTS)
    assert project.status_offline("empty") == 0
