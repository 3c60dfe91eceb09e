"""Where a text that is too long is split."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from russo.synthesis.pieces import split


@pytest.mark.parametrize(
    ("text", "longest", "pieces"),
    [
        ("One. Two! Three?", 5, ("One.", "Two!", "Three?"[:5], "?")),
        ("One. Two! Three?", 6, ("One.", "Two!", "Three?")),
        ("One. Two! Three?", 9, ("One. Two!", "Three?")),
        ("One. Two! Three?", 99, ("One. Two! Three?",)),
        ("Dr. Smith is in. He waits.", 20, ("Dr. Smith is in.", "He waits.")),
        ("It is 3.14 or so. See example.com now.", 25, ("It is 3.14 or so.", "See example.com now.")),
        ("He left at 5 p.m. on foot. Then it rained.", 30, ("He left at 5 p.m. on foot.", "Then it rained.")),
        ("“Go!” he said. She went.", 16, ("“Go!” he said.", "She went.")),
        ("Wait... what? Yes.", 14, ("Wait... what?", "Yes.")),
        ("A title\nThe text below it.", 20, ("A title", "The text below it.")),
        ("你好。我很好！真的吗？", 4, ("你好。", "我很好！", "真的吗？")),
        ("यह अच्छा है। वह आया।", 14, ("यह अच्छा है।", "वह आया।")),
        (
            "One, two, and then at last three of them. Yes.",
            20,
            ("One, two,", "and then at last", "three of them. Yes."),
        ),
        ("no end at all to be seen", 10, ("no end at", "all to be", "seen")),
        ("x" * 25, 10, ("x" * 10, "x" * 10, "x" * 5)),
        ("abce\u0301fg", 4, ("abc", "e\u0301fg")),
        ("ไม่มีช่องว่าง", 6, ("ไม่มี", "ช่องว่", "าง")),
        ("a👍🏽b👩\u200d💻c", 3, ("a👍🏽", "b", "👩\u200d💻", "c")),
        ("a\u0301\u0302\u0303", 2, ("a\u0301", "\u0302\u0303")),
    ],
)
def test_split(text, longest, pieces):
    assert split(text, longest) == pieces


@given(st.text(st.sampled_from("abAB .,!?\n\"'。，…1— "), min_size=1, max_size=120), st.integers(1, 40))
def test_nothing_is_lost_and_every_piece_fits(text, longest):
    pieces = split(text, longest)
    assert all(0 < len(piece) <= longest for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_bytes_may_count_instead_of_characters():
    def size(text):
        return len(text.encode())

    assert split("Grüße. Ähm, ja. Übel.", 9, size) == ("Grüße.", "Ähm, ja.", "Übel.")
    assert split("你好。我很好！", 9, size) == ("你好。", "我很好", "！")
    assert split("今天天气", 7, size) == ("今天", "天气")


def test_a_book_is_split_into_as_many_pieces_as_it_takes():
    text = "This is a sentence of some words. " * 3000
    pieces = split(text, 1000)
    assert len(pieces) == 104
    assert {piece[-1] for piece in pieces} == {"."}
