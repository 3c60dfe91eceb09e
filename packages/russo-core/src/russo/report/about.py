"""Where and when a report was made: date, project, commit, and how the tests ended."""

from __future__ import annotations

import subprocess
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from .. import clock

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_OUTCOMES: Final = ("failed", "passed", "skipped")
# Of a large repository, git looks at every file. A report does not wait for that for ever.
_PATIENCE: Final = 5.0


@dataclass(frozen=True, slots=True)
class About:
    """What stands at the head of a report.

    Args:
        written: When, to the minute, with the offset from UTC.
        project: The name of the folder.
        commit: What git says is checked out, if it says anything.
        outcomes: How many tests ended in each way, those ways that occurred.
    """

    written: str
    project: str = ""
    commit: str = ""
    outcomes: Mapping[str, int] = field(default_factory=dict)


def about(project: Path | None, outcomes: Mapping[str, str]) -> About:
    """Find it out.

    Args:
        project: The folder of the project.
        outcomes: How each test ended.
    """
    counted = Counter(outcomes.values())
    return About(
        clock.utc().astimezone().isoformat(" ", "minutes"),
        project.resolve().name if project else "",
        _commit(project) if project else "",
        {name: counted[name] for name in _OUTCOMES if counted[name]},
    )


def _commit(project: Path) -> str:
    command = ["git", "-C", str(project), "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"]
    try:
        done = subprocess.run(  # noqa: S603 - nothing of it comes from elsewhere
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=_PATIENCE,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    commit, dirty, _ = done.stdout.strip().partition("-dirty")
    return f"{commit}, with changes that are not committed" if dirty else commit
