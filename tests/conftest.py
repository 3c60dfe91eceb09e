"""What holds for the whole suite."""

from __future__ import annotations

import gc


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over what was collected: all of it lives as long as the run.

    Tests that look for what was left open collect everything, each time. Among twelve thousand tests that takes a
    quarter of a second, and among what they themselves have made no time at all.
    """
    gc.collect()
    gc.freeze()
