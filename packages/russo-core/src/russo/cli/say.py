"""``russo say``: speak a text into a file, to standard output, or aloud."""

from __future__ import annotations

import os
import sys
import tempfile
from typing import TYPE_CHECKING, Annotated

import typer

from ..environment import DEFAULT_PROVIDER
from .output import echo
from .parameters import DEFAULT_DIR, CacheDir, ProviderOptions

if TYPE_CHECKING:
    from ..audio import Audio


def say(
    text: Annotated[str, typer.Argument(help="What to say; '-' reads it from standard input.")],
    *,
    provider: Annotated[str, typer.Option(help="Who says it.", envvar="RUSSO_PROVIDER")] = DEFAULT_PROVIDER,
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
        str | None, typer.Option(metavar="CONDITION", help="The line it is heard over: phone, 'noise:10dB + loss:5%'.")
    ] = None,
    cache_dir: CacheDir = DEFAULT_DIR,
    cache: Annotated[bool, typer.Option(help="Use the cache.")] = True,
    offline: Annotated[
        bool | None, typer.Option("--offline/--online", help="Whether a provider may be called (RUSSO_OFFLINE).")
    ] = None,
) -> None:
    """Speak a text: into a file, or aloud. What was said before comes from the cache."""
    from .. import conditions
    from ..advice import IN_COMMAND
    from ..cache import AudioCache
    from ..cache.remote.setting import remote_of_environment
    from ..environment import is_offline
    from ..providers.options import parse_options
    from ..providers.registry import get_synthesizer
    from ..spending.ledger import ledger_of
    from ..synthesis.cached import CachedSynthesizer
    from ..synthesis.sync import speak_now

    line = conditions.parse_condition(under) if under is not None else None
    options = parse_options(option or (), "--option")
    options |= {name: value for name, value in (("voice", voice), ("model", model)) if value is not None}
    kept = AudioCache(cache_dir, remote=remote_of_environment())
    kept.advice = IN_COMMAND
    synthesizer = CachedSynthesizer(
        get_synthesizer(provider, **options),
        cache=kept,
        enabled=cache,
        offline=is_offline() if offline is None else offline,
        observers=[ledger_of(os.path.realpath(cache_dir))],
    )
    if text == "-":
        text = sys.stdin.read()
    known = synthesizer.lookup(text)
    audio = known or speak_now(synthesizer, text)
    how = "from the cache" if known else f"spoken by {provider}"
    if line is not None:
        audio, how = conditions.under(audio, line, seed=text), f"{how}, under {line.name}"
    _deliver(audio, output, f"{audio.duration:.1f} s, {how}")


def _deliver(audio: Audio, output: str | None, what: str) -> None:
    if output == "-":
        sys.stdout.buffer.write(audio.to_wav().data)
        sys.stdout.buffer.flush()
        echo(what, err=True)
    elif output:
        echo(f"{audio.save(output)}: {what}")
    else:
        _play(audio, what)


def _play(audio: Audio, what: str) -> None:
    from ..audio.playing import play

    descriptor, name = tempfile.mkstemp(prefix="russo-", suffix=".wav")
    os.close(descriptor)
    path = audio.to_wav().save(name)
    if play(path):
        echo(what)
        path.unlink()
    else:
        echo(f"{path}: {what}; no player was found, so listen to the file")
