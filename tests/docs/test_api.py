"""The API reference is complete, and every public name documents its arguments, result and errors, with an example."""

from __future__ import annotations

import ast
import builtins
import doctest
import functools
import importlib
import inspect
import re
from typing import TYPE_CHECKING, Any

import pytest

from russo import errors
from stories.pages import DOCS, PAGES, ROOT, blocks_of
from stories.public import (
    GIVEN,
    MODULES,
    OPAQUE,
    PUBLIC,
    arguments_of,
    attributes_of,
    documented,
    find,
    members_of,
    raised_by,
    sections_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

# Each object once, under whatever names it is known. The docstring of the marker is pluggy's.
DESCRIBED = {id(value): value for name, value in PUBLIC.items() if not name.endswith(".hookimpl")}
EACH = sorted(DESCRIBED.values(), key=lambda value: f"{value.__module__}.{value.__qualname__}")
CLASSES = [value for value in EACH if isinstance(value, type)]
ERRORS = {
    value.__name__: value for value in CLASSES if issubclass(value, BaseException) and not issubclass(value, Warning)
}

each = pytest.mark.parametrize("value", EACH, ids=lambda value: value.__qualname__)
each_class = pytest.mark.parametrize("value", CLASSES, ids=lambda value: value.__qualname__)


def everything_in(value: Any) -> Iterator[tuple[str, Any]]:
    """A public name, and its public methods and properties. The checks of the kit are left out: only pytest calls them."""
    yield value.__qualname__, value
    if isinstance(value, type) and value.__name__ not in OPAQUE:
        yield from ((name, member) for name, member in members_of(value) if not name.startswith("test_"))


def shown_in(value: Any) -> str:
    return sections_of(value).get("Example", "")


@each
def test_it_has_a_docstring_with_an_example(value: Any) -> None:
    lacking = [name for name, member in everything_in(value) if not member.__doc__]
    lacking += [f"{name}: no example" for name, member in everything_in(value) if not is_shown(name, member, value)]
    assert lacking == []


def is_shown(name: str, member: Any, owner: Any) -> bool:
    """Whether it has an example: its own, or that of its class if that uses it."""
    if member is owner or ">>> " in shown_in(member):
        return ">>> " in shown_in(member)
    return re.search(rf"\.{name}\b", shown_in(owner)) is not None


@each
def test_every_example_runs(value: Any, pytestconfig: pytest.Config) -> None:
    """pytest only finds the examples of the packages if it is told where they are."""
    assert pytestconfig.getoption("doctestmodules")
    assert "packages" in pytestconfig.getini("testpaths")
    shown = [(name, member) for name, member in everything_in(value) if ">>> " in shown_in(member)]
    assert [name for name, member in shown if member.__doc__ not in found_in(module_of(member))] == []


@functools.cache
def found_in(module: str) -> set[str]:
    found = doctest.DocTestFinder().find(importlib.import_module(module))
    return {test.docstring for test in found if not any(doctest.SKIP in example.options for example in test.examples)}


def module_of(member: Any) -> str:
    module: str = member.fget.__module__ if isinstance(member, property) else member.__module__
    return module


@each
def test_its_arguments_are_described(value: Any) -> None:
    members = [(name, member) for name, member in everything_in(value) if name not in GIVEN]
    assert {name: arguments_of(member) ^ documented(member, "Args") for name, member in members} == {
        name: set() for name, _ in members
    }


@each
def test_what_it_returns_is_described(value: Any) -> None:
    functions = [(name, member) for name, member in everything_in(value) if inspect.isfunction(member)]
    assert [
        name
        for name, member in functions
        if inspect.signature(member).return_annotation not in {None, "None"} and "Returns" not in sections_of(member)
    ] == []


@each
def test_what_it_raises_is_described(value: Any) -> None:
    silent = []
    for name, member in everything_in(value):
        described = [exception(one) for one in documented(member, "Raises")]
        silent += [f"{name}: {one}" for one in raised_by(member) if not issubclass(exception(one), (*described,))]
    assert silent == []


def exception(name: str) -> type[BaseException]:
    found: type[BaseException] = find(name) if "." in name else getattr(errors, name, None) or getattr(builtins, name)
    return found


@each_class
def test_its_attributes_are_described(value: Any) -> None:
    if value.__name__ not in GIVEN:
        described = documented(value, "Args") | documented(value, "Attributes")
        assert attributes_of(value) - described - {name for name, _ in members_of(value)} == set()


@each_class
def test_its_checks_are_described(value: Any) -> None:
    checks = [(name, member) for name, member in members_of(value) if name.startswith("test_")]
    assert [name for name, check in checks if "To fix: " not in (inspect.getdoc(check) or "")] == []


@pytest.mark.parametrize("name", sorted(ERRORS))
def test_an_error_is_one_of_russo(name: str) -> None:
    assert issubclass(ERRORS[name], errors.RussoError)


def test_the_page_of_errors_says_what_to_do_about_each() -> None:
    page = (DOCS / "errors.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| \S+", page, re.MULTILINE)
    assert sorted(rows) == sorted(ERRORS.keys() - {"RussoError"})


def test_the_reference_has_every_public_name() -> None:
    pages = [*(DOCS / "api").glob("*.md"), DOCS / "errors.md", DOCS / "hooks.md"]
    written = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    listed = re.findall(r"^\.\. (?:auto(?:class|function|exception)|py:data):: ([\w.]+)$", written, re.MULTILINE)
    assert [name for name in listed if name not in PUBLIC] == []
    assert len(listed) == len(set(listed))
    described = {id(PUBLIC[name]) for name in listed} | set(map(id, ERRORS.values()))
    assert [name for name, value in PUBLIC.items() if id(value) not in described] == []
    assert ".. automodule:: russo.errors\n" in written


def imports_of(code: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{one.name}" for one in node.names)


def test_what_is_imported_elsewhere_is_public() -> None:
    """Authors will import the same names from the core as the documentation, the examples, the template and providers."""
    codes = [block.code for page in PAGES for block in blocks_of(page) if block.language == "python" and not block.note]
    codes += [path.read_text(encoding="utf-8") for path in ROOT.glob("examples/**/*.py")]
    codes += [path.read_text(encoding="utf-8") for path in ROOT.glob("packages/russo-[!c]*/src/**/*.py")]
    named = {name for code in codes for name in imports_of(code) if name.startswith("russo.")}
    # They import the frameworks that they are named after, which are not installed; `nox -s frameworks` tests them.
    named = {name for name in named if not name.startswith("russo.adapters.")}
    template = ROOT / "packages" / "russo-core" / "src" / "russo" / "_templates"
    for path in template.rglob("*.py.jinja"):
        lines = re.findall(r"^ *from (russo[\w.]*) import ([\w, ]+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        named |= {f"{module}.{name}" for module, names in lines for name in names.split(", ")}
    assert {name for name in named if name not in PUBLIC and name not in MODULES} == set()
