"""What is different in a `unittest.TestCase`: pytest cannot parametrize it, and it may be skipped without a marker."""

from __future__ import annotations

import unittest
from typing import Final

import pytest

_MARKERS: Final = ("russo_voices", "russo_conditions")


def refuse_parameters(item: pytest.Item) -> None:
    """Refuse a test that would silently run only once, without the voices or conditions of its marker.

    Raises:
        pytest.UsageError: The test belongs to a TestCase, and is marked to run once per voice or per condition.
    """
    if _testcase_of(item) is None:
        return
    for name in _MARKERS:
        if item.get_closest_marker(name):
            msg = (
                f"{item.nodeid}: {name} cannot run a unittest.TestCase more than once, since pytest does not "
                "parametrize it: make it a plain class or function, or pass voice=... to russo_say"
            )
            raise pytest.UsageError(msg)


def is_skipped_testcase(item: pytest.Item) -> bool:
    """Whether `unittest.skip` or `unittest.skipIf` decorates the class of a test: its fixtures are not set up."""
    return bool(getattr(_testcase_of(item), "__unittest_skip__", False))


def _testcase_of(item: pytest.Item) -> type[unittest.TestCase] | None:
    cls = getattr(item, "cls", None)
    return cls if cls is not None and issubclass(cls, unittest.TestCase) else None
