"""`russo_conditions`: one test, several conditions of the line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ..errors import ConditionError, RussoError

if TYPE_CHECKING:
    from ..audio import Audio
    from .run import Run
    from .settings import Settings

CONDITION = "_russo_condition"


class Line:
    """The line between a test and its agent.

    Args:
        run: The run of the test.
        condition: What the line does, or None for one that does nothing.
    """

    def __init__(self, run: Run, condition: str | None) -> None:
        self._run = run
        self.condition = condition or ""

    def carry(self, audio: Audio, text: str) -> Audio:
        """The speech as it arrives; the text decides what is random in it, so that each voice has the same bad luck."""
        if not self.condition:
            return audio
        from ..conditions import parse_condition, under

        return under(audio, parse_condition(self.condition, folder=self._run.settings.root), seed=text)


def parametrize(metafunc: pytest.Metafunc) -> None:
    """Run a test once under each condition of its nearest marker, or else of the settings.

    Raises:
        pytest.UsageError: A condition is none, or the test that is marked does not speak.
    """
    from .markers import marked_conditions
    from .run import run_of

    node = metafunc.definition
    try:
        marked = marked_conditions(node)
        if CONDITION not in metafunc.fixturenames:
            # A marker on a class or a module is for those of its tests that speak.
            if any(own.name == "russo_conditions" for own in node.own_markers):
                msg = "it is marked with russo_conditions, and asks for neither russo_say nor russo_audio"
                raise ConditionError(msg)
            return
        settings = run_of(metafunc.config).settings
        conditions = settings.conditions.value if marked is None else marked
        names = [_name(condition, settings) for condition in conditions]
    except RussoError as error:
        msg = f"{node.nodeid}: {error}"
        raise pytest.UsageError(msg) from error
    if names:
        metafunc.parametrize(CONDITION, names, ids=names, indirect=True)


def check_conditions(settings: Settings) -> None:
    """Refuse a condition of the settings that is none, before a test is collected.

    Raises:
        ConditionError: One is none; it says where it was set.
    """
    for condition in settings.conditions.value:
        try:
            _name(condition, settings)
        except ConditionError as error:
            msg = f"{error} ({settings.conditions.source})"
            raise ConditionError(msg) from error


def _name(condition: str, settings: Settings) -> str:
    from ..conditions import parse_condition

    return parse_condition(condition, folder=settings.root).name
