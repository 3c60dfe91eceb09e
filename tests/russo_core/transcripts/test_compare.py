"""The comparison of transcripts: every word counts, and the difference is reported."""

from __future__ import annotations

# ruff: noqa: SIM905 - a list of words is easier to read as a text
import sys

import pytest

from russo.transcripts import Difference, first_difference

WORDS = "please do not open the old red door before you have read this letter".split()


@pytest.mark.parametrize("index", range(len(WORDS)))
def test_every_lost_and_every_other_word_is_a_difference(index):
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
    said = f"You {negation} owe five dollars to Doctor Who and ten percent is {negation} much"
    assert first_difference(text, said) is None
    assert first_difference(text, said.replace(f"You {negation}", "You")) is not None
    assert first_difference(text, said.replace(f"is {negation}", "is")) is not None


def test_what_differs_is_said():
    assert first_difference("Do not press it.", "Do press it.") == Difference("not", "press it")
    assert first_difference("Hello there", "Hello") == Difference("there", "")
    assert first_difference("Hello", "") == Difference("Hello", "")
    assert str(Difference("Hello", "")) == "'nothing' instead of 'Hello'"


@pytest.mark.parametrize(
    ("text", "transcript", "language"),
    [
        ("Call 15", "call fifteen", "eng"),
        ("Call 15", "call fifteen", "auto"),
        ("Es kostet 15 €", "es kostet fünfzehn Euro", "deu"),
        ("5 kroner", "fem kroner", "nb-NO"),
        ("我有5个", "我有五个", "cmn-CN"),
        ("涨了5.5%", "涨了百分之五点五", "cmn-CN"),
    ],
)
def test_a_language_is_known_by_each_of_its_codes(text, transcript, language):
    assert first_difference(text, transcript, language) is None
    assert first_difference(transcript, text, language) is None


def test_the_language_decides_how_figures_are_read():
    assert first_difference("11", "elf", "de") is None
    assert first_difference("11", "once", "es-MX") is None
    assert first_difference("11", "elf", "en-GB") == Difference("11", "elf")
    assert first_difference("1.234", "1234", "de") is None
    assert first_difference("1.234", "1234", "en") is not None
    assert first_difference("Schön", "schon", "de") is not None


def test_without_num2words_figures_are_equal_to_figures(monkeypatch):
    from russo.transcripts import language

    monkeypatch.setitem(sys.modules, "num2words", None)
    language._say.cache_clear()
    try:
        assert first_difference("Es kostet 5 Euro", "Es kostet 5 €") is None
        assert first_difference("Es kostet 5 Euro", "Es kostet fünf Euro") is not None
        assert first_difference("It costs 5 euros", "It costs five euros") is None
    finally:
        language._say.cache_clear()


@pytest.mark.parametrize("text", ["1" * 5000, "1/0", "'", "-", "½½½", "٣:٣٠", "1.2.3.4.5", "$", "\ud800", "©", "1,,2"])
def test_odd_texts_are_themselves(text):
    assert first_difference(text, text) is None
    assert first_difference(text, text + " no") is not None


_LONG = [pytest.param(repeated, marks=pytest.mark.slow) for repeated in ("A.B.", "1.")]


@pytest.mark.parametrize("repeated", ["a.", "a", "1-", "-1", "A B ", *_LONG])
def test_a_listener_that_repeats_itself_is_compared_at_once(repeated):
    assert first_difference(repeated * 1000 + "com", repeated * 1000 + "com") is None
    assert first_difference(repeated * 1000 + "com", "something else") is not None
