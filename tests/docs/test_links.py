"""Every link inside the documentation leads somewhere, and every page can be reached."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pytest

from stories.pages import DOCS, PAGES, ROOT

if TYPE_CHECKING:
    from pathlib import Path

MORE = [ROOT / "CHANGELOG.md", ROOT / "SECURITY.md", ROOT / "CODE_OF_CONDUCT.md"]
LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?!https?://|mailto:)([^)\s]+)\)")
IMAGE = re.compile(r"(?:!\[[^\]]*\]\(|\{(?:image|figure|photograph)\} |^:file: )([^)\s]+)", re.MULTILINE)
FENCED = re.compile(r"^ *```.*?^ *```$", re.DOTALL | re.MULTILINE)


@cache
def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def anchors_of(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", FENCED.sub("", text_of(page)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", [*PAGES, *MORE], ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    dead = []
    for link in LINK.findall(FENCED.sub("", text_of(page))):
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        if not target.exists() or (anchor and anchor not in anchors_of(target)):
            dead.append(link)
    assert dead == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_images_are_there_and_come_from_nowhere_else(page: Path) -> None:
    # Files that are made while the documentation is built are checked in test_pictures.py.
    links = [link for link in IMAGE.findall(text_of(page)) if not link.startswith("_pictures/")]
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_a_readme_of_a_package_stands_alone() -> None:
    # On a package index, the README has no files beside it.
    linked = [LINK.findall(text_of(page)) for page in ROOT.glob("packages/*/README.md")]
    assert [link for links in linked for link in links if not link.startswith("#")] == []


def test_every_page_is_in_the_table_of_contents() -> None:
    listed = set()
    for index in DOCS.rglob("*.md"):
        for tree in re.findall(r"^```\{toctree\}\n(.*?)^```$", text_of(index), re.DOTALL | re.MULTILINE):
            for entry in tree.splitlines():
                if entry and not entry.startswith(":"):
                    listed |= {path.resolve() for path in index.parent.glob(f"{entry}.md")}
    pages = {path.resolve() for path in DOCS.rglob("*.md") if "_build" not in path.parts}
    assert {page.name for page in pages - listed} == {"index.md"} - {
        page.name for page in listed if page.parent == DOCS
    }


def test_every_entry_of_a_table_of_contents_is_a_page() -> None:
    missing = [
        f"{index.name}: {entry}"
        for index in DOCS.rglob("*.md")
        for tree in re.findall(r"^```\{toctree\}\n(.*?)^```$", text_of(index), re.DOTALL | re.MULTILINE)
        for entry in tree.splitlines()
        if entry and not entry.startswith(":") and not any(index.parent.glob(f"{entry}.md"))
    ]
    assert missing == []


def test_every_benchmark_is_on_its_page() -> None:
    named = set(re.findall(r"^\| `(\w+\.py)` \|", text_of(DOCS / "benchmarks.md"), re.MULTILINE))
    assert named == {path.name for path in (ROOT / "benchmarks").glob("[!_]*.py")}
