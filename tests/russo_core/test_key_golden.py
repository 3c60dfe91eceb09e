"""Keys are permanent: a changed key bills every user again. Never edit a vector; only add new ones."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from russo import AudioCache
from russo.keys.hashing import SCHEMA, KeyPrefix

# identity, fields, extra, plugins, text, key; and the bytes whose SHA-256 is the key.
VECTORS: list[tuple[dict[str, Any] | None, dict[str, Any], dict[str, Any], dict[str, Any], str, str]] = [
    (None, {}, {}, {}, "hello", "c95a31f96a9e68a075b537e00762ad4b61d9291d000bef03b3a69e574e76f639"),
    ({"provider": "beep"}, {}, {}, {}, "hello", "b18f20aba3d1da6741e7cdd1a3186508fb709edc153eda7c75f9867ae9af3aad"),
    (
        {"provider": "google"},
        {"voice": "Kore", "model": "gemini-3"},
        {},
        {},
        "Hello, world!",
        "658990623ea34231c9e77fbe40c3e70f4013f71ddbc42d80ca1222d70e9a73a9",
    ),
    (
        {"provider": "google", "revision": 2},
        {"voice": "Kore", "speed": 1.0, "style": None, "ssml": False, "n": 1},
        {"take": 3},
        {},
        "Grüß Gott 👋",
        "fc44a25c42e973d111c8f52b5dce53b07360badf30612f323cc957a236f06f4e",
    ),
    (
        {"class": "Beep", "module": "conftest", "file": "tests/conftest.py"},
        {},
        {"é": ["ü", {"b": 1, "a": []}]},
        {"lexicon": {"words": {"SQL": "sequel"}}},
        'line\nbreak "quoted" \\ \t\x00\x7f\u2028',
        "694bb6d4fe4e559d80ab3a89bcec7738b1c13e60449da6f6ce02a7318fd8b583",
    ),
    (
        {"provider": "beep"},
        {"big": 1000000000000000000000000000000, "small": 1e-07, "minus": -0.0},
        {},
        {"b": {"x": 1}, "a": {"y": 2}},
        " ",
        "7960cac348b0cfa0c29c67375c748eb6351fcb4de96a90c6da7e18315cfd7d24",
    ),
]
CANONICAL = [
    '[1,null,{},{},{},"hello"]',
    '[1,{"provider":"beep"},{},{},{},"hello"]',
    '[1,{"provider":"google"},{"model":"gemini-3","voice":"Kore"},{},{},"Hello, world!"]',
    '[1,{"provider":"google","revision":2},{"n":1,"speed":1.0,"ssml":false,"style":null,"voice":"Kore"},{"take":3},{},"Gr\xfc\xdf Gott \U0001f44b"]',
    '[1,{"class":"Beep","file":"tests/conftest.py","module":"conftest"},{},{"\xe9":["\xfc",{"a":[],"b":1}]},{"lexicon":{"words":{"SQL":"sequel"}}},"line\\nbreak \\"quoted\\" \\\\ \\t\\u0000\x7f\u2028"]',
    '[1,{"provider":"beep"},{"big":1000000000000000000000000000000,"minus":-0.0,"small":1e-07},{},{"a":{"y":2},"b":{"x":1}}," "]',
]


def test_the_schema() -> None:
    assert SCHEMA == 1


@pytest.mark.parametrize(("identity", "fields", "extra", "plugins", "text", "key"), VECTORS)
def test_golden(
    identity: dict[str, Any] | None,
    fields: dict[str, Any],
    extra: dict[str, Any],
    plugins: dict[str, Any],
    text: str,
    key: str,
) -> None:
    assert KeyPrefix(identity, fields, extra).key(text, plugins) == key


@pytest.mark.parametrize(("vector", "canonical"), list(zip(VECTORS, CANONICAL, strict=True)))
def test_the_canonical_form(vector: tuple[Any, ...], canonical: str) -> None:
    assert hashlib.sha256(canonical.encode()).hexdigest() == vector[-1]


def test_the_key_that_a_cache_makes() -> None:
    assert AudioCache().cache_key("hello", voice="Kore") == KeyPrefix(None, {}, {"voice": "Kore"}).key("hello")
