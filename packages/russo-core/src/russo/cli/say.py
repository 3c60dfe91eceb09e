"""``russo say``: speak a text into a file, to standard output, or aloud."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from ..environment import DEFAULT_PROVIDER
from .parameters import DEFAULT_DIR, CacheDir, ProviderOptions
from .speaking import FROM_CACHE, blaming, deliver, open_speaker


def say(
    text: Annotated[str, typer.Argument(help="What to say; '-' reads it from standard input.")],
    *,
    provider: Annotated[
        str, typer.Option(help="The provider that speaks.", envvar="RUSSO_PROVIDER")
    ] = DEFAULT_PROVIDER,
    voice: Annotated[str | None, typer.Option(help="The voice that speaks.", envvar="RUSSO_VOICE")] = None,
    model: Annotated[str | None, typer.Option(help="The model that speaks.", envvar="RUSSO_MODEL")] = None,
    option: ProviderOptions = None,
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            help="The file to write; its extension decides the format; '-' writes a WAV to standard output.",
        ),
    ] = None,
    under: Annotated[
        str | None, typer.Option(metavar="CONDITION", help="The line to send it over: phone, 'noise:10dB + loss:5%'.")
    ] = None,
    cache_dir: CacheDir = DEFAULT_DIR,
    cache: Annotated[bool, typer.Option(help="Use the cache.")] = True,
    offline: Annotated[
        bool | None, typer.Option("--offline/--online", help="Whether a provider may be called (RUSSO_OFFLINE).")
    ] = None,
) -> None:
    """Speak a text into a file or aloud. A text that was spoken before comes from the cache."""
    from ..synthesis.sync import speak_now

    line = None
    if under is not None:
        from .. import conditions

        line = conditions.parse_condition(under)
    speaker = open_speaker(provider, voice, model, option or (), cache_dir=cache_dir, cache=cache, offline=offline)
    if text == "-":
        text = sys.stdin.read().rstrip("\r\n")  # echo ends it with a line feed, which no test says
    known = speaker.lookup(text)
    with blaming(provider, "speak"):
        audio = known or speak_now(speaker, text)
    how = FROM_CACHE if known else f"spoken by {provider}"
    if line is not None:
        audio, how = conditions.under(audio, line, seed=text), f"{how}, under {line.name}"
    deliver(audio, output, how)
