"""``russo cache why``: why an utterance is not in the cache."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from ..display import quoted
from .entries import in_folder, open_cache
from .output import echo, print_json
from .parameters import DEFAULT_DIR, AsJson, CacheDir, ProviderOptions


def why(
    text: Annotated[str, typer.Argument(help="The text.")],
    *,
    provider: Annotated[str | None, typer.Option(help="The provider.")] = None,
    voice: Annotated[str | None, typer.Option(help="The voice.")] = None,
    model: Annotated[str | None, typer.Option(help="The model.")] = None,
    option: ProviderOptions = None,
    cache_dir: CacheDir = DEFAULT_DIR,
    as_json: AsJson = False,
) -> None:
    """Show what differs from the nearest entry.

    An option that is left out matches anything. The provider need not be installed.
    """
    from ..cache.why import explain
    from ..lockfile import NAME
    from ..providers.options import parse_options

    fields: dict[str, Any] = parse_options(option or (), "--option")
    fields |= {name: value for name, value in (("voice", voice), ("model", model)) if value is not None}
    wanted = {"identity": {"provider": provider} if provider else {}, "fields": fields}
    cache = open_cache(cache_dir)
    found = explain(cache, text, wanted, only_stated=True)
    if as_json:
        print_json(asdict(found))
        return
    echo(found)
    if found.key:
        echo(f"nearest entry: {found.key}")
    if found.instead != "nothing differs":
        given = [("provider", provider), ("voice", voice), ("model", model), *(("option", one) for one in option or ())]
        who = "".join(f" --russo-{name} {quoted(value)}" for name, value in given if value)
        lock = " --russo-lock" if Path(NAME).exists() else ""
        where = in_folder(cache, "--russo-cache-dir")
        echo(f"a run of the test where the provider may be called records it: pytest --russo-online{lock}{who}{where}")
