"""The comparison of transcripts, with a table of pairs."""

from __future__ import annotations

from pathlib import Path

from russo.transcripts import Difference, first_difference

HERE = Path(__file__).parent


def read_pairs(name):
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [tuple(line.split(" | ")) for line in lines if line and not line.startswith("# ")]


SAME = read_pairs("same.txt")
DIFFERENT = read_pairs("different.txt")


def test_there_are_enough():
    assert len(set(SAME)) >= 150
    assert len(set(DIFFERENT)) >= 150


def taken_for_the_same(pairs):
    """Those that the comparison finds no difference in, in one order or in the other."""
    return [
        (one, other) for one, other in pairs if None in (first_difference(one, other), first_difference(other, one))
    ]


def taken_for_different(pairs):
    """Those that it finds a difference in, and which, in one order or in the other."""
    found = {pair: (first_difference(*pair), first_difference(*reversed(pair))) for pair in pairs}
    return {pair: differences for pair, differences in found.items() if differences != (None, None)}


# Some four thousand comparisons: a test for each would take longer than they do.
def test_the_same_in_either_order():
    assert taken_for_different(SAME) == {}


def test_different_in_either_order():
    assert taken_for_the_same(DIFFERENT) == []


def test_every_text_is_itself():
    texts = {text for pair in SAME + DIFFERENT for text in pair}
    assert [text for text in texts if first_difference(text, text) is not None] == []
    spaced = [(text, "  " + text.replace(" ", "  ") + "\n") for text in texts]
    assert [pair for pair in spaced if first_difference(*pair) is not None] == []


def test_one_word_more_is_a_difference():
    texts = {text for pair in SAME for text in pair}
    assert {first_difference(text, text + " certainly") for text in texts} == {Difference("", "certainly")}
    assert [text for text in texts if first_difference(text, "Certainly " + text) is None] == []
