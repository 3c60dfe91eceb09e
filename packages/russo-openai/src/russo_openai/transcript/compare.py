"""Comparing a transcript with the text, word by word.

Case, punctuation and spacing aside, every word of the text must be there, in order, and no other. Only what has
digits, signs or a known abbreviation may be read in another way, and then the number must be the same: a share of
wrong words that is tolerated would let a lost "not" pass.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from . import numbers, vocabulary
from .words import Digits, Letters, Piece, pieces, words

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Difference:
    """The first place where a transcript is not the text.

    Args:
        expected: The piece of the text; empty where the text is over.
        heard: The words that stand there in the transcript; empty where it is over.
    """

    expected: str
    heard: str


def first_difference(text: str, transcript: str) -> Difference | None:
    """Compare.

    Args:
        text: What was to be said.
        transcript: What the model says that it said.

    Returns:
        None where it is the same.
    """
    heard = _Heard(text, transcript)
    places = {0}
    for piece in pieces(text):
        reached = set().union(*(heard.ends(piece, place) for place in places))
        if not reached:
            return Difference(piece.raw, heard.after(max(places)))
        places = reached
    if len(heard.joined) in places:
        return None
    return Difference("", heard.after(max(places)))


class _Heard:
    """A transcript without spaces, so that spacing is no difference, and the places where its words begin."""

    def __init__(self, text: str, transcript: str) -> None:
        self.words = words(transcript)
        self.joined = "".join(self.words)
        self._starts = [0, *accumulate(len(word) for word in self.words)]
        self._index_at = {start: index for index, start in enumerate(self._starts)}
        self._english = vocabulary.is_english({*self.words, *words(text)})
        self._shouted = text.isupper()
        self._written = {piece.core for piece in pieces(transcript)}

    def after(self, place: int) -> str:
        """A few words from a place on."""
        index = next(index for index, start in enumerate(self._starts) if start >= place)
        return " ".join(self.words[index : index + 5])

    def ends(self, piece: Piece, place: int) -> set[int]:
        """The places at which a piece of the text may be over, if it begins at this one."""
        # What is written in the same way needs no other reading.
        fuel = 0 if piece.core in self._written else 2 * piece.symbols
        states = self._skip({(place, fuel)})
        for atom in piece.atoms:
            states = self._skip({end for state in states for end in self._atom(atom, piece, *state)})
        found = {end for end, _ in states}
        # "&" that was dropped is a lost "and"; an emoji is often not read.
        must_be_said = not piece.atoms and any(char in "&%@+=" for char in piece.raw)
        return found - {place} if must_be_said else found

    def _skip(self, states: set[tuple[int, int]]) -> set[tuple[int, int]]:
        """The states after the words that signs may be read as."""
        todo, seen = list(states), set(states)
        while todo:
            place, fuel = todo.pop()
            index = self._index_at.get(place)
            if fuel > 0 and index is not None and index < len(self.words) and self._is_filler(self.words[index]):
                state = (self._starts[index + 1], fuel - 1)
                if state not in seen:
                    seen.add(state)
                    todo.append(state)
        return seen

    def _is_filler(self, word: str) -> bool:
        if self._english:
            return word in vocabulary.FILLERS
        return word not in vocabulary.NEGATIONS and not numbers.is_number(word)

    def _atom(self, atom: Letters | Digits, piece: Piece, place: int, fuel: int) -> Iterator[tuple[int, int]]:
        if isinstance(atom, Digits):
            yield from self._digits(atom, place, fuel)
        else:
            yield from ((end, fuel) for end in self._letters(atom, piece, place))

    def _letters(self, atom: Letters, piece: Piece, place: int) -> Iterator[int]:
        plain = atom.plain
        unit = bool(piece.symbols) or piece.after_digits
        for form in (plain, *vocabulary.long_forms(plain, atom.raw, unit=unit)):
            if self.joined.startswith(form, place):
                yield place + len(form)
        index = self._index_at.get(place)
        if index is None or self._shouted or not vocabulary.is_initialism(atom.raw):
            return
        end = vocabulary.initials_end(plain, self.words, index)
        if end is not None:
            yield self._starts[end]
        yield from self._roman(atom.raw, index)

    def _roman(self, raw: str, index: int) -> Iterator[int]:
        value = vocabulary.roman(raw)
        if value is None:
            return
        start = index + (index < len(self.words) and self.words[index] == "the")
        for end, _ in numbers.ends(self.words, start, str(value), frozenset()):
            yield self._starts[end]

    def _digits(self, atom: Digits, place: int, fuel: int) -> Iterator[tuple[int, int]]:
        index = self._index_at.get(place)
        if index is None:
            return
        for reading in numbers.readings(atom.raw):
            for end, used in numbers.ends(self.words, index, reading, vocabulary.FILLERS):
                if used <= fuel:
                    yield self._starts[end], fuel - used
        for end in numbers.date_ends(self.words, index, atom.raw):
            yield self._starts[end], fuel
        if not self._english:
            yield from ((end, fuel) for end in self._unknown_number(atom, index))

    def _unknown_number(self, atom: Digits, index: int) -> Iterator[int]:
        """A number in the words of another language, which cannot be checked but for its length."""
        longest = min(3 * len(atom.raw), len(self.words) - index)
        for end in range(index + 1, index + longest + 1):
            word = self.words[end - 1]
            if word in vocabulary.NEGATIONS or numbers.is_number(word):
                return
            yield self._starts[end]
