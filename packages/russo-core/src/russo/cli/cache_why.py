"""``russo cache why``: why an utterance is not in the cache."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer


def why(
    text: Annotated[str, typer.Argument(help="What is said.")],
    *,
    provider: Annotated[str | None, typer.Option(help="Who is to say it.")] = None,
    voice: Annotated[str | None, typer.Option(help="The voice that is to speak.")] = None,
    model: Annotated[str | None, typer.Option(help="The model that is to speak.")] = None,
    option: Annotated[
        list[str] | None, typer.Option(metavar="NAME=VALUE", help="Another option of the provider; may be repeated.")
    ] = None,
    cache_dir: Annotated[Path, typer.Option(help="Where audio is kept.", envvar="RUSSO_CACHE_DIR")] = Path(
        ".russo_cache"
    ),
) -> None:
    """Say what differs from the nearest entry. What is not given may be anything; no provider is needed."""
    from ..cache import AudioCache
    from ..options import parse_options
    from ..why import explain

    fields: dict[str, Any] = parse_options(option or (), "--option")
    fields |= {name: value for name, value in (("voice", voice), ("model", model)) if value is not None}
    wanted = {"identity": {"provider": provider} if provider else {}, "fields": fields}
    found = explain(AudioCache(cache_dir), text, wanted, only_stated=True)
    typer.echo(found)
    if found.key:
        typer.echo(f"nearest entry: {found.key}")
    if found.instead != "nothing differs":
        who = "".join(
            f" --{name} {value}" for name, value in (("russo-provider", provider), ("russo-voice", voice)) if value
        )
        typer.echo(f"a run of the test where the provider may be called records it: pytest --russo-online{who}")
