"""What holds for the whole suite."""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING

import pytest

from inner_runs import QUIET

if TYPE_CHECKING:
    from collections.abc import Iterator


def pytest_configure() -> None:
    """Let all that is started keep what it compiles, here and in the workers of xdist, whatever the environment says.

    The suite starts hundreds of processes. One that imports an SDK takes twice as long if it compiles it anew.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over what was collected: all of it lives as long as the run.

    Tests that look for what was left open collect everything, each time. Among twelve thousand tests that takes a
    quarter of a second, and among what they themselves have made no time at all.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _quiet_inner_runs() -> Iterator[None]:
    """Let commands that read a project, through a run of pytest that they start, load as little as inner runs do."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTEST_ADDOPTS", " ".join(QUIET))
        yield
