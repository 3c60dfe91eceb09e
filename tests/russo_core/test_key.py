from __future__ import annotations

import subprocess
import sys
from enum import Enum, StrEnum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from russo import AudioCache
from russo.errors import CacheKeyError
from russo.keys.hashing import KeyPrefix

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS
FIELDS = st.dictionaries(TEXTS, SCALARS | st.lists(SCALARS, max_size=3), max_size=4)


def key(fields: dict[Any, Any], text: str = "hello", **more: Any) -> str:
    return KeyPrefix({"provider": "beep"}, fields, more).key(text)


@given(one=FIELDS, two=FIELDS, text=TEXTS, other=TEXTS)
def test_different_utterances_have_different_keys(
    one: dict[str, Any], two: dict[str, Any], text: str, other: str
) -> None:
    # 1, 1.0 and True are equal in Python, but not for a synthesizer.
    same = repr(sorted(one.items(), key=lambda item: item[0])) == repr(sorted(two.items(), key=lambda item: item[0]))
    assert (key(one, text) == key(two, other)) == (same and text == other)


@given(fields=FIELDS)
def test_order_does_not_matter(fields: dict[str, Any]) -> None:
    assert key(fields) == key(dict(reversed(fields.items())))


def test_parts_do_not_run_into_each_other() -> None:
    keys = {
        KeyPrefix({"a": 1}, {}, {}).key("x"),
        KeyPrefix({}, {"a": 1}, {}).key("x"),
        KeyPrefix({}, {}, {"a": 1}).key("x"),
        KeyPrefix({}, {}, {}).key("x", {"p": {"a": 1}}),
        KeyPrefix({}, {}, {}).key('x",{}'),
        KeyPrefix(None, {}, {}).key("x"),
        KeyPrefix({}, {}, {}).key("x"),
    }
    assert len(keys) == 7


@pytest.mark.parametrize("name", ["prompt", "self", "text", "key", "extra", ""])
def test_fields_may_have_any_name(name: str) -> None:
    assert AudioCache().cache_key("hello", **{name: 1}) != AudioCache().cache_key("hello")
    assert key({name: 1}) != key({})


def test_the_text_is_not_normalised() -> None:
    texts = ["hi", "hi ", "hi\n", "Hi", "caf\u00e9", "cafe\u0301"]
    assert len({key({}, text) for text in texts}) == len(texts)


class Colour(Enum):
    RED = "red"


class Voice(StrEnum):
    KORE = "Kore"


def test_a_str_enum_is_its_value() -> None:
    assert key({"voice": Voice.KORE}) == key({"voice": "Kore"})


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (b"x", "cache_fields['a'] is a bytes, which JSON cannot hold: b'x'"),
        ({1}, "cache_fields['a'] is a set, which JSON cannot hold: {1}"),
        (Path("x"), f"cache_fields['a'] is a {type(Path()).__name__}, which JSON cannot hold: {Path('x')!r}"),
        (Colour.RED, "cache_fields['a'] is a Colour, which JSON cannot hold: <Colour.RED: 'red'>"),
        (float("nan"), "cache_fields['a'] is nan, which JSON cannot hold"),
        (float("inf"), "cache_fields['a'] is inf, which JSON cannot hold"),
        ("\ud800", "cache_fields['a'] holds half of a surrogate pair, which no file can: '\\ud800'"),
        ([1, b"x"], "cache_fields['a'][1] is a bytes, which JSON cannot hold: b'x'"),
        ({"b": {1: 2}}, "cache_fields['a']['b'] has a field named 1: names of fields are str"),
    ],
)
def test_what_json_cannot_hold_is_refused_by_name(value: object, message: str) -> None:
    with pytest.raises(CacheKeyError) as caught:
        key({"a": value})
    assert str(caught.value) == message


def test_a_text_that_is_none() -> None:
    with pytest.raises(CacheKeyError, match="the text holds half of a surrogate pair at position 2: it has no key"):
        AudioCache().cache_key("hi\udc00")
    with pytest.raises(CacheKeyError, match="a text must be a str, not int: 5"):
        AudioCache().cache_key(5)  # type: ignore[arg-type]


def test_the_same_in_every_process() -> None:
    code = "from russo import AudioCache; print(AudioCache().cache_key('hello', b={'y': 1, 'x': 2}, a=1))"
    keys = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout.strip()
        for seed in ("0", "1", "2")
    }
    assert keys == {AudioCache().cache_key("hello", a=1, b={"x": 2, "y": 1})}


def test_what_is_too_long_or_too_deep_for_a_key() -> None:
    cache = AudioCache()
    itself: list[Any] = []
    itself.append(itself)
    with pytest.raises(CacheKeyError, match=r"'n'\] is a whole number of 16610 bits, and at most 4096 can be in a key"):
        cache.cache_key("hello", n=10**5000)
    with pytest.raises(CacheKeyError, match=r"^cache_key_extra\['n'\]\[0\].* is nested more than 100 deep"):
        cache.cache_key("hello", n=itself)
