"""Settings for the whole suite."""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
from typing import TYPE_CHECKING

import pytest

from inner_runs import QUIET

if TYPE_CHECKING:
    from collections.abc import Iterator

# httpx imports these at its first request and keeps their exceptions for good. A run of pytest in this process takes
# its imports with it when it ends: if they were first imported there, every later request would use other exceptions
# than those that httpx knows.
for name in ("httpcore", "httpcore2"):
    with contextlib.suppress(ImportError):
        importlib.import_module(name)


def pytest_configure() -> None:
    """Let all that is started keep what it compiles, here and in the workers of xdist, whatever the environment says.

    The suite starts hundreds of processes. One that imports an SDK takes twice as long if it compiles it anew.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_collection_finish() -> None:
    """Make the garbage collector skip the collected tests, which live as long as the run.

    Tests that look for objects that were left open collect all garbage each time. With twelve thousand tests in memory,
    that takes a quarter of a second; with only their own objects, no time at all.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _quiet_inner_runs() -> Iterator[None]:
    """Make commands that start pytest to read a project load as few plugins as inner runs do."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTEST_ADDOPTS", " ".join(QUIET))
        yield
