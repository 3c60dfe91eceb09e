"""The keys are permanent: a change here makes every user record again."""

from __future__ import annotations

from typing import Any

import pytest

from russo import CachedSynthesizer
from russo_hibari import HibariSynthesizer

VECTORS: list[tuple[dict[str, Any], str, str]] = [
    ({}, "Hello", "2022ee9991df3a9111d22b09d503721903e8959495d1bf66739ccc0c5b71d488"),
    (
        {"voice": "emma", "speed": 1.25, "seed": 7},
        "Hello",
        "515e84aeeae464fbee40e0304535a14c7368a4b7293c2f31de45631ee87f0b3a",
    ),
    ({"model": "models/mine.onnx"}, "Hello", "7f41c778c6f5e0b029b240d33ad8568542754d125fdc0b92d583e964c9986fa5"),
    ({}, "Call 555-0142.", "8ccd896f3ba8dd0d388f96d06f08e24797d5243bdf4a988e8007b60fad46b4a5"),
]


@pytest.mark.parametrize(("options", "text", "key"), VECTORS)
def test_golden_keys(options: dict[str, Any], text: str, key: str) -> None:
    assert CachedSynthesizer(HibariSynthesizer(**options)).key(text) == key


def test_what_is_spoken_is_in_the_key() -> None:
    synthesizer = CachedSynthesizer(HibariSynthesizer())

    assert synthesizer.spoken("Call 555-0142.") == "Call 5 5 5, 0 1 4 2."
    assert synthesizer.key("Call 555-0142.") == synthesizer.key("Call 5 5 5, 0 1 4 2.")
    assert synthesizer.key("Call 555-0143.") != synthesizer.key("Call 555-0142.")
