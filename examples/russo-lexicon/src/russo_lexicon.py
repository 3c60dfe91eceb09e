"""Replaces words before any provider speaks them, according to ``lexicon.toml``.

The resulting text is in the key, so a change of the lexicon only changes the keys of the texts that it affects.
Therefore this plugin needs a single hook.
"""

from __future__ import annotations

import os
import re
import tomllib
from functools import lru_cache
from pathlib import Path

from russo import Synthesizer, hookimpl


@hookimpl
def russo_text(synthesizer: Synthesizer, text: str) -> str:  # noqa: ARG001 - the same words for every voice
    """Replace each word of the lexicon."""
    path = Path(os.environ.get("RUSSO_LEXICON", "lexicon.toml"))
    words = _read(path, path.stat().st_mtime_ns)
    if not words:
        return text
    pattern = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.sub(rf"(?<!\w)({pattern})(?!\w)", lambda match: words[match[1]], text)


@lru_cache(maxsize=8)
def _read(path: Path, _modified: int) -> dict[str, str]:
    words = tomllib.loads(path.read_text(encoding="utf-8"))
    for word, spoken in words.items():
        if not isinstance(spoken, str):
            msg = f"{path}: {word!r} must be a str, not {spoken!r}"
            raise TypeError(msg)
    return words
