"""The comparison of transcripts, with a table of pairs."""

from __future__ import annotations

from pathlib import Path

import pytest

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


@pytest.mark.parametrize(("text", "transcript"), SAME)
def test_the_same_in_either_order(text, transcript):
    assert first_difference(text, transcript) is None
    assert first_difference(transcript, text) is None


@pytest.mark.parametrize(("text", "transcript"), DIFFERENT)
def test_different_in_either_order(text, transcript):
    assert first_difference(text, transcript) is not None
    assert first_difference(transcript, text) is not None


@pytest.mark.parametrize("text", sorted({text for pair in SAME + DIFFERENT for text in pair}))
def test_every_text_is_itself(text):
    assert first_difference(text, text) is None
    assert first_difference(text, "  " + text.replace(" ", "  ") + "\n") is None


@pytest.mark.parametrize("text", sorted({text for pair in SAME for text in pair}))
def test_one_word_more_is_a_difference(text):
    assert first_difference(text, text + " certainly") == Difference("", "certainly")
    assert first_difference(text, "Certainly " + text) is not None
