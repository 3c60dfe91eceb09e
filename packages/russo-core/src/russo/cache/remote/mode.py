"""Decides whether a run may write to the remote, from the setting and from where it takes place."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

from ...errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping

Mode: TypeAlias = Literal["read", "readwrite", "off"]

MODES: Final[tuple[str, ...]] = get_args(Mode)
# The values of the setting. `ci` depends on where the run takes place.
WORDS: Final = ("read", "readwrite", "ci", "off")


def resolve_mode(word: str, source: str, environment: Mapping[str, str] = os.environ) -> tuple[Mode, str]:
    """What the setting means in this environment.

    Args:
        word: ``read``, ``readwrite``, ``ci`` or ``off``.
        source: Where it was set, for the message.
        environment: The variables.

    Returns:
        The mode, and where it differs from the setting, why.

    Raises:
        ConfigurationError: It is not one of these words.
    """
    given, word = word, word.strip().lower()
    if word not in WORDS:
        msg = f"russo_cache_remote_mode must be one of {', '.join(WORDS)}, not {given!r} ({source})"
        raise ConfigurationError(msg)
    if word == "off":
        return "off", ""
    if word == "read":
        return "read", ""
    if is_fork(environment):
        return "read", "a pull request from a fork"
    if word == "ci" and not is_ci(environment):
        return "read", "only CI writes"
    return "readwrite", ""


def is_ci(environment: Mapping[str, str]) -> bool:
    """Whether the variable ``CI`` is set, as nearly every service does."""
    return environment.get("CI", "").lower() not in {"", "0", "false"}


def is_fork(environment: Mapping[str, str]) -> bool:
    """Whether CI is running for a change from a fork, which must not write for the team.

    If it cannot be told, it counts as one.
    """
    event = environment.get("GITHUB_EVENT_NAME", "")
    if event.startswith("pull_request") or event == "workflow_run":
        return _is_fork_at_github(event, environment.get("GITHUB_EVENT_PATH", ""))
    if environment.get("SYSTEM_PULLREQUEST_ISFORK", "").lower() == "true":  # Azure Pipelines
        return True
    return any(_differ(environment, head, base) for head, base in _HEAD_AND_BASE) or "CIRCLE_PR_REPONAME" in environment


# https://docs.gitlab.com/ci/variables/predefined_variables/, https://docs.travis-ci.com/user/environment-variables/,
# https://buildkite.com/docs/pipelines/configure/environment-variables
_HEAD_AND_BASE: Final = (
    ("CI_MERGE_REQUEST_SOURCE_PROJECT_ID", "CI_MERGE_REQUEST_PROJECT_ID"),
    ("TRAVIS_PULL_REQUEST_SLUG", "TRAVIS_REPO_SLUG"),
    ("BUILDKITE_PULL_REQUEST_REPO", "BUILDKITE_REPO"),
)


# The host of git://user@host:22/us/it or of git@host:us/it, in which no port is possible, but a name made of digits.
_HOST: Final = re.compile(r"[\w+.-]+://(?:[^/@]*@)?([^/:]*)(?::\d+)?/|(?:[^/:@]*@)?([^/:@]*):/?")


def _differ(environment: Mapping[str, str], head: str, base: str) -> bool:
    there, here = environment.get(head, ""), environment.get(base, "")
    return bool(there) and _plain(there) != _plain(here)


def _plain(repository: str) -> str:
    """A repository without what its addresses differ in: git@host:us/it.git and git://host/us/it are the same."""
    address = repository.rstrip("/").removesuffix(".git").lower()
    found = _HOST.match(address)
    return address if found is None else f"{found[1] or found[2]}/{address[found.end() :]}"


def _is_fork_at_github(event: str, path: str) -> bool:
    # https://docs.github.com/webhooks/webhook-events-and-payloads#pull_request and #workflow_run
    try:
        with open(path, encoding="utf-8") as file:
            said = json.load(file)
        if event == "workflow_run":  # a run with all rights, after one for a pull request, for example
            head, base = said["workflow_run"]["head_repository"], said["repository"]
        else:
            head, base = said["pull_request"]["head"]["repo"], said["pull_request"]["base"]["repo"]
        return bool(head["full_name"] != base["full_name"])
    except (OSError, ValueError, KeyError, TypeError):  # a fork that was deleted has no repository
        return True
