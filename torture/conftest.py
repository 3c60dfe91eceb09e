"""Randomized tests with a time limit: `nox -s torture`, before a release. A failure names its seed."""

from __future__ import annotations

import os
import random
import time
from typing import TYPE_CHECKING

import pytest

from russo import AudioCache

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

# Seconds for each test.
BUDGET = float(os.environ.get("RUSSO_TORTURE", "60"))


@pytest.fixture
def cache(tmp_path: Path) -> AudioCache:
    return AudioCache(tmp_path / "cache")


@pytest.fixture
def chance(request: pytest.FixtureRequest) -> random.Random:
    seed = int(os.environ.get("RUSSO_SEED") or random.SystemRandom().randrange(2**32))
    request.node.user_properties.append(("seed", seed))
    print(f"RUSSO_SEED={seed}")
    return random.Random(seed)


@pytest.fixture
def rounds(capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest) -> Iterator[Callable[[], Iterator[int]]]:
    """Count from 0 until the time is up, and print the number of rounds at the end."""
    done = 0

    def count() -> Iterator[int]:
        nonlocal done
        end = time.monotonic() + BUDGET
        while time.monotonic() < end:
            yield done
            done += 1

    yield count
    with capsys.disabled():
        print(f"\n{request.node.name}: {done:,} rounds")
