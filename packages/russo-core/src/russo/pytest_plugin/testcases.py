"""What is different in a `unittest.TestCase`: pytest cannot parametrize it, and it may be skipped without a marker."""

from __future__ import annotations

import unittest
from functools import partial
from typing import TYPE_CHECKING

import pytest

from ..errors import RussoError
from .markers import marked_conditions

if TYPE_CHECKING:
    from .settings import Settings, Value


def refuse_parameters(item: pytest.Item, settings: Settings) -> None:
    """Refuse a test that would silently run only once, without the voices or conditions of its marker or the settings.

    Raises:
        pytest.UsageError: The test belongs to a TestCase, and is to run once per voice or per condition.
    """
    if _testcase_of(item) is None:
        return
    try:
        _check(item, settings)
    except pytest.UsageError as error:
        if not hasattr(item.config, "workerinput"):
            raise
        # pytest-xdist shows no usage error of a worker, and ends with an INTERNALERROR.
        vars(item).update(setup=partial(pytest.fail, str(error), pytrace=False), teardown=lambda: None)


def _check(item: pytest.Item, settings: Settings) -> None:
    marker = item.get_closest_marker("russo_voices")
    try:
        conditions = marked_conditions(item)
    except RussoError as error:
        msg = f"{item.nodeid}: {error}"
        raise pytest.UsageError(msg) from error
    _refuse(item, "russo_voices", None if marker is None else marker.args, settings.voices)
    _refuse(item, "russo_conditions", conditions, settings.conditions)


def _refuse(item: pytest.Item, name: str, marked: tuple[object, ...] | None, by_default: Value) -> None:
    source = "" if marked is not None else f" ({by_default.source})"
    if by_default.value if marked is None else marked:
        msg = (
            f"{item.nodeid}: {name}{source} cannot run a unittest.TestCase more than once, since pytest does not "
            "parametrize it: make it a plain class or function, or pass voice=... to russo_say; "
            f"the marker {name}() without arguments runs it once"
        )
        raise pytest.UsageError(msg)


def is_skipped_testcase(item: pytest.Item) -> bool:
    """Whether `unittest.skip` or `unittest.skipIf` decorates the class of a test: its fixtures are not set up."""
    return bool(getattr(_testcase_of(item), "__unittest_skip__", False))


def _testcase_of(item: pytest.Item) -> type[unittest.TestCase] | None:
    cls = getattr(item, "cls", None)
    return cls if cls is not None and issubclass(cls, unittest.TestCase) else None
