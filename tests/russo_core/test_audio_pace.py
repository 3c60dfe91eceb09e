from __future__ import annotations

import pytest

from russo.audio.pace import plausible_seconds


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("Hello", 0.1),
        ("Hello", 1.0),
        ("one small step for a man, one giant leap for mankind", 3.5),
        ("one small step for a man, one giant leap for mankind", 2.2),
        ("one small step for a man, one giant leap for mankind", 9.0),
        ("Your code is 4821-9930-1175.", 12.0),
        ("Donaudampfschifffahrtsgesellschaft", 4.0),
        ("今天天气很好，我们去公园吧", 3.0),
        ("今天天气很好，我们去公园吧", 1.5),
        ("วันนี้อากาศดีมาก", 2.0),
        ("Well... I... do not... know.", 9.0),
    ],
)
def test_plausible(text, seconds):
    shortest, longest = plausible_seconds(text, 1.0)
    assert shortest <= seconds <= longest


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("Hello", 12.0),
        ("one small step for a man, one giant leap for mankind", 1.0),
        ("one small step for a man, one giant leap for mankind", 45.0),
        ("今天天气很好，我们去公园吧", 0.3),
        ("今天天气很好，我们去公园吧", 40.0),
    ],
)
def test_not_plausible(text, seconds):
    shortest, longest = plausible_seconds(text, 1.0)
    assert not shortest <= seconds <= longest


def test_speed():
    assert plausible_seconds("one two three", 0.5) == tuple(
        2 * limit for limit in plausible_seconds("one two three", 1.0)
    )
