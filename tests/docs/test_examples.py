"""Every example of README and docs runs, in order, exactly as a reader would type it.

`nox -s slow` takes the packages from the workspace. With RUSSO_WHEELS set to a folder of wheels (`nox -s stories`),
each page begins in a bare environment, and `pip install` runs as it is written.
"""

from __future__ import annotations

import os
import shutil
import sys
import venv
from typing import TYPE_CHECKING

import pytest

from stories.bucket import serving, variables
from stories.cloud import clouds
from stories.pages import PAGES, ROOT, blocks_of
from stories.story import Story

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WHEELS = os.environ.get("RUSSO_WHEELS")
# Their examples build and set up the repository itself, which `.ci/run` tests.
ELSEWHERE = {"CONTRIBUTING.md", "docs/releasing.md"}
STORIES = [page for page in PAGES if blocks_of(page) and page.relative_to(ROOT).as_posix() not in ELSEWHERE]


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    with clouds(tmp_path_factory.mktemp("clouds")) as environment:
        yield environment


@pytest.fixture(scope="session")
def bucket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment variables for the bucket of the pages."""
    with serving(tmp_path_factory.mktemp("bucket"), "voice-tests") as port:
        yield variables(port)


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment from `python -m venv`. Each page gets a copy, which is faster than making another."""
    folder = tmp_path_factory.mktemp("bare") / "venv"
    venv.create(folder, with_pip=True, symlinks=os.name != "nt")
    return folder


def installs(page: Path) -> bool:
    """Whether the page itself installs everything that its examples need."""
    typed = [block for block in blocks_of(page) if block.language in {"bash", "console"} and block.note != "not run"]
    return any("pip install" in block.code for block in typed)


@pytest.mark.slow
@pytest.mark.parametrize("page", STORIES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_page(page: Path, tmp_path: Path, cloud: dict[str, str], request: pytest.FixtureRequest) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    python = sys.executable
    if WHEELS:
        if not installs(page):
            pytest.skip("installs nothing")
        shutil.copytree(request.getfixturevalue("bare"), tmp_path / "venv", symlinks=True)
        python = str(tmp_path / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
    is_shared = "s3://voice-tests" in page.read_text(encoding="utf-8")
    environment = {**cloud, **request.getfixturevalue("bucket")} if is_shared else cloud
    story = Story(folder, environment, python, WHEELS)
    for block in blocks_of(page):
        if page == ROOT / "README.md" and block.language == "bash":
            continue  # the two commands for a clone, which .ci/run tests
        story.tell(block)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_block_says_what_it_is(page: Path) -> None:
    known = {"bash", "console", "ini", "mermaid", "python", "text", "toml", "yaml", "json"}
    strange = [f"{block}: {block.language!r}" for block in blocks_of(page) if block.language not in known]
    assert [one for one in strange if "'{" not in one] == []
