"""Finds out what a report says about its run: date, project, commit, and how the tests ended."""

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
# Seconds to wait for git, which has to look at every file of a repository.
_PATIENCE: Final = 5.0


@dataclass(frozen=True, slots=True)
class About:
    """The header of a report.

    Args:
        written: When it was written, to the minute, with the offset from UTC.
        project: The name of the project's folder.
        commit: The commit that is checked out, according to git, if there is one.
        outcomes: How many tests ended in each way that occurred.
    """

    written: str
    project: str = ""
    commit: str = ""
    outcomes: Mapping[str, int] = field(default_factory=dict)


def about(project: Path | None, outcomes: Mapping[str, str]) -> About:
    """Collect the contents of the header.

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
        done = subprocess.run(  # noqa: S603 - no argument comes from elsewhere
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
