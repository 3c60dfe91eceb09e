"""Which releases are tested together, according to the tags of a repository."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Repository


def tag(repository: Repository, *names: str) -> None:
    for name in names:
        repository.git("tag", name)


def test_versions_are_in_their_order_and_other_tags_are_none(repository: Repository) -> None:
    tag(repository, *(f"russo-acme-v{version}" for version in ("0.10.0", "0.9.0", "0.9.0rc1", "next", "0.9.1-rc1")))
    tag(repository, "russo-acme-extra-v1.0.0", "v2.0.0")
    assert repository.ask("*releases_of('russo-acme')") == "0.9.0rc1 0.9.0 0.10.0"


def test_the_newest_provider_is_the_last_that_takes_the_core(repository: Repository) -> None:
    tag(repository, "russo-acme-v0.4.0", "russo-acme-v0.4.1")
    repository.replace("packages/russo-acme/pyproject.toml", ">=0.4,<0.5", ">=0.5,<0.6")
    repository.commit("a range")
    tag(repository, "russo-acme-v0.5.0")
    asked = ", ".join(f"newest_provider_tag('russo-acme', {core!r})" for core in ("0.4.7", "0.5.0", "0.6.0"))
    assert repository.ask(asked) == "russo-acme-v0.4.1 russo-acme-v0.5.0 None"


@pytest.mark.parametrize(
    ("released", "newest"),
    [
        ((), "None"),
        (("0.4.0", "0.4.1rc1"), "russo-acme-v0.4.0"),
        (("0.4.0rc1", "0.4.0rc2"), "russo-acme-v0.4.0rc2"),
    ],
)
def test_a_pre_release_counts_where_there_is_nothing_else(
    repository: Repository, released: tuple[str, ...], newest: str
) -> None:
    tag(repository, *(f"russo-acme-v{version}" for version in released))
    assert repository.ask("newest_provider_tag('russo-acme', '0.4.0')") == newest


@pytest.mark.parametrize(
    ("released", "oldest"),
    [
        ((), "None"),
        (("0.3.9",), "None"),
        (("0.3.9", "0.4.0rc1", "0.4.10", "0.4.2", "0.5.0"), "russo-core-v0.4.2"),
    ],
)
def test_the_oldest_core_is_the_first_that_the_provider_allows(
    repository: Repository, released: tuple[str, ...], oldest: str
) -> None:
    tag(repository, *(f"russo-core-v{version}" for version in released))
    assert repository.ask("oldest_core_tag(read_packages()['russo-acme'])") == oldest


def test_the_tree_of_a_tag_is_written_and_git_has_nothing_to_forget(repository: Repository, tmp_path: Path) -> None:
    tag(repository, "russo-acme-v0.4.0")
    repository.write("packages/russo-acme/src/it.py", "SPEAKS = 'better'\n")
    repository.commit("later")
    repository.ask(f"unpack('russo-acme-v0.4.0', __import__('pathlib').Path({str(tmp_path)!r}))")
    assert (
        tmp_path / "russo-acme-v0.4.0" / "packages" / "russo-acme" / "src" / "it.py"
    ).read_text() == "SPEAKS = True\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["repository", "russo-acme-v0.4.0"]
    assert len(repository.git("worktree", "list").splitlines()) == 1
