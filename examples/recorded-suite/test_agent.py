from __future__ import annotations

import pytest
from agent import answer


@pytest.mark.russo("Hello, I would like to book a table.")
def test_a_caller_who_books(russo_audio) -> None:
    assert answer(russo_audio) == "For how many people?"


def test_a_caller_who_says_more(russo_say) -> None:
    assert answer(russo_say("A table for two, please, at eight o'clock.")) == "For how many people?"
