"""The text that the engine gets: ordinary text is passed unchanged, and every change is pinned."""

from __future__ import annotations

import pytest

from russo_espeak import EspeakSynthesizer
from russo_espeak.text import prepare


@pytest.mark.parametrize(
    "text",
    [
        "This is an ordinary sentence, said by Dr. Who at 10:30 (a.m.)! " * 50,
        "Card number 4111111111111111, IBAN DE89370400440532013000.",
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
        "Это обычное предложение, в котором ничего не нужно менять. " * 20,
        "这是一个句子，那是另一个。" * 100,
        "<b>&amp;</b> [[x]] a\nb\tc\r\n\r\nd",
        "a" * 100,
        "7" * 20,
    ],
    ids=lambda text: text[:10],
)
def test_ordinary_text_stays_as_it_is(text):
    assert prepare(text) == text.encode()


@pytest.mark.parametrize(
    ("text", "prepared"),
    [
        ("one\0two\x01300S\x1f.", "one two 300S ."),
        ("7" * 45, f"{'7' * 20} {'7' * 20} {'7' * 5}"),
        ("a" * 150, f"{'a' * 100} {'a' * 50}"),
        ("Ж" * 60, f"{'Ж' * 50} {'Ж' * 10}"),
        ("😀" * 25, f"{'😀' * 20} {'😀' * 5}"),
        ("12345 " * 20, f"{'12345 ' * 19}, 12345 "),
        ("hello " * 120, f"{'hello ' * 114}, {'hello ' * 6}"),
    ],
    ids=lambda text: text[:10],
)
def test_what_the_engine_would_cut_is_broken(text, prepared):
    assert prepare(text).decode() == prepared


def test_letters_that_are_taken_apart_are_composed():
    assert prepare("scho\u0308n, e\u0301te\u0301") == "schön, été".encode()


async def test_a_decomposed_text_sounds_as_a_composed_one():
    german = EspeakSynthesizer(voice="de")
    composed, decomposed, plain = [await german.synthesize(text) for text in ("schön", "scho\u0308n", "schon")]
    assert decomposed == composed != plain
