"""Opening the synthesizer of `russo say`, and delivering its audio."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..errors import BrokenPluginError, RussoError
from .output import echo

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..audio import Audio
    from ..synthesis.cached import CachedSynthesizer

FROM_CACHE: Final = "from the cache"


def open_speaker(
    provider: str,
    voice: str | None,
    model: str | None,
    option: Sequence[str],
    *,
    cache_dir: str | os.PathLike[str],
    cache: bool,
    offline: bool | None,
) -> CachedSynthesizer:
    """The synthesizer that the options of `russo say` ask for, with its cache.

    Raises:
        RussoError: One of the options cannot be used.
    """
    from ..cache import AudioCache
    from ..cache.advice import IN_COMMAND
    from ..environment import is_offline
    from ..providers.options import parse_options
    from ..providers.registry import get_synthesizer
    from ..spending.ledger import ledger_of
    from ..synthesis.cached import CachedSynthesizer

    remote = None
    if os.environ.get("RUSSO_CACHE_REMOTE"):
        from ..cache.remote.setting import remote_of_environment

        remote = remote_of_environment()
    options = parse_options(option, "--option")
    options |= {name: value for name, value in (("voice", voice), ("model", model)) if value is not None}
    kept = AudioCache(cache_dir, remote=remote)
    kept.advice = IN_COMMAND
    return CachedSynthesizer(
        get_synthesizer(provider, **options),
        cache=kept,
        enabled=cache,
        offline=is_offline() if offline is None else offline,
        observers=[ledger_of(cache_dir)],
    )


@contextmanager
def blaming(provider: str, what: str) -> Iterator[None]:
    """Report what a provider raises by mistake, in place of a traceback through the command.

    Args:
        provider: The provider that is called in this context.
        what: What it has failed to do then.

    Raises:
        BrokenPluginError: It raised something that is no error of russo.
    """
    try:
        yield
    except RussoError:
        raise
    except (Exception, SystemExit) as error:
        msg = f"provider {provider!r} failed to {what}, which is a fault of its package: {fault(error)}"
        raise BrokenPluginError(msg) from error


def fault(error: BaseException) -> str:
    """What a provider raised, and where."""
    import traceback

    where = traceback.extract_tb(error.__traceback__)[-1]
    return f"{error!r:.300} ({where.filename}, line {where.lineno})"


def deliver(audio: Audio, output: str | None, how: str) -> None:
    """Write audio to a file or to standard output, or play it, and print what was done.

    Args:
        audio: The audio to deliver.
        output: The file, ``-`` for standard output, or None to play it.
        how: Where the audio came from.
    """
    what = f"{audio.duration:.1f} s, {how}"
    if output == "-":
        sys.stdout.buffer.write(audio.to_wav().data)
        sys.stdout.buffer.flush()
        echo(what, err=True)
    elif output:
        echo(f"{audio.save(output)}: {what}")
    else:
        _play(audio, what)


def _play(audio: Audio, what: str) -> None:
    import tempfile

    from ..audio.playing import play

    descriptor, name = tempfile.mkstemp(prefix="russo-", suffix=".wav")
    os.close(descriptor)
    path = Path(name)
    try:
        audio.to_wav().save(path)
    except BaseException:
        path.unlink()
        raise
    if play(path):
        echo(what)
        path.unlink()
    else:
        echo(f"{path}: {what}; no player was found, so listen to the file")
