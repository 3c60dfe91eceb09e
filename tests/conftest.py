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

    from xdist.remote import Producer
    from xdist.scheduler import WorkStealingScheduling

# httpx imports these at its first request and keeps their exceptions for good. A run of pytest in this process takes
# its imports with it when it ends: if they were first imported there, every later request would use other exceptions
# than those that httpx knows.
for name in ("httpcore", "httpcore2"):
    with contextlib.suppress(ImportError):
        importlib.import_module(name)

with contextlib.suppress(ImportError):
    import hypothesis

    # By default, an example may take 0.2 s, which it does not always on a busy machine.
    hypothesis.settings.register_profile("without a deadline", deadline=None)
    hypothesis.settings.load_profile("without a deadline")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int | None:
    """Use twice as many workers as there are processors: a third of the time, a test waits for a line or a lease."""
    if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ:
        return None
    return 2 * (len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> WorkStealingScheduling:
    """Keep the tests of a file in one worker, which makes their fixtures once, until another has nothing to do."""
    from xdist.scheduler import WorkStealingScheduling

    return WorkStealingScheduling(config, log)


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
    _acquaint_hypothesis_with_numpy()
    gc.collect()
    gc.freeze()


def _acquaint_hypothesis_with_numpy() -> None:
    """Let Hypothesis register numpy's generator now: it looks for what refers to it, and would not find what is frozen."""
    with contextlib.suppress(ImportError):
        importlib.import_module("numpy")
        from hypothesis import given, settings
        from hypothesis.strategies import none

        settings(max_examples=1, database=None)(given(none())(lambda _: None))()


@pytest.fixture(scope="session", autouse=True)
def _quiet_inner_runs() -> Iterator[None]:
    """Make commands that start pytest to read a project load as few plugins as inner runs do."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTEST_ADDOPTS", " ".join(QUIET))
        yield
