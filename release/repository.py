"""Asks git about this repository."""

from __future__ import annotations

import subprocess
import sys

from workspace import ROOT


def git(*arguments: str) -> str:
    """Run git, and give what it prints.

    Raises:
        SystemExit: It failed; what it said is in the message.
    """
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        sys.exit(f"git {' '.join(arguments)} ended with {done.returncode}:\n{done.stderr.strip()}")
    return done.stdout


def uncommitted() -> list[str]:
    """What a commit made now would not hold, or a tag of the last one would not: changed and unknown files."""
    return git("status", "--porcelain").splitlines()
