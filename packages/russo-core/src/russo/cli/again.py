"""``russo say`` for what is already in the cache, without importing typer.

Importing typer takes twice as long as everything else. So if the arguments are simple and the utterance is a hit, the
audio is written at once. Everything else is left to the full command: help, every error, and every call of a provider.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from ..environment import DEFAULT_CACHE_DIR, DEFAULT_PROVIDER
from ..errors import RussoError

if TYPE_CHECKING:
    from collections.abc import Sequence

# The options that are understood here, each of which takes a value: its parameter, and its environment variable.
OPTIONS: Final = {
    "--provider": ("provider", "RUSSO_PROVIDER"),
    "--voice": ("voice", "RUSSO_VOICE"),
    "--model": ("model", "RUSSO_MODEL"),
    "--cache-dir": ("cache_dir", "RUSSO_CACHE_DIR"),
    "--output": ("output", None),
    "-o": ("output", None),
}


def say_again(words: Sequence[str]) -> bool:
    """Write cached audio to a file, if the arguments simply ask for that, and return whether it was written."""
    if list(words[:1]) != ["say"] or os.environ.get("RUSSO_CACHE_REMOTE"):
        return False
    wanted = read(words[1:])
    if wanted is None or wanted["output"] in {None, "", "-"}:
        return False
    from .speaking import FROM_CACHE, deliver, open_speaker

    try:
        speaker = open_speaker(
            wanted["provider"] or DEFAULT_PROVIDER,
            wanted["voice"],
            wanted["model"],
            (),
            cache_dir=wanted["cache_dir"] or DEFAULT_CACHE_DIR,
            cache=True,
            offline=None,
        )
        audio = speaker.lookup(wanted["text"] or "")
    except RussoError:
        return False
    if audio is not None:
        deliver(audio, wanted["output"], FROM_CACHE)
    return audio is not None


def read(words: Sequence[str]) -> dict[str, str | None] | None:
    """The parameters in arguments like ``TEXT --voice anna -o FILE``; None if they are not that simple."""
    values = {name: os.environ.get(variable or "") or None for name, variable in OPTIONS.values()}
    texts = []
    rest = iter(words)
    for word in rest:
        if not word.startswith("-"):
            texts.append(word)
            continue
        value = next(rest, "-")
        if word not in OPTIONS or not value or value.startswith("-"):
            return None
        values[OPTIONS[word][0]] = value
    return {**values, "text": texts[0]} if len(texts) == 1 else None
