from __future__ import annotations

from typing import Any

import pytest

from russo import Provider
from russo.errors import ConfigurationError, RussoError, SynthesisError, TextError, TextTooLongError
from russo.text import check_text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no text to speak: ''"),
        (" \t\n\u2003", r"no text to speak: ' \\t\\n\\u2003'"),
        ("a\ud800b", r"the text holds half of a surrogate pair at position 1: '\\ud800'"),
        (b"hello", "a text to speak must be a str, not bytes: b'hello'"),
        (None, "a text to speak must be a str, not NoneType: None"),
    ],
)
def test_what_cannot_be_spoken_is_refused(text: Any, message: str) -> None:
    with pytest.raises(TextError, match=f"^{message}$"):
        check_text(text)


def test_a_text_over_the_limit() -> None:
    check_text("x" * 10, max_characters=10)
    with pytest.raises(
        TextTooLongError, match=r"^acme takes at most 10 characters at once, and this text has 11: split it$"
    ):
        check_text("x" * 11, provider="acme", max_characters=10)


def test_every_error_is_a_russo_error() -> None:
    import russo.errors

    found = [value for value in vars(russo.errors).values() if isinstance(value, type)]
    assert len(found) > 25
    assert all(issubclass(value, RussoError) for value in found)
    assert issubclass(TextTooLongError, SynthesisError)


@pytest.mark.parametrize("name", ["", "Acme", "acme speech", "-acme", "acme-", "a/b", "1acme", "äcme"])
def test_a_provider_has_a_plain_name(name: str) -> None:
    with pytest.raises(ConfigurationError, match="is not a valid provider name"):
        Provider(name, target="acme:Acme", package="acme")


@pytest.mark.parametrize("target", ["acme", "acme:", ":Acme", "acme.Acme", "acme:Acme.make", "a b:C"])
def test_a_provider_points_at_a_class(target: str) -> None:
    with pytest.raises(ConfigurationError, match=r"is not of the form 'package\.module:Class'"):
        Provider("acme", target=target, package="acme")
