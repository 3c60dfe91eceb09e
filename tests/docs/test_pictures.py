"""The pages show exactly the pictures that are made, and the commands behind them work."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from pathlib import Path

import pytest

import pictures
from pictures.commands import CommandError, run
from pictures.terminal import TERMINALS
from stories.pages import DOCS, PAGES, ROOT

ASKED = re.compile(
    r"""(?:\]\(|\{(?:image|figure|photograph)\} |:target: |href=")(?:_pictures/)?([\w-]+\.(?:svg|png|html))"""
)
FETCHED = re.compile(r"(?:url\(|href=|src:?\s*=?)\s*[\"']?(https?:[^\"')]+)")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pictures that are made without a browser."""
    folder = tmp_path_factory.mktemp("pictures")
    pictures.draw_terminals(str(folder))
    pictures.write_report(str(folder))
    return folder


def test_pages_ask_for_what_is_made() -> None:
    asked = {name for page in PAGES for name in ASKED.findall(page.read_text(encoding="utf-8"))}
    assert asked == pictures.NAMES


@pytest.mark.slow
def test_everything_is_made_but_the_photographs(made: Path) -> None:
    assert {path.name for path in made.iterdir()} == pictures.NAMES - set(pictures.PHOTOGRAPHS)


@pytest.mark.slow
def test_no_picture_names_this_machine_or_fetches_anything(made: Path) -> None:
    for picture in [*made.iterdir(), *(DOCS / "_static").glob("*.svg")]:
        text = re.sub(r"base64,[^\"]+", "", picture.read_text(encoding="utf-8"))
        assert FETCHED.findall(text) == [], picture.name
        here = [ROOT, Path.home(), Path(tempfile.gettempdir()), Path(tempfile.gettempdir()).resolve()]
        assert [place for place in here if str(place) in text] == [], picture.name


@pytest.mark.parametrize("name", TERMINALS)
@pytest.mark.slow
def test_a_terminal_shows_its_commands(made: Path, name: str) -> None:
    shown = re.sub(r"<[^>]+>", " ", (made / f"{name}.svg").read_text(encoding="utf-8")).replace("&#160;", " ")
    assert re.findall(r"\$ (.+?) *\n", shown) == list(TERMINALS[name])


@pytest.mark.slow
def test_the_first_run_speaks_and_the_second_does_not(made: Path) -> None:
    shown = (made / "first-run.svg").read_text(encoding="utf-8").replace("&#160;", " ")
    assert re.findall(r"2 utterances: [^<]+", shown) == [
        "2 utterances: 0 from the cache, 2 synthesized",
        "2 utterances: 2 from the cache, 0 synthesized",
    ]


@pytest.mark.slow
def test_the_report_has_one_test_that_failed(made: Path) -> None:
    page = (made / pictures.REPORT).read_text(encoding="utf-8")
    assert page.count('class="play"') == 9
    assert page.count('<script type="audio/ogg;base64"') == 9
    assert '<span class="failed">1 failed</span>, <span class="passed">6 passed</span>' in page


def test_a_command_that_ends_otherwise_makes_no_picture(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"-m pytest nothing\.py ended with 4, and not 0:\n[^$]*nothing\.py"):
        run("pytest nothing.py", tmp_path)


def test_a_browser_on_the_path_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = tmp_path / ("chromium.exe" if os.name == "nt" else "chromium")
    browser.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    found = pictures.find_browser()
    assert found is not None
    assert os.path.normcase(found) == os.path.normcase(browser)


def test_a_browser_that_makes_no_picture_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="ended with 2, and not 0"):
        pictures.photograph(sys.executable, tmp_path / "page.html", tmp_path / "picture.png", dark=False)
