"""``russo say`` of what is in the cache already, without the library that reads command lines.

Importing that takes twice as long as everything else. So where the words are plain, and what they ask for is a hit, it
is written at once. Anything else is left to the command: help, every error, and every call of a provider.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from ..environment import DEFAULT_CACHE_DIR, DEFAULT_PROVIDER
from ..errors import RussoError

if TYPE_CHECKING:
    from collections.abc import Sequence

# The options that are understood here, each with a value: the name of its parameter, and the variable behind it.
OPTIONS: Final = {
    "--provider": ("provider", "RUSSO_PROVIDER"),
    "--voice": ("voice", "RUSSO_VOICE"),
    "--model": ("model", "RUSSO_MODEL"),
    "--cache-dir": ("cache_dir", "RUSSO_CACHE_DIR"),
    "--output": ("output", None),
    "-o": ("output", None),
}


def say_again(words: Sequence[str]) -> bool:
    """Write to a file what was said before, if that is what the words plainly ask for, and say whether it was done."""
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
    """The parameters that words stand for, as in ``TEXT --voice anna -o FILE``; None where they are not as plain."""
    values = {name: os.environ.get(variable or "") or None for name, variable in OPTIONS.values()}
    texts = []
    rest = iter(words)
    for word in rest:
        if not word.startswith("-"):
            texts.append(word)
            continue
        value = next(rest, "-")
        if word not in OPTIONS or value.startswith("-"):
            return None
        values[OPTIONS[word][0]] = value
    return {**values, "text": texts[0]} if len(texts) == 1 else None
