"""A project in git whose branches record the same texts with a provider whose audio differs each time."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import forked
from russo import Audio, AudioCache
from russo.lockfile import Lock, describe, read_lock

if TYPE_CHECKING:
    from pathlib import Path


class Repository:
    """A project in git, with a cache and a lock."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.git("init", "-q", "-b", "main", ".")
        self.git("config", "user.name", "a")
        self.git("config", "user.email", "a@b")
        self.git("config", "commit.gpgsign", "false")

    @property
    def cache(self) -> AudioCache:
        return AudioCache(self.path / ".russo_cache")

    @property
    def lock(self) -> Lock:
        return read_lock(self.path / "russo.lock")

    def git(self, *arguments: str, check: bool = True) -> str:
        done = subprocess.run(["git", *arguments], cwd=self.path, capture_output=True, text=True, check=False)
        assert not check or done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    def russo(self, *arguments: str, status: int = 0) -> str:
        command = [sys.executable, "-m", "russo", *arguments]
        done = forked.run(command, cwd=self.path, env={**os.environ, "NO_COLOR": "1"}, text=True)
        assert done.returncode == status, done.stderr
        return done.stdout + done.stderr

    def set_up(self) -> None:
        """Set the merge drivers, and commit the lines of .gitattributes that name them."""
        self.russo("git", "setup")
        self.git("add", "-A")
        self.git("commit", "-qm", "setup")

    def record(self, *texts: str) -> None:
        """Cache new audio for each text, write it into the lock, and commit both."""
        said = []
        for text in texts:
            key = self.cache.cache_key(text)
            audio = Audio(os.urandom(4000), "pcm")
            self.cache.put(key, audio, prompt=text)
            said.append(describe(key, text, audio, {"identity": {"provider": "rand"}}))
        self.lock.updated(said, complete=False).write(self.path / "russo.lock")
        self.git("add", "-A")
        self.git("commit", "-qm", " ".join(texts))

    def heard(self, text: str) -> Audio | None:
        return self.cache.get(self.cache.cache_key(text))

    def agrees(self) -> bool:
        return self.lock.verify(self.cache) == []


def branch(repository: Repository) -> tuple[Audio | None, Audio | None]:
    """Both branches record 'the same', and one more text each. Returns each branch's audio of it, ours first."""
    repository.git("switch", "-qc", "theirs")
    repository.record("the same", "only theirs")
    theirs = repository.heard("the same")
    repository.git("switch", "-q", "main")
    repository.record("the same", "only ours")
    return repository.heard("the same"), theirs
