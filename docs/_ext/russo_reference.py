"""A directive that generates the reference of the command from the code, so that the two cannot differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docutils import nodes
    from sphinx.application import Sphinx


class Commands(SphinxDirective):
    """``{russo-commands}``: every command of ``russo``, with its arguments and options."""

    def run(self) -> list[nodes.Node]:
        """Write them."""
        from russo.cli.app import app

        text = "\n".join(_describe(typer.main.get_command(app), "russo"))
        return self.parse_text_to_nodes(text, allow_section_headings=True)


def _describe(command: Any, name: str) -> Iterator[str]:
    if hasattr(command, "commands"):
        for child, sub in command.commands.items():
            if not sub.hidden:
                yield from _describe(sub, f"{name} {child}")
        return
    yield from (f"## `{name}`", "", (command.help or "").strip(), "")
    rows = [_row(parameter) for parameter in command.params if not getattr(parameter, "hidden", False)]
    yield from _table(("argument or option", "what", "default"), rows)
    yield ""


def _row(parameter: Any) -> tuple[str, str, str]:
    is_option = parameter.param_type_name == "option"
    names = [*parameter.opts, *parameter.secondary_opts] if is_option else [parameter.name.upper()]
    variables = parameter.envvar if isinstance(parameter.envvar, list) else [parameter.envvar]
    also = "".join(f" (`{variable}`)" for variable in variables if variable)
    what = (getattr(parameter, "help", "") or "").strip()
    return " ".join(f"`{name}`" for name in names), what + also, _default(parameter)


def _default(parameter: Any) -> str:
    default = parameter.default
    if default is True:
        return f"`{parameter.opts[0]}`"
    shown = isinstance(default, int | float | str) or hasattr(default, "__fspath__")
    return f"`{default}`" if shown and default is not False and default != "" else ""


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    lines = [head, tuple("---" for _ in head), *rows]
    escaped = ([cell.replace("|", "\\|") for cell in line] for line in lines)
    return [f"| {' | '.join(line)} |" for line in escaped]


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directive."""
    app.add_directive("russo-commands", Commands)
    return {"parallel_read_safe": True}
