"""What a release is made of: the index on loopback, the fragments, and the workflow that publishes."""

from __future__ import annotations

import hashlib
import importlib.util
import re
import tomllib
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from stories.pages import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PACKAGES = sorted(path.parent for path in ROOT.glob("packages/*/pyproject.toml"))
FILE = "russo_google-0.4.0-py3-none-any.whl"


@pytest.fixture
def index(tmp_path: Path) -> Iterator[str]:
    spec = importlib.util.spec_from_file_location("release_index", ROOT / "release" / "index.py")
    assert spec is not None
    assert spec.loader is not None
    module: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (tmp_path / FILE).write_bytes(b"a wheel")
    (tmp_path / "russo_core-0.4.0.tar.gz").write_bytes(b"an archive")
    with module.serve(tmp_path) as url:
        yield url


def fetch(url: str) -> bytes:
    with urlopen(url) as answer:
        data: bytes = answer.read()
    return data


def test_the_index_links_the_files_of_a_project_and_no_other(index: str) -> None:
    page = fetch(f"{index}russo-google/").decode()
    digest = hashlib.sha256(b"a wheel").hexdigest()
    assert re.findall(r'href="([^"]+)"', page) == [f"/files/{FILE}#sha256={digest}"]
    assert re.findall(r">([^<]+)</a>", fetch(f"{index}russo-core/").decode()) == ["russo_core-0.4.0.tar.gz"]


def test_the_index_gives_the_files(index: str) -> None:
    assert fetch(f"{index.removesuffix('simple/')}files/{FILE}") == b"a wheel"


@pytest.mark.parametrize("path", ["pytest/", "../files/no-such-file", "../files/..%2Fsecret", ""])
def test_the_index_has_nothing_else(index: str, path: str) -> None:
    with pytest.raises(HTTPError, match="404"):
        fetch(index + path if not path.startswith("../") else index.removesuffix("simple/") + path.removeprefix("../"))


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.name)
def test_a_package_has_what_a_release_needs(package: Path) -> None:
    project = tomllib.loads((package / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", project["version"])
    assert "dynamic" not in project
    assert project["name"] == package.name
    assert (package / project["readme"]).stat().st_size > 500
    assert "<!-- releases -->\n" in (package / "CHANGELOG.md").read_text(encoding="utf-8")
    assert (package / "newsfragments").is_dir()
    known = {
        item["directory"] for item in tomllib.loads((ROOT / "towncrier.toml").read_text())["tool"]["towncrier"]["type"]
    }
    for fragment in (package / "newsfragments").glob("*.md"):
        assert re.fullmatch(rf"(?:\d+|\+[\w-]+)\.(?:{'|'.join(sorted(known))})\.md", fragment.name)


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.name)
def test_a_provider_takes_this_core_and_not_the_next_minor_one(package: Path) -> None:
    project = tomllib.loads((package / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    ranges = [need for need in project["dependencies"] if need.startswith("russo-core")]
    assert len(ranges) == (package.name != "russo-core")
    for needed in ranges:
        assert re.fullmatch(r"russo-core(?:\[audio\])?>=0\.4(?:\.\d+)?,<0\.5", needed)


def test_publishing_is_a_job_of_its_own_with_no_token() -> None:
    workflow = (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")
    publish = workflow.partition("\n  publish:\n")[2]
    assert workflow.count("id-token: write") == publish.count("id-token: write") == 1
    assert "run:" not in publish
    assert "secrets." not in workflow


@pytest.mark.parametrize("name", ["ci.yml", "release.yml"])
def test_actions_are_pinned(name: str) -> None:
    workflow = (ROOT / ".github" / "workflows" / name).read_text(encoding="utf-8")
    used = re.findall(r"uses: (\S+)", workflow)
    assert used
    assert [action for action in used if not re.search(r"@[0-9a-f]{40}$", action)] == []


def test_every_session_that_ci_names_is_there() -> None:
    workflow = (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
    named = {name for row in re.findall(r"session: \[(.+)\]", workflow) for name in row.split(", ")}
    sessions = set(re.findall(r"^def (\w+)\(session: nox\.Session\)", (ROOT / "noxfile.py").read_text(), re.MULTILINE))
    assert named
    assert named <= sessions
