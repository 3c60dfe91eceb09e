"""Refuses markers for several voices or conditions on a `unittest.TestCase`, which pytest cannot parametrize."""

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
    cls = getattr(item, "cls", None)
    if cls is None or not issubclass(cls, unittest.TestCase):
        return
    for name in _MARKERS:
        if item.get_closest_marker(name):
            msg = (
                f"{item.nodeid}: {name} cannot run a unittest.TestCase more than once, since pytest does not "
                "parametrize it: make it a plain class or function, or pass voice=... to russo_say"
            )
            raise pytest.UsageError(msg)
