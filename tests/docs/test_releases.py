"""The parts of a release: the packages, their fragments, and the workflow that publishes them."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

import pytest
from packaging.version import Version

from stories.pages import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PACKAGES = sorted(path.parent for path in ROOT.glob("packages/*/pyproject.toml"))
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.name)
def test_a_package_has_what_a_release_needs(package: Path) -> None:
    pyproject = (package / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(pyproject)["project"]
    assert pyproject.count(f'\nversion = "{project["version"]}"\n') == 1  # the line that a release rewrites
    assert [path.parent.parent.name for path in package.glob("src/*/py.typed")] == ["src"]
    assert re.fullmatch(r"\d+\.\d+\.\d+((a|b|rc)\d+)?", project["version"])
    assert "dynamic" not in project
    assert project["name"] == package.name
    assert (package / project["readme"]).stat().st_size > 500
    assert "<!-- releases -->\n" in (package / "CHANGELOG.md").read_text(encoding="utf-8")
    assert (package / "newsfragments" / ".gitkeep").exists()
    said = {"description", "license", "license-files", "authors", "keywords", "classifiers", "requires-python"}
    assert said - project.keys() == set()
    supported = [name.rpartition(" ")[2] for name in project["classifiers"] if "Python :: 3." in name]
    assert supported == ["3.11", "3.12", "3.13", "3.14"]
    assert {"Framework :: Pytest", "Typing :: Typed"} <= set(project["classifiers"])


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.name)
def test_the_changelog_of_all_leads_to_that_of_each(package: Path) -> None:
    changelog = f"packages/{package.name}/CHANGELOG.md"
    assert f"[{package.name}]({changelog})" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    page = (ROOT / "docs" / "changelog.md").read_text(encoding="utf-8")
    assert f"```{{include}} ../{changelog}\n" in page


def test_every_fragment_has_a_type() -> None:
    config = tomllib.loads((ROOT / "towncrier.toml").read_text(encoding="utf-8"))
    types = "|".join(kind["directory"] for kind in config["tool"]["towncrier"]["type"])
    fragments = {path.name for package in PACKAGES for path in (package / "newsfragments").iterdir()} - {".gitkeep"}
    assert [name for name in fragments if not re.fullmatch(rf"(?:\d+|\+[\w-]+)\.(?:{types})(?:\.\d+)?\.md", name)] == []


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.name)
def test_a_provider_takes_this_core_and_not_the_next_minor_one(package: Path) -> None:
    project = tomllib.loads((package / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    core = tomllib.loads((ROOT / "packages/russo-core/pyproject.toml").read_text(encoding="utf-8"))["project"][
        "version"
    ]
    major, minor = map(int, core.split(".")[:2])
    ranges = [need for need in project["dependencies"] if need.startswith("russo-core")]
    assert len(ranges) == (package.name != "russo-core")
    for needed in ranges:
        lowest = re.fullmatch(rf"russo-core(?:\[[a-z,]+\])?>=([\d.]+),<{major}\.{minor + 1}", needed)
        assert lowest, needed
        assert Version(lowest[1]) <= Version(core)


def test_publishing_is_a_job_of_its_own_with_no_token() -> None:
    workflow = (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")
    publish = workflow.partition("\n  publish:\n")[2]
    assert workflow.count("id-token: write") == publish.count("id-token: write") == 1
    assert "run:" not in publish
    assert "secrets." not in workflow


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned(path: Path) -> None:
    workflow = path.read_text(encoding="utf-8")
    used = re.findall(r"uses: (\S+)", workflow)
    assert used
    assert [action for action in used if not re.search(r"@[0-9a-f]{40}$", action)] == []


def test_the_right_to_publish_is_the_only_one_and_what_is_published_was_tried() -> None:
    workflow = (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")
    assert re.findall(r"^ *([\w-]+): (?:write|read)\b", workflow, re.MULTILINE) == ["contents", "id-token"]
    publish = workflow.partition("\n  publish:\n")[2]
    assert "needs: [build, try]" in publish
    assert workflow.count("upload-artifact@") == publish.count("download-artifact@") == 1


def test_what_looks_at_tags_has_them() -> None:
    workflow = (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
    jobs = re.split(r"\n(?=  [\w-]+:\n)", workflow.partition("\njobs:")[2])
    looking = [job for job in jobs if re.search(r"released_providers|oldest_core|release\b", job)]
    assert looking
    assert all("fetch-depth: 0" in job for job in looking)


def test_every_session_that_ci_names_is_there() -> None:
    workflow = (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
    named = {name for row in re.findall(r"session: \[(.+)\]", workflow) for name in row.split(", ")}
    sessions = set(
        re.findall(r"^def (\w+)\(session: nox\.Session[,)]", (ROOT / "noxfile.py").read_text(), re.MULTILINE)
    )
    assert named
    assert named <= sessions
