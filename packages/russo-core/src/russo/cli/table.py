"""Tables for people, and for programs that read them from a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..display import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

WIDE = 10_000


def print_table(header: Iterable[str], rows: Iterable[Iterable[str | None]]) -> None:
    """Print rows under a header; an empty cell is shown as a dash.

    A terminal folds long cells, so that nothing is lost. Elsewhere, as in a pipe to grep, each row is one line.
    """
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = WIDE
    table = Table(box=None, pad_edge=False)
    for name in header:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(plain(cell or "-")) for cell in row))
    console.print(table)
