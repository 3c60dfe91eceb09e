"""The pictures of the documentation, made by real commands. Nothing here needs Sphinx."""

from __future__ import annotations

from .browser import find_browser, photograph
from .report import PHOTOGRAPHS, REPORT, take_photographs, write_report
from .terminal import TERMINALS, draw_terminals

__all__ = ["NAMES", "PHOTOGRAPHS", "REPORT", "draw_terminals", "find_browser", "make", "photograph", "write_report"]

NAMES = {*(f"{name}.svg" for name in TERMINALS), REPORT, *PHOTOGRAPHS}
"""Every file that `make` makes, where there is a browser."""


def make(folder: str) -> None:
    """Make every picture, and the report itself, in this folder; without a browser, all but the photographs.

    Raises:
        CommandError: A command of a picture, or the browser, does not do what it should.
    """
    draw_terminals(folder)
    write_report(folder)
    browser = find_browser()
    if browser is None:
        print("no Chrome, Chromium or Edge is installed: the documentation has no picture of the report")
    take_photographs(folder, browser)
