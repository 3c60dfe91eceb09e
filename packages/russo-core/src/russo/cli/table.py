"""Tables for people, and for programs that read them from a pipe."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from ..display import plain
from .output import echo

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


_GAP: Final = 2
# A cell that is truncated to fewer characters is of no use.
_LEAST: Final = 20


def print_table(header: Sequence[str], rows: Iterable[Sequence[str | None]], *, cut: bool = False) -> None:
    """Print rows under a header; an empty cell is shown as a dash.

    In a terminal, long cells wrap, so that nothing is lost. Elsewhere, as in a pipe to grep, each row is one line
    of any length.

    Args:
        header: The names of the columns.
        rows: A cell for each column.
        cut: Whether a terminal truncates the last column, instead of wrapping it. If the terminal is too narrow for
            that, whole lines are printed.
    """
    cells = [[" ".join(plain(cell or "-").split()) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(header, *cells, strict=True)]
    if sys.stdout.isatty():
        from rich.console import Console

        room = Console().width - sum(widths[:-1]) - _GAP * (len(widths) - 1)
        if not cut or room >= _LEAST:
            _print_in_terminal(header, cells, room if cut else None)
            return
    for row in (header, *cells):
        echo((" " * _GAP).join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _print_in_terminal(header: Sequence[str], cells: list[list[str]], room: int | None) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    table = Table(box=None, pad_edge=False)
    # The first column is what one copies and types, so it is broken only where it would leave no room for the others.
    first = max(len(header[0]), *(len(row[0]) for row in cells), 0)
    for number, name in enumerate(header):
        is_whole = room is not None or (number == 0 and first <= console.width // 2)
        table.add_column(name, no_wrap=is_whole, overflow="fold")
    for row in cells:
        texts = [Text(cell) for cell in row]
        if room is not None:
            texts[-1].truncate(room, overflow="ellipsis")
        table.add_row(*texts)
    console.print(table)
