"""The documentation page of the plugin matches the code."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

    from russo_core.pytest_plugin.conftest import Project

DOCS = Path(__file__).parents[3] / "docs"
PAGE = DOCS.joinpath("pytest.md").read_text(encoding="utf-8")
REFERENCE = DOCS.joinpath("settings.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    return REFERENCE.partition(f"## {title}\n")[2].partition("\n## ")[0]


def rows(title: str) -> list[list[str]]:
    lines = [line for line in section(title).splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def named(cell: str) -> list[str]:
    """The first word of each piece of code in a cell."""
    return [code.split()[0] for code in re.findall(r"`([^`]+)`", cell)]


def files_shown() -> list[tuple[str, str]]:
    """Each file that the page shows, in order."""
    return re.findall(r"```\w+\n# (\w+\.\w+)\n(.*?)```", PAGE, re.DOTALL)


def blocks_shown() -> list[list[str]]:
    """The lines of each summary that the page shows, in order."""
    return [block.splitlines() for block in re.findall(r"```text\n-+ russo -+\n(.*?)```", PAGE, re.DOTALL)]


def without_numbers(line: str) -> str:
    """Durations differ between machines and between voices, but the counts do not."""
    return re.sub(r"\d+\.\d+", "N", line)


def test_every_marker_and_fixture_is_described(project: Project) -> None:
    project.test("", ini="")
    markers = re.findall(r"@pytest\.mark\.(russo\w*\(.*?\)):", project.run("--markers").stdout.str())
    assert [row[0].strip("`") for row in rows("Markers")] == markers
    listed = project.run("--fixtures").stdout.str()
    found = re.findall(r"^(russo_\w+)(?: \[(\w+) scope\])? -- ", listed, re.MULTILINE)
    assert sorted(found) == sorted((named(row[0])[0], row[2].replace("function", "")) for row in rows("Fixtures"))


def test_the_tutorial_works(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    (settings, ini), (tests, code), (again, offline), (conftest, override) = files_shown()
    assert (settings, tests, again, conftest) == ("pytest.ini", "test_agent.py", "pytest.ini", "conftest.py")
    project.write({settings: ini, tests: code})
    assert len(blocks_shown()) == 2
    for shown in blocks_shown():
        result = project.run()
        result.assert_outcomes(passed=2)
        printed = result.stdout.str().partition(" russo ---")[2].splitlines()[1:-1]
        assert [without_numbers(line) for line in printed] == [without_numbers(line) for line in shown]
    monkeypatch.setenv("CI", "true")
    project.write({again: offline})
    project.run().assert_outcomes(passed=2)
    project.write({conftest: override})
    project.run("--russo-online").stdout.fnmatch_lines("2 utterances: 0 from the cache, 2 synthesized")
