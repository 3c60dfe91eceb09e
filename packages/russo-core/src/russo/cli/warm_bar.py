"""The progress bar of `russo warm`: how much is done, how fast, how long the rest will take, and the cost so far."""

from __future__ import annotations

import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .warm_work import Tally

# Seconds between two updates.
_LOOK: Final = 0.25


@contextmanager
def bar(tally: Tally) -> Iterator[None]:
    """Draw the tally on standard error while the context lasts, if that is a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    rest = TextColumn("{task.fields[rate]}  {task.fields[paid]}")
    columns = BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), rest
    with Progress(*columns, console=Console(stderr=True, highlight=False), transient=True) as progress:
        task = progress.add_task("", total=tally.total, rate="", paid="")
        ended = threading.Event()

        def draw() -> None:
            while not ended.wait(_LOOK):
                speed = progress.tasks[0].speed or 0.0
                paid = f"{tally.characters:,} characters, {tally.money()}" if tally.characters else ""
                progress.update(task, completed=tally.done, rate=f"{speed:,.1f}/s", paid=paid)

        drawer = threading.Thread(target=draw, name="russo-bar", daemon=True)
        drawer.start()
        try:
            yield
        finally:
            ended.set()
            drawer.join()
