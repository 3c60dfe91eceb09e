"""What autodoc cannot know about the API: objects that users only receive, the tree of errors, the kit's checks."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.addnodes import pending_xref
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from docutils import nodes
    from sphinx.application import Sphinx

ROOT = Path(__file__).parents[2]
PACKAGES = ("russo", *(package.name for package in sorted(ROOT.glob("packages/russo-*/src/russo_*"))))
# Modules that export names that other modules define; the last one takes precedence.
REEXPORTING = ("russo.plugins", "russo.report", "russo.cache", "russo")
# Objects that russo makes and users only receive, so their constructors are not documented.
GIVEN = {"Plugins", "Request", "RussoSay", "RussoSynthesizerFactory", "Synthesizer"}


class Errors(SphinxDirective):
    """``{russo-errors}``: the errors as a tree, each with the first sentence of its docstring."""

    def run(self) -> list[nodes.Node]:
        """Draw it."""
        from russo.errors import RussoError

        return self.parse_text_to_nodes("\n".join(_branches(RussoError, "")))


def _branches(error: type[Exception], indent: str) -> Iterator[str]:
    public = not error.__name__.startswith("_")
    if public:
        first, _, _ = _markdown(error).partition("\n")
        yield f"{indent}- {{py:exc}}`~russo.errors.{error.__name__}`: {first}"
    for child in error.__subclasses__():
        if child.__module__ == "russo.errors":
            yield from _branches(child, f"{indent}  " if public else indent)


class Checks(SphinxDirective):
    """``{russo-checks}``: every check of the conformance kit, and how to fix what it finds."""

    def run(self) -> list[nodes.Node]:
        """List them."""
        from russo.testing import SynthesizerContract

        lines = []
        for base in SynthesizerContract.__mro__:
            checks = [(name, check) for name, check in vars(base).items() if name.startswith("test_")]
            lines += [f"### {_markdown(base).rstrip('.')}", ""] if checks else []
            for name, check in checks:
                lines += [f"`{name}`", ": " + _markdown(check).replace("\n", "\n  "), ""]
        return self.parse_text_to_nodes("\n".join(lines), allow_section_headings=True)


def _markdown(value: object) -> str:
    return (inspect.getdoc(value) or "").replace("``", "`")


def import_for_types(_app: Sphinx) -> None:
    """Import what the modules import only for type checkers, so that annotations are shown and linked."""
    names = [
        found.name
        for package in map(importlib.import_module, PACKAGES)
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        if not found.name.endswith(("__main__", ".probe", ".worker"))
    ]
    # Twice, because a module may import a name that the other module imports only for type checkers.
    for name in (*names, *names):
        with suppress(ImportError, OSError):  # OSError: an empty file has no source
            _import_for_types(importlib.import_module(name))


def _import_for_types(module: ModuleType) -> None:
    for node in ast.parse(inspect.getsource(module)).body:
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            exec(compile(ast.Module(node.body, []), module.__name__, "exec"), vars(module))  # noqa: S102 - our own


def sign(
    _app: Sphinx, what: str, name: str, _value: object, _options: object, arguments: str | None, result: str | None
) -> tuple[str | None, str | None]:
    """Hide constructors that users do not call, and show the default of a field as one would write it."""
    if what == "class" and name.rpartition(".")[2] in GIVEN:
        return "", result
    return arguments and arguments.replace("<factory>", "{}"), result


def skip(_app: Sphinx, what: str, _name: str, value: object, _skip: bool, _options: object) -> bool | None:  # noqa: FBT001 - Sphinx calls it
    """Leave out plain attributes: the docstring of their class describes them."""
    return True if what == "class" and not isinstance(value, property) and not inspect.isroutine(value) else None


def link_publicly(_app: Sphinx, page: nodes.document) -> None:
    """Let a link name its target by the module that people import it from, not by the one that defines it."""
    public = {
        f"{value.__module__}.{value.__qualname__}": f"{module.__name__}.{name}"
        for module in map(importlib.import_module, REEXPORTING)
        for name in module.__all__
        # RussoError is described with its children.
        if isinstance(value := getattr(module, name), type) and name != "RussoError"
    }
    for link in page.findall(pending_xref):
        link["reftarget"] = public.get(link["reftarget"], link["reftarget"])


def setup(app: Sphinx) -> dict[str, bool]:
    """Register them."""
    app.add_directive("russo-errors", Errors)
    app.add_directive("russo-checks", Checks)
    app.connect("builder-inited", import_for_types)
    app.connect("doctree-read", link_publicly)
    app.connect("autodoc-process-signature", sign)
    app.connect("autodoc-skip-member", skip)
    return {"parallel_read_safe": True}
