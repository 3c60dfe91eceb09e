"""Decides whether two texts match: they do if there is a way of reading each aloud that gives the same words."""

# ruff: noqa: SIM905 - a list of words is easier to read as a text

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from .words import NEGATIONS, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .graph import Graph, Word

# "web site" matches "website", but "not able" does not match "notable": these words are never part of a compound.
_NEVER_JOINED: Final = NEGATIONS | frozenset(
    ("a an the i am is are was be been it he she me my we us you your his her him its of as so for if or and").split()
)
# "log in" matches "login", but "car pet" does not match "carpet": the second half of a compound is long or listed here.
_SHORT_ENDS: Final = frozenset(
    ["in", "up", "out", "on", "off", "by", "bye", "day", "way", "one", "box", "set", "man", "men", "end", "ups", "ins"]
)
_SHOWN_WORDS: Final = 5


@dataclass(frozen=True, slots=True)
class Difference:
    """The first place where a transcript differs from the text.

    Args:
        expected: The word in the text, as it is written; empty if the text has ended.
        heard: A few words at this place of the transcript; empty if it has ended.

    Example:
        >>> from russo.transcripts import Difference
        >>> str(Difference("not", "press it"))
        "'press it' instead of 'not'"
    """

    expected: str
    heard: str

    def __str__(self) -> str:
        return f"{self.heard or 'nothing'!r} instead of {self.expected or 'nothing'!r}"


def first_difference(text: str, transcript: str, language: str | None = None) -> Difference | None:
    """Compare a text with the transcript of its recording.

    Case, punctuation and British or American spelling make no difference, nor does it matter whether a contraction, a
    number, a time, a date, an amount, a unit or an address is written in words or in figures and signs.

    Args:
        text: What was to be said.
        transcript: What was heard.
        language: The language of both, as a BCP 47 tag like ``"de"`` or ``"en-GB"``; by default, it is guessed from
            the words. Reading the figures of a language other than English needs num2words
            (``pip install "russo-core[transcripts]"``); without it, figures only match the same figures.

    Returns:
        The first difference, or None if there is none.

    Example:
        >>> from russo.transcripts import first_difference
        >>> first_difference("Meet me at 3:30.", "Meet me at half past three")
        >>> first_difference("Do not press it.", "Do press it.")
        Difference(expected='not', heard='press it')
    """
    # Imported here because texts are compared only on a miss, and every other run would pay a millisecond for it.
    from .language import candidates

    found: Difference | None = None
    for one in candidates(text, transcript, language):
        difference = _compare(_read(text, one), _read(transcript, one))
        if difference is None:
            return None
        found = found or difference
    return found


def _read(text: str, language: str) -> Graph:
    from .english import English
    from .language import Other
    from .reading import UNKNOWN, read

    if language in {"en", UNKNOWN}:
        return read(English(text, fold=language == "en"))
    return read(Other(text, language))


class _State(NamedTuple):
    """How far two texts have been read, and the rest of a word of one that the other has not matched yet."""

    text: int
    heard: int
    rest: str = ""
    in_text: bool = False  # whether the rest is of the text
    freely: bool = False  # whether the rest may be said in several words


def _compare(text: Graph, heard: Graph) -> Difference | None:
    start = _State(text.start, heard.start)
    todo, seen = [start], {start}
    furthest = (text.start, heard.start)
    while todo:
        state = todo.pop()
        if not state.rest:
            if state.text == text.end and state.heard == heard.end:
                return None
            if state.text >= 0 and state.heard >= 0:  # not inside of a reading
                furthest = max(furthest, state[:2])
        for following in (*_silent(state, text, heard), *_spoken(state, text, heard)):
            if following not in seen:
                seen.add(following)
                todo.append(following)
    begin = text.text.rfind(" ", 0, furthest[0]) + 1 if furthest[0] < text.end else text.end
    expected = text.text[begin:].split(None, 1)[:1]
    said = words(heard.text[furthest[1] :])[:_SHOWN_WORDS]
    return Difference("".join(expected).strip(".,;:!?\"'()[]"), " ".join(said))


def _silent(state: _State, text: Graph, heard: Graph) -> Iterator[_State]:
    for word, node in text.arrows[state.text]:
        if word is None:
            yield state._replace(text=node)
    for word, node in heard.arrows[state.heard]:
        if word is None:
            yield state._replace(heard=node)


def _spoken(state: _State, text: Graph, heard: Graph) -> Iterator[_State]:
    if state.rest:
        yield from _finish(state, text, heard)
        return
    for one, text_node in text.arrows[state.text]:
        for other, heard_node in heard.arrows[state.heard]:
            if one is None or other is None:
                continue
            if one.text == other.text:
                if _agree(one, other):
                    yield _State(text_node, heard_node)
            elif one.text.startswith(other.text) and _may_join(other, one):
                rest = one.text[len(other.text) :]
                yield _State(text_node, heard_node, rest, in_text=True, freely=one.joins or other.joins)
            elif other.text.startswith(one.text) and _may_join(one, other):
                rest = other.text[len(one.text) :]
                yield _State(text_node, heard_node, rest, in_text=False, freely=one.joins or other.joins)


def _finish(state: _State, text: Graph, heard: Graph) -> Iterator[_State]:
    """Continue within a word of one side that is written as several words on the other."""
    graph, node = (heard, state.heard) if state.in_text else (text, state.text)
    for word, following in graph.arrows[node]:
        if word is None:
            continue
        moved = state._replace(heard=following) if state.in_text else state._replace(text=following)
        if word.apart:
            continue
        if word.text == state.rest:
            if state.freely or (word.text not in _NEVER_JOINED and (len(word.text) > 3 or word.text in _SHORT_ENDS)):
                yield _State(moved.text, moved.heard)
        elif not state.freely:
            continue
        elif state.rest.startswith(word.text):
            yield moved._replace(rest=state.rest[len(word.text) :])
        elif word.text.startswith(state.rest):
            yield moved._replace(rest=word.text[len(state.rest) :], in_text=not state.in_text)


def _agree(one: Word, other: Word) -> bool:
    """Whether two equal words may match."""
    if (one.within and other.apart) or (other.within and one.apart):
        return False  # "20, 5" is not "25"
    return one.kinds is None or other.kinds is None or not one.kinds.isdisjoint(other.kinds)


def _may_join(short: Word, long: Word) -> bool:
    """Whether a word may be the beginning of a compound."""
    if short.joins or long.joins:
        return True
    return len(short.text) > 1 and short.text.isalpha() and _NEVER_JOINED.isdisjoint({short.text, long.text})
