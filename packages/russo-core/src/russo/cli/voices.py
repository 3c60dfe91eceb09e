"""``russo voices``: the voices of a provider."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from ..environment import DEFAULT_PROVIDER
from .output import print_json
from .table import print_table

if TYPE_CHECKING:
    from ..providers.voices import Voice


def voices(
    provider: Annotated[str, typer.Argument(help="The provider.")] = DEFAULT_PROVIDER,
    *,
    language: Annotated[str | None, typer.Option(help="Only voices of this language: 'de' or 'de-AT'.")] = None,
    gender: Annotated[str | None, typer.Option(help="Only voices of this gender.")] = None,
    name: Annotated[str | None, typer.Option(help="Only voices whose name or id contains this.")] = None,
    option: Annotated[
        list[str] | None, typer.Option(metavar="NAME=VALUE", help="An option of the provider; may be repeated.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List the voices of a provider.

    They come from its API if it has one and the key is set, else from its package.
    """
    import asyncio

    from ..errors import ConfigurationError
    from ..providers.options import parse_options
    from ..providers.registry import get_synthesizer
    from .speaking import blaming

    synthesizer = get_synthesizer(provider, **parse_options(option or (), "--option"))
    list_voices = getattr(synthesizer, "list_voices", None)
    if list_voices is None:
        msg = f"provider {provider!r} does not list its voices"
        raise ConfigurationError(msg)
    with blaming(provider, "list its voices"):
        found = [voice for voice in asyncio.run(list_voices()) if _matches(voice, language, gender, name)]
    if as_json:
        print_json([asdict(voice) for voice in found])
    else:
        rows = ((one.id, one.name, " ".join(one.languages), one.gender, one.description) for one in found)
        print_table(("voice", "name", "languages", "gender", "description"), rows)


def _matches(voice: Voice, language: str | None, gender: str | None, name: str | None) -> bool:
    wanted = (language or "").lower().replace("_", "-")
    # 'en' finds 'en-GB', but 'en-GB' does not find 'en'; a voice that states no language speaks any.
    speaks = not voice.languages or any(
        spoken.lower() == wanted or spoken.lower().startswith(f"{wanted}-") for spoken in voice.languages
    )
    return (
        (not wanted or speaks)
        and (not gender or (voice.gender or "").lower() == gender.lower())
        and (not name or name.lower() in f"{voice.id}\n{voice.name}".lower())
    )
