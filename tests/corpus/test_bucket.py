"""A corpus is recorded by several processes at once, each its part, into one bucket of a real server that speaks S3."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from russo import AudioCache
from stories.bucket import serving, variables

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow

# The nightly session records 2,000 lines in eight parts.
LINES = int(os.environ.get("CORPUS_LINES", "120"))
PARTS = min(8, LINES // 60)
# Of a process that is killed, so many calls are under way at most.
AT_ONCE = 4
# Seconds: the time of a slow machine for all of it.
PATIENCE = 900
# It writes down each call when it is made: from then on, it is paid for.
SPEAKER = """
import asyncio, os
from russo import Audio, Provider, hookimpl

class CountingSynthesizer:
    provider = "counting"
    cache_fields = {}
    def __init__(self, *, max_concurrency: int = 4): pass
    async def synthesize(self, text):
        descriptor = os.open(os.environ["CALLS"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(descriptor, f"{text}\\n".encode())
        os.close(descriptor)
        await asyncio.sleep(0.01)
        return Audio(text.encode() * 100, "pcm")

@hookimpl
def russo_provider():
    return Provider("counting", target="counting_plugin:CountingSynthesizer", package="russo-counting")
"""


class Corpus:
    """A folder with a corpus whose every tenth line is there twice, and what a machine needs to record a part of it."""

    def __init__(self, folder: Path, bucket: str, environment: dict[str, str]) -> None:
        self.folder = folder
        self.texts = [f"Sentence {number} of the corpus" for number in range(LINES * 9 // 10)]
        again = self.texts[: LINES - len(self.texts)]
        (folder / "corpus.txt").write_text("\n".join([*self.texts, *again]))
        (folder / "pytest.ini").write_text(f"[pytest]\nrusso_provider = counting\nrusso_concurrency = {AT_ONCE}\n")
        (folder / "counting_plugin.py").write_text(SPEAKER)
        about = folder / "russo_counting-1.0.dist-info"
        about.mkdir()
        (about / "METADATA").write_text("Metadata-Version: 2.1\nName: russo-counting\nVersion: 1.0\n")
        (about / "entry_points.txt").write_text("[russo]\ncounting = counting_plugin\n")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "RUSSO_"))}
        self.environment = kept | environment | {"PYTHONPATH": str(folder), "RUSSO_CACHE_REMOTE": bucket}

    def start(self, part: int) -> subprocess.Popen[bytes]:
        """Record a part as a machine of its own would, with a folder of its own."""
        calls = {"CALLS": str(self.folder / f"calls-{part}")}
        command = [sys.executable, "-m", "russo", "warm", "corpus.txt", "--shard", f"{part}/{PARTS}"]
        return subprocess.Popen(
            [*command, "--cache-dir", self.kept_by(part)], cwd=self.folder, env=self.environment | calls
        )

    def kept_by(self, part: int) -> str:
        return str(self.folder / f"machine-{part}")

    def calls(self, part: int) -> list[str]:
        path = self.folder / f"calls-{part}"
        return path.read_text().splitlines() if path.exists() else []

    def russo(self, *arguments: str) -> str:
        command = [sys.executable, "-m", "russo", *arguments]
        return subprocess.run(
            command, cwd=self.folder, env=self.environment, check=True, timeout=PATIENCE, capture_output=True, text=True
        ).stdout


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    server = tmp_path / "server"
    server.mkdir()
    with serving(server, "bucket") as port:
        yield Corpus(tmp_path, "s3://bucket/corpus", variables(port))


def test_a_machine_that_is_killed_and_begins_again_pays_only_for_what_was_under_way(corpus: Corpus) -> None:
    running = {part: corpus.start(part) for part in range(1, PARTS + 1)}
    while len(corpus.calls(1)) < 20:
        assert running[1].poll() is None
    running[1].kill()
    running[1].wait()
    before = corpus.calls(1)
    kept = {entry.prompt for entry in AudioCache(corpus.kept_by(1)).entries()}
    running[1] = corpus.start(1)
    assert [process.wait(PATIENCE) for process in running.values()] == [0] * PARTS

    lost = [text for text in before if text not in kept]
    assert len(lost) <= AT_ONCE
    paid = [text for part in running for text in corpus.calls(part)]
    assert sorted(paid) == sorted([*corpus.texts, *lost])
    # What was kept and not sent yet when the machine was killed is sent by hand.
    corpus.russo("cache", "push", "--cache-dir", corpus.kept_by(1))
    # All of it is in the bucket: a machine that has nothing needs no provider.
    told = corpus.russo("warm", "corpus.txt", "--offline", "--cache-dir", "empty")
    assert told.startswith(f"{LINES:,} utterances: {LINES:,} in the cache already, 0 spoken;")
