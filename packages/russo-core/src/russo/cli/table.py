"""Tables for people, and for programs that read them from a pipe."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ..display import plain
from .output import echo

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def print_table(header: Sequence[str], rows: Iterable[Sequence[str | None]], *, cut: bool = False) -> None:
    """Print rows under a header; an empty cell is shown as a dash.

    In a terminal, long cells wrap, so that nothing is lost. Elsewhere, as in a pipe to grep, each row is one line
    of any length.

    Args:
        header: The names of the columns.
        rows: A cell for each column.
        cut: Whether the last column is truncated in a terminal, instead of wrapping.
    """
    cells = [[" ".join(plain(cell or "-").split()) for cell in row] for row in rows]
    if sys.stdout.isatty():
        _print_in_terminal(header, cells, cut=cut)
        return
    widths = [max(map(len, column)) for column in zip(header, *cells, strict=True)]
    for row in (header, *cells):
        echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _print_in_terminal(header: Sequence[str], cells: list[list[str]], *, cut: bool) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for name, *column in zip(header, *cells, strict=True):
        if cut and name != header[-1]:
            table.add_column(name, no_wrap=True, min_width=max(map(len, (name, *column))))
        else:
            table.add_column(name, no_wrap=cut, overflow="ellipsis" if cut else "fold")
    for row in cells:
        table.add_row(*map(Text, row))
    Console(highlight=False).print(table)
