"""The names that others may import, which the API reference must list, and the contents of their docstrings."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import textwrap
from typing import TYPE_CHECKING, Any

from stories.pages import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

# A module without names here states them itself, in __all__. Modules that are not in this list are internal.
MODULES: dict[str, tuple[str, ...]] = {
    "russo": (),
    "russo.audio": (),
    "russo.spending.budget": ("Budget", "Limit", "parse_limit"),
    "russo.cache": (),
    "russo.providers": (),
    "russo.providers.command": (),
    "russo.conditions": (),
    "russo.errors": (),
    "russo.feeds": (),
    "russo.events": ("Event", "Part"),
    "russo.hookspecs": (
        "hookimpl",
        "russo_provider",
        "russo_text",
        "russo_cache_key",
        "russo_audio",
        "russo_transcribe",
        "russo_event",
    ),
    "russo.lockfile": ("Lock", "Utterance", "describe", "read_lock"),
    "russo.plugins": ("Plugins", "load_plugins"),
    "russo.pytest_plugin": ("RussoSay", "RussoSynthesizerFactory"),
    "russo.report": (),
    "russo.synthesis.request": ("Request",),
    "russo.synthesizers": (),
    "russo.testing": (),
    "russo.transcripts": (),
    **{package.name: () for package in sorted(ROOT.glob("packages/russo-*/src/russo_*"))},
}
# Objects that russo makes and others only receive, so their constructors need no documentation.
GIVEN = {"Part", "Plugins", "Request", "RussoSay", "RussoSynthesizerFactory", "Synthesizer"}
# Objects that are only passed on, so their methods need no documentation.
OPAQUE = {"Plugins"}


def names_of(module: str) -> tuple[str, ...]:
    """The public names of a public module."""
    imported = importlib.import_module(module)
    own = [name for name, value in vars(imported).items() if getattr(value, "__module__", "") == module]
    stated = getattr(imported, "__all__", None) or [name for name in own if not name.startswith("_")]
    return MODULES[module] or tuple(stated)


def find(path: str) -> Any:
    """The object with a dotted name."""
    module, _, name = path.rpartition(".")
    return getattr(importlib.import_module(module), name)


PUBLIC: dict[str, Any] = {
    f"{module}.{name}": find(f"{module}.{name}") for module in MODULES for name in names_of(module)
}


def members_of(cls: type) -> Iterator[tuple[str, Any]]:
    """The public methods and properties of a class, including those that it inherits from russo's classes."""
    names = {name for base in cls.__mro__ if base.__module__.startswith("russo") for name in vars(base)}
    for name in sorted(names):
        member = inspect.getattr_static(cls, name)
        function = getattr(member, "__func__", None) or getattr(member, "__wrapped__", None) or member
        if (not name.startswith("_") or name == "__call__") and (
            inspect.isfunction(function) or isinstance(member, property)
        ):
            yield name, member if isinstance(member, property) else function


def attributes_of(cls: type) -> set[str]:
    """The other attributes of an object: those that its class declares, and those that its constructor sets."""
    stated = set()
    for base in cls.__mro__:
        if base.__module__.startswith("russo"):
            stated |= set(base.__annotations__ if "__annotations__" in vars(base) else ())
            stated |= {name for name, value in vars(base).items() if not callable(value) and not _describes(value)}
            constructor = vars(base).get("__init__")
            if inspect.isfunction(constructor) and constructor.__code__.co_filename != "<string>":
                stated |= set(re.findall(r"^\s*self\.(\w+)(?::.*)? = ", inspect.getsource(constructor), re.MULTILINE))
    return {name for name in stated if not name.startswith("_")}


def _describes(value: Any) -> bool:
    return isinstance(value, classmethod | staticmethod | property) or inspect.isdatadescriptor(value)


def arguments_of(value: Any) -> set[str]:
    """The parameters of a function or of the constructor of a class."""
    if isinstance(value, property) or (isinstance(value, type) and not _is_made_by_ours(value)):
        return set()
    parameters = inspect.signature(value).parameters
    return {name for name in parameters if not name.startswith("_") and name not in {"self", "cls"}}


def _is_made_by_ours(cls: type) -> bool:
    return any("__init__" in vars(base) for base in cls.__mro__ if base.__module__.startswith("russo"))


def sections_of(value: Any) -> dict[str, str]:
    """The sections of an object's own docstring in Google style. A class does not inherit that of its parent."""
    parts = re.split(r"^(\w+):\n", inspect.cleandoc(value.__doc__ or ""), flags=re.MULTILINE)
    return {
        name: "\n".join(line for line in text.split("\n") if line.startswith(" ") or not line)
        for name, text in zip(parts[1::2], parts[2::2], strict=True)
    }


def documented(value: Any, section: str) -> set[str]:
    """The names that a section documents."""
    text = textwrap.dedent(sections_of(value).get(section, ""))
    return set(re.findall(r"^\*{0,2}([\w.]+)(?: \(.*?\))?: \S", text, re.MULTILINE))


def raised_by(value: Any) -> set[str]:
    """The exceptions that a function raises in its own body, by name or through a function that makes them."""
    if isinstance(value, type):
        made = [vars(value)[name] for name in ("__init__", "__post_init__") if name in vars(value)]
        return {name for one in made if one.__module__ != "typing" for name in raised_by(one)}
    function = value.fget if isinstance(value, property) else value
    if not inspect.isfunction(function) or function.__code__.co_filename == "<string>":
        return set()
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    called = (node.exc for node in ast.walk(tree) if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call))
    names = {call.func.id for call in called if isinstance(call.func, ast.Name)}
    # A variable may hold one of several classes, as after `kind = OneError if ... else AnotherError`.
    held = {
        name: _classes(node.value) for node in ast.walk(tree) if isinstance(node, ast.Assign) for name in _held(node)
    }
    return {_kind(one, function) for name in names for one in held.get(name, {name})}


def _held(node: ast.Assign) -> set[str]:
    return {target.id for target in node.targets if isinstance(target, ast.Name)}


def _classes(value: ast.expr) -> set[str]:
    if isinstance(value, ast.IfExp):
        return _classes(value.body) | _classes(value.orelse)
    return {value.id} if isinstance(value, ast.Name) else set()


def _kind(name: str, function: Any) -> str:
    """The exception with a name, or the one that a function with that name makes."""
    made_by = function.__globals__.get(name)
    return str(made_by.__annotations__["return"]) if inspect.isfunction(made_by) else name
