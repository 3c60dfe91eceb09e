"""Preparing a release: the files that it writes, and that a problem leaves everything unchanged."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Repository

ACME = "packages/russo-acme"


def test_fragments_become_a_section_and_the_version_moves(repository: Repository) -> None:
    code, said = repository.release("russo-acme", "0.4.1")
    assert code == 0, said
    assert said.splitlines()[-3:] == [
        'git commit -am "russo-acme 0.4.1"',
        "python release --dry-run russo-acme",
        "git tag russo-acme-v0.4.1 && git push --atomic origin HEAD russo-acme-v0.4.1",
    ]
    changelog = repository.read(f"{ACME}/CHANGELOG.md")
    expected = r"# Changelog\n\n<!-- releases -->\n\n## 0\.4\.1 \(\d{4}-\d\d-\d\d\)\n\n### New\n\n- It speaks\.\n"
    assert re.fullmatch(expected, changelog)
    assert 'version = "0.4.1"' in repository.read(f"{ACME}/pyproject.toml")
    repository.git("commit", "-qam", "russo-acme 0.4.1")
    assert repository.git("status", "--porcelain") == ""
    assert repository.git("ls-files", f"{ACME}/newsfragments") == ""
    assert repository.git("diff", "--name-only", "HEAD~", "--", "packages/russo-core") == ""


def test_the_first_release_may_have_the_version_that_is_written_already(repository: Repository) -> None:
    code, said = repository.release("russo-core", "0.4.0")
    assert code == 0, said


def nothing(_: Repository) -> None:
    pass


def tagged(repository: Repository) -> None:
    repository.git("tag", "russo-acme-v0.4.1")


def without_fragments(repository: Repository) -> None:
    (repository.folder / ACME / "newsfragments" / "+first.feature.md").unlink()
    repository.commit("no fragment")


def strange_fragment(repository: Repository) -> None:
    repository.write(f"{ACME}/newsfragments/8.bug.md", "Mended.\n")
    repository.commit("a type that is none")


def dirty(repository: Repository) -> None:
    repository.write("stray.txt", "")


def with_section(repository: Repository) -> None:
    repository.write(f"{ACME}/CHANGELOG.md", "# Changelog\n\n<!-- releases -->\n\n## 0.4.1 (2026-01-01)\n")
    repository.commit("written by hand")


@pytest.mark.parametrize(
    ("arrange", "package", "version", "said"),
    [
        (nothing, "russo-nobody", "0.4.1", "no package 'russo-nobody'; there are russo-core, russo-acme"),
        (nothing, "russo-acme", "next", "russo-acme: 'next' is not a version as PEP 440 defines it, such as"),
        (
            nothing,
            "russo-acme",
            "0.4.1-rc1",
            "russo-acme: 0.4.1-rc1 has to be written 0.4.1rc1, which is how its files",
        ),
        (nothing, "russo-acme", "0.3.9", "russo-acme: 0.3.9 is not above 0.4.0, which it has"),
        (tagged, "russo-acme", "0.4.1", "russo-acme: the tag russo-acme-v0.4.1 exists: it needs a higher version"),
        (with_section, "russo-acme", "0.4.1", "russo-acme: CHANGELOG.md has a section for 0.4.1"),
        (without_fragments, "russo-acme", "0.4.1", "russo-acme: no fragment in newsfragments/: what would"),
        (strange_fragment, "russo-acme", "0.4.1", "Error: Invalid news fragment name: 8.bug.md"),
        (dirty, "russo-acme", "0.4.1", "russo-acme: not committed: ?? stray.txt"),
        (nothing, "russo-core", "0.5.0", "russo-core: russo-acme does not accept russo-core 0.5.0: widen its range in"),
    ],
    ids=lambda value: value.__name__ if callable(value) else None,
)
def test_what_stands_against_it_changes_nothing(
    repository: Repository, arrange: Callable[[Repository], None], package: str, version: str, said: str
) -> None:
    arrange(repository)
    before = repository.git("status", "--porcelain")
    code, message = repository.release(package, version)
    assert code == 1
    assert any(line.startswith(said) for line in message.splitlines()), message
    assert repository.git("status", "--porcelain") == before


@pytest.mark.parametrize(
    ("arrange", "said"),
    [
        (without_fragments, "russo-acme: no fragment in newsfragments/, and no section for 0.4.0 in CHANGELOG.md"),
        (dirty, "russo-acme: not committed: ?? stray.txt"),
        (lambda one: one.git("tag", "russo-acme-v0.4.0"), "russo-acme: the tag russo-acme-v0.4.0 exists: it needs a"),
        (
            lambda one: one.replace(f"{ACME}/pyproject.toml", "<0.5", "<0.4") or one.commit("narrow"),
            "russo-acme: russo-acme does not accept russo-core 0.4.0: widen its range in",
        ),
        (
            lambda one: one.replace(f"{ACME}/pyproject.toml", '"0.4.0"', '"four"') or one.commit("four"),
            "russo-acme: 'four' is not a version as PEP 440",
        ),
    ],
)
def test_a_dry_run_begins_with_what_stands_against_it(
    repository: Repository, arrange: Callable[[Repository], None], said: str
) -> None:
    arrange(repository)
    code, message = repository.release("--dry-run", "russo-acme")
    assert (code, message[: len(said)]) == (1, said)


@pytest.mark.parametrize("arguments", [("russo-acme", "0.4.1", "--dry-run"), ("--build", "--try"), ("--dry-run",)])
def test_it_has_to_know_what_to_do(repository: Repository, arguments: tuple[str, ...]) -> None:
    assert repository.release(*arguments)[0] == 2


def test_what_each_package_needs_next(repository: Repository) -> None:
    both = [f"{name} 0.4.0: next: python release {name} 0.4.0" for name in ("russo-core", "russo-acme")]
    assert repository.release() == (0, "\n".join(both))
    assert repository.release("russo-acme", "0.4.0")[0] == 0
    assert repository.release("russo-acme")[1] == "russo-acme 0.4.0: next: commit, and try it by name"
    repository.commit("russo-acme 0.4.0")
    first = "russo-acme 0.4.0: next: release russo-core 0.4.0, which it needs"
    assert repository.release("russo-acme")[1] == first
    repository.git("tag", "russo-core-v0.4.0")
    tag = "git tag russo-acme-v0.4.0 && git push --atomic origin HEAD russo-acme-v0.4.0"
    assert repository.release("russo-acme")[1] == f"russo-acme 0.4.0: ready: {tag}"
    repository.git("tag", "russo-acme-v0.4.0")
    assert repository.release("russo-acme")[1] == "russo-acme 0.4.0: released already"


def test_a_tag_builds_the_version_that_the_tree_has_and_no_other(repository: Repository) -> None:
    said = "russo-acme-v0.4.1 is not a tag of this tree, which holds russo-acme 0.4.0"
    assert repository.release("--build", "russo-acme-v0.4.1") == (1, said)


def test_a_package_that_changed_needs_a_fragment(repository: Repository) -> None:
    base = repository.git("rev-parse", "HEAD").strip()
    assert repository.release("--fragments", base) == (0, "")
    repository.write(f"{ACME}/src/it.py", "SPEAKS = 'better'\n")
    repository.git("rm", "-q", f"{ACME}/newsfragments/+first.feature.md")
    repository.commit("better, and silent")
    said = "russo-acme: it has changed: add packages/russo-acme/newsfragments/<issue>.<type>.md"
    assert repository.release("--fragments", base) == (1, said)
    repository.write(f"{ACME}/newsfragments/9.feature.md", "It speaks better.\n")
    repository.commit("and says so")
    assert repository.release("--fragments", base) == (0, "")


def test_a_release_is_its_own_fragment(repository: Repository) -> None:
    base = repository.git("rev-parse", "HEAD").strip()
    assert repository.release("russo-acme", "0.4.1")[0] == 0
    repository.commit("russo-acme 0.4.1")
    assert repository.release("--fragments", base) == (0, "")
