"""The ways of reading a text aloud, as a graph in which each path from start to end is one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class Word(NamedTuple):
    """One spoken word.

    Args:
        text: The word, in one case and one spelling.
        kinds: If a reading leaves out a sign ("three fifty" for ``$3.50``), the readings without a sign that it may
            match, which do not include that of ``€3.50``. None for every other word.
        within: Whether it continues the number that the word before it began.
        apart: Whether a comma or the end of another number comes before it.
        joins: Whether it may be written as one word with its neighbours.
    """

    text: str
    kinds: frozenset[str] | None = None
    within: bool = False
    apart: bool = False
    joins: bool = False


class Graph:
    """The ways of reading a text.

    The places of the text are nodes by their number; those inside of a reading are negative.

    Args:
        text: The text.
        start: Where its first word begins.
        spell: Maps all spellings of a word to one.
    """

    def __init__(self, text: str, start: int, spell: Callable[[str], str]) -> None:
        self.text = text
        self.start = start
        self.end = len(text)
        self.arrows: dict[int, list[tuple[Word | None, int]]] = {self.end: []}
        self._spell = spell
        self._inner = 0

    def add(
        self,
        start: int,
        end: int,
        reading: str,
        *,
        kinds: frozenset[str] | None = None,
        apart: bool = False,
        joins: bool = False,
    ) -> None:
        """Add a reading: words, as in ``"five dollar|dollars and? ~fifty"``.

        ``|`` separates words of which either is said, ``?`` follows one that may be left out, ``~`` precedes one that
        continues a number, and ``,`` one that begins another. The empty reading is that of a sign which is not spoken.
        """
        parts = reading.split()
        if not parts:
            self._arrow(start, None, end)
        node = start
        for index, part in enumerate(parts):
            following = end if index == len(parts) - 1 else self.inner()
            core, is_apart = part.strip("~,?"), part[0] == "," or (apart and not index)
            for text in core.split("|"):
                word = Word(self._spell(text), kinds, part[0] == "~", is_apart, joins)
                self._arrow(node, word, following)
            if part[-1] == "?":
                self._arrow(node, None, following)
            node = following

    def inner(self) -> int:
        """A new node inside of a reading."""
        self._inner -= 1
        self.arrows[self._inner] = []
        return self._inner

    def _arrow(self, start: int, word: Word | None, end: int) -> None:
        self.arrows.setdefault(start, []).append((word, end))
