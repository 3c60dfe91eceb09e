"""``russo providers``: what is installed, and what is wrong with it."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass
from typing import Annotated

import typer

from .output import echo, print_json
from .table import print_table


@dataclass(frozen=True, slots=True)
class Row:
    """One installed provider."""

    name: str
    package: str
    version: str
    voice: str | None = None
    model: str | None = None
    key: str = ""
    problem: str | None = None


def providers(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List the installed providers.

    For each, it shows the default voice and model, whether the key is set, and what is wrong.
    """
    rows = list_providers()
    if as_json:
        print_json([asdict(row) for row in rows])
        return
    if not rows:
        echo("no providers are installed: pip install russo-hibari")
        return
    cells = ((row.name, row.package, row.version, row.voice, row.model, row.key or "see below") for row in rows)
    print_table(("provider", "package", "version", "voice", "model", "key"), cells)
    for row in rows:
        if row.problem:
            echo(f"{row.name}: {row.problem}")


def list_providers() -> list[Row]:
    """Describe every installed provider. A broken one does not keep the others off the list."""
    from ..errors import PluginError
    from ..plugins.entry_points import PROVIDERS, discover
    from ..providers.registry import load_provider

    rows = []
    for name, found in discover(PROVIDERS).items():
        packages = " and ".join(one.package for one in found)
        versions = " and ".join(one.version for one in found)
        try:
            described = load_provider(name, found)
        except PluginError as error:
            rows.append(Row(name, packages, versions, problem=str(error)))
        else:
            voice, model = described.default_voice, described.default_model
            rows.append(Row(name, packages, versions, voice, model, _key(described.env)))
    return rows


def _key(env: tuple[str, ...]) -> str:
    if not env:
        return "not needed"
    chosen = next((name for name in env if os.environ.get(name, "").strip()), None)
    return f"{chosen} is set" if chosen else f"{env[0]} is not set"
