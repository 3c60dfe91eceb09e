"""Builds the graph of all ways of reading a text aloud: where to add that two spellings sound the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from .graph import Graph
from .numbers import NOUGHT, ONES, cardinal
from .words import normal

if TYPE_CHECKING:
    from collections.abc import Iterator

# The language if nothing points to another.
UNKNOWN: Final = "und"
# After these, a new number may begin: "20, 5" and "20 5" are not "25".
_BREAK: Final = re.compile(r"[,;.!?]\s*$|\d\s+$")
_MAGNITUDE: Final = re.compile(r"(?:hundred|thousand|million|billion|trillion),\s*$", re.IGNORECASE)


class Reading(NamedTuple):
    """One way of reading the text between two places.

    Args:
        end: Where it ends.
        words: What is said, in the notation of `Graph.add`.
        kinds: As in `Word`.
        joins: As in `Word`.
        figures: Instead of words, figures that are read in groups of one or two, like those of a code or a year.
    """

    end: int
    words: str = ""
    kinds: frozenset[str] | None = None
    joins: bool = False
    figures: str = ""


class Reader:
    """How a language is read: a text, and for each place of it, the readings of what begins there."""

    def __init__(self, text: str) -> None:
        self.text = normal(text).rstrip()

    def spell(self, word: str) -> str:
        """The one spelling of a word."""
        return word

    def readings(self, at: int) -> Iterator[Reading]:
        """The ways to read what begins at this position, which is not a space."""
        raise NotImplementedError


def read(reader: Reader) -> Graph:
    """The ways of reading a text aloud."""
    text = reader.text
    graph = Graph(text, _behind_spaces(text, 0), reader.spell)
    seen = {graph.start, graph.end}
    todo = [graph.start] if graph.start < graph.end else []
    while todo:
        at = todo.pop()
        apart = is_apart(text, at)
        # Anything unknown matches itself.
        for reading in [*reader.readings(at)] or [Reading(at + 1, text[at].casefold())]:
            end = _behind_spaces(text, reading.end)
            if reading.figures:
                _add_figures(graph, at, end, reading, apart=apart)
            else:
                graph.add(at, end, reading.words, kinds=reading.kinds, apart=apart, joins=reading.joins)
            if end not in seen:
                seen.add(end)
                todo.append(end)
    return graph


def is_apart(text: str, at: int) -> bool:
    """Whether what begins here cannot continue a number before it."""
    before = text[max(0, at - 20) : at]
    return _BREAK.search(before) is not None and _MAGNITUDE.search(before) is None


def _behind_spaces(text: str, at: int) -> int:
    while at < len(text) and text[at] == " ":
        at += 1
    return at


def _add_figures(graph: Graph, start: int, end: int, reading: Reading, *, apart: bool) -> None:
    """Add figures, read in groups: "nineteen ninety nine", "four eight two one", "double three"."""
    figures, kinds = reading.figures, reading.kinds
    inside = range(len(figures) - 1)
    nodes = [start, *(graph.inner() for _ in inside), end]
    # After "twenty", because a "five" that follows would make it another number.
    tens = [start, *(graph.inner() for _ in inside), end]
    for at, figure in enumerate(figures):
        first = apart and not at
        said = NOUGHT if figure == "0" else ONES[int(figure)]
        graph.add(nodes[at], nodes[at + 1], said, kinds=kinds, apart=first)
        begins = {nodes[at], tens[at]}
        if figure == "0":
            graph.add(tens[at], nodes[at + 1], said, kinds=kinds, apart=first)
        for name, times in (("double", 2), ("triple", 3)):
            if figures.startswith(figure * times, at):
                for begin in begins:
                    graph.add(begin, nodes[at + times], f"{name} {said}", kinds=kinds, apart=first)
        pair = figures[at : at + 2]
        if len(pair) == 2 and figure != "0":
            behind = tens if pair[1] == "0" and figure != "1" else nodes
            for begin in begins:
                graph.add(begin, behind[at + 2], cardinal(int(pair)), kinds=kinds, apart=first)
