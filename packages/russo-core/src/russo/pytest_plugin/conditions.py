"""`russo_conditions`: runs one test under several conditions of the line."""

from __future__ import annotations

from typing import Final

import pytest

from ..errors import ConditionError, RussoError
from .line import name_of
from .markers import marked_conditions
from .session import run_of

CONDITION: Final = "_russo_condition"


def parametrize(metafunc: pytest.Metafunc) -> None:
    """Run a test once under each condition of its nearest marker, or else of the settings.

    Raises:
        pytest.Collector.CollectError: A condition is invalid, or the marked test does not speak.
    """
    node = metafunc.definition
    try:
        marked = marked_conditions(node)
        if CONDITION not in metafunc.fixturenames:
            # A marker on a class or a module only applies to those of its tests that speak.
            if any(own.name == "russo_conditions" for own in node.own_markers):
                msg = "it is marked with russo_conditions, but asks for neither russo_say nor russo_audio"
                raise ConditionError(msg)
            return
        settings = run_of(metafunc.config).settings
        conditions = settings.conditions.value if marked is None else marked
        names = [name_of(condition, settings) for condition in conditions]
    except RussoError as error:
        msg = f"{node.nodeid}: {error}"
        raise pytest.Collector.CollectError(msg) from error
    if names:
        metafunc.parametrize(CONDITION, names, ids=names, indirect=True)
