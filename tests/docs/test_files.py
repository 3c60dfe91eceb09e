"""The files that the page on file formats shows are those that its own examples write."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from stories.pages import DOCS, blocks_of
from stories.story import Story

if TYPE_CHECKING:
    from pathlib import Path

BLOCKS = blocks_of(DOCS / "files.md")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which all examples of the page have run."""
    folder = tmp_path_factory.mktemp("page")
    story = Story(folder, {})
    for block in BLOCKS:
        if block.language == "python":
            story.tell(block)
    return folder


def shown(language: str) -> str:
    (code,) = (block.code for block in BLOCKS if block.language == language)
    return code


def test_the_meta_is_the_one_shown(folder: Path) -> None:
    (meta,) = (folder / "recordings").glob("*.meta")
    assert meta.read_bytes().decode() == shown("json")


def test_the_lock_is_the_one_shown(folder: Path) -> None:
    assert (folder / "russo.lock").read_bytes().decode() == shown("toml")


def test_the_ledger_has_the_fields_shown(folder: Path) -> None:
    ledger = (folder / ".russo_cache" / ".local" / "ledger.jsonl").read_text(encoding="utf-8")
    assert [names_of(line) for line in ledger.splitlines()] == [names_of(line) for line in shown("text").splitlines()]


def names_of(line: str) -> tuple[str, list[str]]:
    fields = json.loads(line)
    return fields["kind"], list(fields)


def test_every_field_is_described() -> None:
    page = (DOCS / "files.md").read_text(encoding="utf-8")
    meta, paid, _ = json.loads(shown("json")), *map(json.loads, shown("text").splitlines())
    locked = ("key", "duration", "audio", "pcm", "fields", "text", "provider")
    assert [name for name in (*meta, *paid, *locked) if f"`{name}`" not in page] == []
