"""A secret is hidden in every form in which a provider may send it back."""

from __future__ import annotations

import asyncio
import html
import json
from urllib.parse import quote

import pytest

from russo.errors import SynthesisError
from russo.providers import CallPolicy, speak

SECRET = 'k-1"2\\3/4&5<6>7 8\n9+é😀'


def shown(said: str, *secrets: str) -> str:
    """What a failed call says, if its provider answered with these words."""

    async def attempt() -> None:
        raise ValueError(said)

    async def call() -> None:
        await speak(
            attempt,
            provider="acme",
            policy=CallPolicy(max_retries=0),
            classify=lambda error: None,
            secrets=secrets,
        )

    with pytest.raises(SynthesisError) as caught:
        asyncio.run(call())
    return str(caught.value).removeprefix("acme failed: ValueError: ")


def escaped_as_in_go(text: str) -> str:
    return "".join(f"\\u{ord(char):04x}" if char in "&<>+/" else json.dumps(char)[1:-1] for char in text)


@pytest.mark.parametrize(
    "written",
    [
        json.dumps(SECRET)[1:-1],
        json.dumps(SECRET, ensure_ascii=False)[1:-1],
        json.dumps(json.dumps(SECRET))[3:-3],
        escaped_as_in_go(SECRET),
        escaped_as_in_go(SECRET).replace("00e9", "00E9"),
        html.escape(SECRET),
        SECRET.replace("&", "&#38;").replace('"', "&#034;").replace("<", "&#x3C;"),
        quote(quote(SECRET, safe=""), safe=""),
        repr(SECRET)[1:-1],
    ],
    ids=[
        "JSON",
        "JSON beyond ASCII",
        "JSON in JSON",
        "Go",
        "capitals",
        "HTML",
        "numbers in HTML",
        "quoted twice",
        "repr",
    ],
)
def test_a_secret_with_signs_in_another_form(written):
    assert written != SECRET
    assert shown(f'{{"key": "{written}"}}', SECRET) == '{"key": "***"}'


def test_a_password_of_apostrophes():
    assert shown("key=it\\'s&apos;5&#39;6&#x27;7", "it's'5'6'7") == "key=***"


def test_what_only_looks_alike_is_shown():
    said = '{"key": "k-1\\"2", "other": "&lt;k-1&gt; %26quot; \\u0026"}'
    assert shown(said, SECRET) == said


@pytest.mark.parametrize("written", ["\\" * 20, "\\" * 40, "%5C" * 20, "&#92;" * 20])
def test_a_row_of_backslashes(written):
    assert shown(f"<a{written}b>", "a" + "\\" * 20 + "b") == "<***>"


def test_backslashes_without_end_are_read():
    said = "a" + "\\" * 100_000
    assert shown(said, "a" + "\\" * 8 + "!") == said
