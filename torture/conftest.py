"""What is random, and bounded in time: `nox -s torture`, before a release. A failure names the seed that made it."""

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
    """Numbers from 0 on, until the time is over; how many there were is said in the end."""
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
