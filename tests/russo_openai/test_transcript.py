"""The comparison of transcripts, by pairs that were written for it."""

# ruff: noqa: SIM905 - a list of words is easier to read as a text

from __future__ import annotations

import pytest

from russo_openai.transcript import Difference, first_difference

SAME = [
    ("It costs $5.", "It costs five dollars."),
    ("It costs $5.", "It costs $5"),
    ("Dr. Smith is in.", "Doctor Smith is in"),
    ("Meet at 5:30 p.m. please", "Meet at five thirty PM please"),
    ("The R&D team", "The R and D team"),
    ("He was born in 1999 and you know", "He was born in nineteen ninety nine and you know"),
    ("Room 101 is yours, thank you", "Room one oh one is yours thank you"),
    ("10% of the people", "ten percent of the people"),
    ("Pay $1,234.56 to the man", "Pay one thousand two hundred thirty-four dollars and fifty-six cents to the man"),
    ("I'm here—really!", "I’m here, really."),
    ("email the CEO", "e-mail the CEO"),
    ("The date is 2026-11-23.", "The date is November twenty-third, twenty twenty-six."),
    ("Drive 100 km/h on the road", "Drive one hundred kilometers per hour on the road"),
    ("Henry VIII and the wives", "Henry the Eighth and the wives"),
    ("Use e.g. the bus", "Use for example the bus"),
    ("pi is 3.14 and the", "pi is three point one four and the"),
    ("the 2nd time", "the second time"),
    ("the 1990s were", "the nineteen nineties were"),
    ("Call 555-1234 with the code", "Call five five five one two three four with the code"),
    ("mail info@example.com and the", "mail info at example dot com and the"),
    ("It is 20 °C in the room", "It is twenty degrees Celsius in the room"),
    ("the USA", "the United States of America"),
    ("Q&A with the team", "Q and A with the team"),
    ("今天5点见", "今天五点见"),
    ("Es kostet 5 Euro", "Es kostet fünf Euro"),
    ("नमस्ते दुनिया", "नमस्ते दुनिया"),
    ("Hello 😀 world", "Hello world"),
    ("**Very** good", "Very good"),
    ("No. 5 is the best", "Number five is the best"),
    ("at 5:00 with the", "at five o'clock with the"),
    ("$1.5 million for the", "one point five million dollars for the"),
    ("a C++ program and the", "a C plus plus program and the"),
    ("U.S. and the", "US and the"),
    ("Ph.D. of the", "PhD of the"),
    ("2,000,000 of the", "two million of the"),
    ("COVID-19 and the", "covid nineteen and the"),
    ("1/2 cup of the", "a half cup of the"),
    ("1/2 cup of the", "one half cup of the"),
    ("ok?", "OK"),
    ("$20 and the rest", "twenty dollars and the rest"),
    ("version v2.0 and the", "version v two point oh and the"),
    ("and/or the", "and or the"),
    ("Your code is 4821.", "Your code is four eight two one."),
    ("Your code is 4821.", "Your code is forty-eight twenty-one."),
    ("It's 7 o'clock and you", "It's seven o'clock and you"),
    ("the 3 o'clock", "the three o'clock"),
    ("Windows 11 is the", "Windows eleven is the"),
    ("5kg of the flour", "five kilograms of the flour"),
    ("Is 50% off the price, $99.99?", "Is fifty percent off the price, ninety-nine dollars and ninety-nine cents?"),
]
CHANGED = [
    ("Do not press it", "Do press it"),
    ("DO NOT PRESS IT", "do press it please"),
    ("It costs $5.", "It costs six dollars."),
    ("5 apples and the", "some apples and the"),
    ("It costs $5 and the", "It costs fifty dollars and the"),
    ("5 pm is the", "5 am is the"),
    ("Hello", "Hello! How can I help?"),
    ("What's your name?", "I'm ChatGPT"),
    ("I am here", "I'm here"),
    ("$5", "five million dollars"),
    ("$5 for the", "not five dollars for the"),
    ("I can do it", "I can't do it"),
    ("salt & pepper", "salt pepper"),
    ("Your code is 4821.", "Your code is 4812."),
    ("今天不见", "今天见"),
    ("Es kostet nicht 5 Euro", "Es kostet 5 Euro"),
    ("the 12 and the", "the twenty one and the"),
    ("Call 555-1234 with the code", "Call five five five one two three five with the code"),
    ("a b c", "a b"),
    ("I said no. You know", "I said yes. You know"),
    ("at 5:30 with the", "at five with the"),
    ("The date is 2026-11-23.", "The date is November twenty-fourth, twenty twenty-six."),
    ("15 of the", "fifty of the"),
    ("we will never go", "we will go"),
    ("Room 5", "Room six"),
    ("Room 5", "Room"),
    ("वह नहीं आया", "वह आया"),
    ("ได้ไม่", "ได้"),
]


@pytest.mark.parametrize(("text", "transcript"), SAME)
def test_the_same(text, transcript):
    assert first_difference(text, transcript) is None


@pytest.mark.parametrize(("text", "transcript"), CHANGED)
def test_changed(text, transcript):
    assert first_difference(text, transcript) is not None


@pytest.mark.parametrize("text", sorted({text for text, _ in SAME}))
def test_a_text_is_itself(text):
    assert first_difference(text, text) is None
    assert first_difference(text, text.upper()) is None
    assert first_difference(text, "  " + text.replace(" ", "  ") + "\n") is None


@pytest.mark.parametrize("text", sorted({text for text, _ in SAME}))
def test_a_word_more_is_a_change(text):
    assert first_difference(text, text + " certainly") == Difference("", "certainly")
    assert first_difference(text, "Certainly " + text) is not None


WORDS = "please do not open the old red door before you have read this letter".split()


@pytest.mark.parametrize("index", range(len(WORDS)))
def test_every_lost_and_every_other_word_is_a_change(index):
    text = " ".join(WORDS)
    lost = " ".join(WORDS[:index] + WORDS[index + 1 :])
    other = " ".join([*WORDS[:index], "banana", *WORDS[index + 1 :]])
    assert first_difference(text, lost) is not None
    assert first_difference(text, other) == Difference(
        WORDS[index], " ".join(["banana", *WORDS[index + 1 : index + 5]])
    )


@pytest.mark.parametrize("negation", ["not", "never", "no"])
def test_a_lost_negation_beside_what_may_be_read_in_another_way(negation):
    text = f"You {negation} owe $5 to Dr. Who, and 10% is {negation} much."
    assert (
        first_difference(text, f"You {negation} owe five dollars to Doctor Who and ten percent is {negation} much")
        is None
    )
    assert first_difference(text, f"You owe five dollars to Doctor Who and ten percent is {negation} much") is not None
    assert first_difference(text, f"You {negation} owe five dollars to Doctor Who and ten percent is much") is not None


def test_a_long_text_is_compared_to_its_end():
    text = "It costs $5 at 5:30 p.m., or 10% of 1,999 for Dr. Smith of the U.S. " * 200
    assert first_difference(text, text) is None
    assert first_difference(text, text[:-6]) is not None


def test_what_differs_is_said():
    assert first_difference("Do not press it.", "Do press it.") == Difference("not", "press it")
    assert first_difference("Hello there", "Hello") == Difference("there", "")
    assert first_difference("Hello", "") == Difference("Hello", "")
