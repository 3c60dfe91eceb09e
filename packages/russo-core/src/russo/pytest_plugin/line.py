"""`Line`: the phone line of a test, which applies its condition. The conditions in the settings are checked here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import ConditionError

if TYPE_CHECKING:
    from ..audio import Audio
    from .run import Run
    from .settings import Settings


class Line:
    """The line between a test and its agent.

    Args:
        run: The run of the test.
        condition: What the line does.
    """

    def __init__(self, run: Run, condition: str) -> None:
        self._run = run
        self.condition = condition

    def carry(self, audio: Audio, text: str) -> Audio:
        """The speech as it arrives. The text is the random seed, so every voice suffers the same noise and losses."""
        from ..conditions import parse_condition, under

        return under(audio, parse_condition(self.condition, folder=self._run.settings.root), seed=text)


def check_conditions(settings: Settings) -> None:
    """Refuse an invalid condition in the settings before any test is collected.

    Raises:
        ConditionError: One is invalid; the message says where it was set.
    """
    for condition in settings.conditions.value:
        try:
            name_of(condition, settings)
        except ConditionError as error:
            msg = f"{settings.conditions.source}: {error}"
            raise ConditionError(msg) from error


def name_of(condition: str, settings: Settings) -> str:
    """The normalized name of a condition."""
    from ..conditions import parse_condition

    return parse_condition(condition, folder=settings.root).name
