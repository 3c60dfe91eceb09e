"""The API reference is complete, and every public name says what it is, takes, gives, raises, and shows an example."""

from __future__ import annotations

import importlib
import inspect
import re
from typing import TYPE_CHECKING, Any

import pytest

from stories.pages import DOCS

if TYPE_CHECKING:
    from collections.abc import Iterator

# What others may import, besides `russo` itself; each states its names in __all__, or they are given here.
MODULES: dict[str, tuple[str, ...]] = {
    "russo": (),
    "russo.audio.check": ("received_audio",),
    "russo.cache": (),
    "russo.call": ("needs_sdk", "speak"),
    "russo.credentials": ("find_key",),
    "russo.events": ("Event",),
    "russo.policy": ("CallPolicy",),
    "russo.provider": ("Price", "Provider", "Retirement"),
    "russo.pytest_plugin": ("RussoSay", "RussoSynthesizerFactory"),
    "russo.testing": (),
    "russo.text": ("check_text",),
    "russo.voices": ("Voice",),
    "russo_elevenlabs": (),
    "russo_espeak": (),
    "russo_google": (),
    "russo_openai": (),
}
# It is pluggy's, and has no text of ours.
MARKER = "russo.hookimpl"
# What russo makes and others only get: nobody gives them arguments.
GIVEN = {"RussoSay", "RussoSynthesizerFactory", "Synthesizer"}


def public() -> dict[str, Any]:
    found = {}
    for module, names in MODULES.items():
        imported = importlib.import_module(module)
        for name in names or imported.__all__:
            found[f"{module}.{name}"] = getattr(imported, name)
    return found


PUBLIC = public()
ERRORS = {
    name: error
    for name, error in vars(importlib.import_module("russo.errors")).items()
    if isinstance(error, type) and error.__module__ == "russo.errors" and not name.startswith("_")
}
CALLABLES = sorted(
    {value for name, value in PUBLIC.items() if name not in {MARKER, "russo.RussoError"}},
    key=lambda value: value.__qualname__,
)


def methods_of(value: Any) -> Iterator[tuple[str, Any]]:
    """The public methods that a class defines itself."""
    for name, member in vars(value).items():
        function = member.__func__ if isinstance(member, classmethod | staticmethod) else member
        if not name.startswith("_") and inspect.isfunction(function):
            yield name, function


def sections_of(value: Any) -> set[str]:
    return set(re.findall(r"^(Args|Returns|Raises|Example|Yields):", inspect.getdoc(value) or "", re.MULTILINE))


def arguments_of(value: Any) -> set[str]:
    parameters = inspect.signature(value).parameters
    return {name for name in parameters if not name.startswith("_") and name not in {"self", "cls"}}


def documented_arguments(value: Any) -> set[str]:
    section = re.search(r"^Args:\n((?:[ ]{4}.*\n?|\n)+)", inspect.getdoc(value) or "", re.MULTILINE)
    return set(re.findall(r"^ {4}\*{0,2}(\w+)(?: \(.*?\))?:", section[1], re.MULTILINE)) if section else set()


@pytest.mark.parametrize("value", CALLABLES, ids=lambda value: value.__qualname__)
def test_a_public_name_has_a_docstring_with_an_example(value: Any) -> None:
    assert "Example" in sections_of(value)


@pytest.mark.parametrize("value", CALLABLES, ids=lambda value: value.__qualname__)
def test_every_argument_is_described(value: Any) -> None:
    if value.__name__ not in GIVEN:
        assert arguments_of(value) - documented_arguments(value) == set()


@pytest.mark.parametrize("value", CALLABLES, ids=lambda value: value.__qualname__)
def test_every_method_is_described(value: Any) -> None:
    lacking = []
    for name, function in methods_of(value) if isinstance(value, type) else ():
        if name.startswith("test_"):
            continue  # checks of the conformance kit, which say how to mend what they found
        if not inspect.getdoc(function):
            lacking.append(f"{name}: no docstring")
        lacking += [f"{name}: {argument}" for argument in arguments_of(function) - documented_arguments(function)]
        if inspect.signature(function).return_annotation not in {None, "None"} and not inspect.getdoc(function):
            lacking.append(f"{name}: what it returns")
    assert lacking == []


@pytest.mark.parametrize("name", sorted(ERRORS))
def test_every_error_says_when_it_is_raised(name: str) -> None:
    assert len((ERRORS[name].__doc__ or "").split()) > 5
    assert issubclass(ERRORS[name], ERRORS["RussoError"])


def test_the_page_of_errors_says_what_to_do_about_each() -> None:
    page = (DOCS / "errors.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| \S+", page, re.MULTILINE)
    assert sorted(rows) == sorted(ERRORS.keys() - {"RussoError"})


def test_the_reference_has_every_public_name() -> None:
    pages = [*(DOCS / "api").glob("*.md"), DOCS / "errors.md"]
    written = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    listed = set(re.findall(r"^\.\. auto(?:class|function|exception|data):: ([\w.]+)$", written, re.MULTILINE))
    same = {"russo.provider.Provider": "russo.Provider", "russo.cache.AudioCache": "russo.AudioCache"}
    wanted = {same.get(name, name) for name in PUBLIC} - {MARKER, "russo.RussoError"}
    assert wanted - listed == set()
    assert {name for name in listed if name not in PUBLIC} == set()
    assert ".. automodule:: russo.errors" in written
