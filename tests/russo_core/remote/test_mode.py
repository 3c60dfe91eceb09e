"""Which role writes to the remote; a pull request from a fork never does."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from russo.cache import Remote
from russo.cache.remote.mode import resolve_mode
from russo.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("word", "environment", "mode"),
    [
        ("readwrite", {}, ("readwrite", "")),
        ("readwrite", {"CI": "true"}, ("readwrite", "")),
        ("read", {"CI": "true"}, ("read", "")),
        ("off", {"CI": "true"}, ("off", "")),
        ("ci", {}, ("read", "only CI writes")),
        ("ci", {"CI": "false"}, ("read", "only CI writes")),
        ("ci", {"CI": "true"}, ("readwrite", "")),
        ("ci", {"CI": "1", "SYSTEM_PULLREQUEST_ISFORK": "True"}, ("read", "a pull request from a fork")),
        ("readwrite", {"SYSTEM_PULLREQUEST_ISFORK": "False"}, ("readwrite", "")),
        ("readwrite", {"CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "1", "CI_MERGE_REQUEST_PROJECT_ID": "2"}, ("read", "a pull request from a fork")),
        ("readwrite", {"CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "2", "CI_MERGE_REQUEST_PROJECT_ID": "2"}, ("readwrite", "")),
        ("readwrite", {"TRAVIS_PULL_REQUEST_SLUG": "them/it", "TRAVIS_REPO_SLUG": "us/it"}, ("read", "a pull request from a fork")),
        ("readwrite", {"BUILDKITE_PULL_REQUEST_REPO": "https://host/us/it.git", "BUILDKITE_REPO": "https://host/us/it"}, ("readwrite", "")),
        ("ci", {"CI": "1", "BUILDKITE_PULL_REQUEST_REPO": "git://host/us/it.git", "BUILDKITE_REPO": "git@host:us/it.git"}, ("readwrite", "")),
        ("ci", {"CI": "1", "BUILDKITE_PULL_REQUEST_REPO": "https://Host/us/it", "BUILDKITE_REPO": "ssh://git@host:22/us/it.git"}, ("readwrite", "")),
        ("ci", {"CI": "1", "BUILDKITE_PULL_REQUEST_REPO": "git://host/them/it.git", "BUILDKITE_REPO": "git@host:us/it.git"}, ("read", "a pull request from a fork")),
        ("ci", {"CI": "1", "BUILDKITE_PULL_REQUEST_REPO": "git://other/us/it.git", "BUILDKITE_REPO": "git@host:us/it.git"}, ("read", "a pull request from a fork")),
        ("ci", {"CI": "1", "BUILDKITE_PULL_REQUEST_REPO": "git://host/evil/us/it.git", "BUILDKITE_REPO": "git@host:us/it.git"}, ("read", "a pull request from a fork")),
        ("ci", {"CI": "1", "BUILDKITE_PULL_REQUEST_REPO": "git@host:123/it.git", "BUILDKITE_REPO": "git@host:456/it.git"}, ("read", "a pull request from a fork")),
        ("ci", {"CI": "1", "BUILDKITE_PULL_REQUEST_REPO": "https://host:8443/123/it/", "BUILDKITE_REPO": "git@host:123/it.git"}, ("readwrite", "")),
        ("ci", {"CI": "1", "BUILDKITE_PULL_REQUEST_REPO": "https://host/evil/x@host/us/it", "BUILDKITE_REPO": "https://me:token@host/us/it"}, ("read", "a pull request from a fork")),
        ("ci", {"CI": "1", "BUILDKITE_PULL_REQUEST_REPO": "", "BUILDKITE_REPO": "git@host:us/it.git"}, ("readwrite", "")),
        ("ci", {"CI": "1", "GITHUB_EVENT_NAME": "workflow_run", "GITHUB_EVENT_PATH": "no-such-file"}, ("read", "a pull request from a fork")),
        ("readwrite", {"CIRCLE_PR_REPONAME": "it"}, ("read", "a pull request from a fork")),
        ("readwrite", {"GITHUB_EVENT_NAME": "pull_request", "GITHUB_EVENT_PATH": "no-such-file"}, ("read", "a pull request from a fork")),
        ("readwrite", {"GITHUB_EVENT_NAME": "push", "GITHUB_EVENT_PATH": "no-such-file"}, ("readwrite", "")),
    ],
)  # fmt: skip
def test_what_a_setting_comes_to(word: str, environment: dict[str, str], mode: tuple[str, str]) -> None:
    assert resolve_mode(word, "russo_cache_remote_mode in pytest.ini", environment) == mode


def repository(name: str | None) -> dict[str, object]:
    return {"repo": None if name is None else {"full_name": name}}


@pytest.mark.parametrize("event", ["pull_request", "pull_request_target"])
@pytest.mark.parametrize(("head", "mode"), [("us/it", "readwrite"), ("them/it", "read"), (None, "read")])
def test_pull_requests_at_github(tmp_path: Path, event: str, head: str | None, mode: str) -> None:
    path = tmp_path / "event.json"
    path.write_text(json.dumps({"pull_request": {"head": repository(head), "base": repository("us/it")}}))
    environment = {"GITHUB_EVENT_NAME": event, "GITHUB_EVENT_PATH": str(path), "CI": "true"}
    assert resolve_mode("ci", "", environment)[0] == mode


@pytest.mark.parametrize(("head", "mode"), [("us/it", "readwrite"), ("them/it", "read"), (None, "read")])
def test_runs_after_others_at_github(tmp_path: Path, head: str | None, mode: str) -> None:
    """They have all rights and secrets, even after a pull request from a fork."""
    path = tmp_path / "event.json"
    run = {"head_repository": repository(head)["repo"]}
    path.write_text(json.dumps({"workflow_run": run, "repository": repository("us/it")["repo"]}))
    environment = {"GITHUB_EVENT_NAME": "workflow_run", "GITHUB_EVENT_PATH": str(path), "CI": "true"}
    assert resolve_mode("ci", "", environment)[0] == mode


def test_words_that_are_none() -> None:
    with pytest.raises(
        ConfigurationError, match=r"must be one of read, readwrite, ci, off, not 'write' \(pytest.ini\)"
    ):
        resolve_mode("write", "pytest.ini", {})
    with pytest.raises(ConfigurationError, match="mode='write' must be one of read, readwrite, off"):
        Remote("memory://x", mode="write")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("bucket/prefix", "a remote is an address like s3://bucket/prefix, not 'bucket/prefix'"),
        ("https://host/bucket", "known are s3://, gs://, az://, file://, memory://"),
        ("s3:///prefix", "names no bucket"),
        ("file://relative/path", "a remote on a disk is the full path of a folder"),
        ("az://container/x?sig=hunter2", "credentials come from the environment"),
        ("s3://hunter2:x@bucket", "credentials come from the environment"),
        ("s3:/key:hunter2@bucket", "the one that is set names no bucket (remote=...): write s3://bucket/prefix"),
        ("s3//key:hunter2@bucket", "a remote is an address like s3://bucket/prefix, not the one that is set"),
        ("file:key:hunter2@host", "a remote on a disk is the full path of a folder"),
        ("s3://[bucket/x", "a remote is an address like s3://bucket/prefix, not 's3://[bucket/x'"),
        ("s3://hunter2:x@buc\u2100ket", "not the one that is set"),
    ],
)
def test_addresses_that_are_none(address: str, said: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Remote(address)
    assert said in str(caught.value)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("namespace", ["a b", "../x", "/x", "x/", "x//y", ".x", "ü"])
def test_namespaces_that_are_none(namespace: str) -> None:
    with pytest.raises(ConfigurationError, match="a namespace is made of letters"):
        Remote("memory://x", namespace=namespace)


@pytest.mark.parametrize("how", [{"timeout": 0}, {"timeout": float("inf")}, {"lease": -1}])
def test_numbers_that_are_none(how: dict[str, float]) -> None:
    with pytest.raises(ConfigurationError, match="must be a number of seconds over 0"):
        Remote("memory://x", **how)  # type: ignore[arg-type]
