"""Copies the recordings of russo 0.3.3 into a cache of this version.

Their keys were made differently, so they would never be hits. Their meta contains the text, but not who spoke it; with
both, they get a key of this version.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..cache import AudioCache
from ..errors import ConfigurationError, TextError
from ..text import check_text

if TYPE_CHECKING:
    import os

    from ..synthesis.cached import CachedSynthesizer


@dataclass(frozen=True, slots=True)
class Adopted:
    """The result of copying old recordings.

    Args:
        texts: The texts of the entries that were copied.
        known: How many texts were in the cache already, and were left alone.
        skipped: The keys of old entries that cannot be read, or have no text.
    """

    texts: tuple[str, ...] = ()
    known: int = 0
    skipped: tuple[str, ...] = ()


def adopt(old_folder: str | os.PathLike[str], synthesizer: CachedSynthesizer) -> Adopted:
    """Copy every entry of russo 0.3.3 from a folder into the cache of a synthesizer, without any calls.

    Args:
        old_folder: The folder of the old release. Nothing in it is changed.
        synthesizer: What spoke them all, with the settings of that time, and the cache that they are copied to.

    Returns:
        What was copied.

    Raises:
        ConfigurationError: There is no such folder.
        CacheWriteError: An entry cannot be written.

    Example:
        >>> import tempfile
        >>> from pathlib import Path
        >>> from russo import AudioCache, CachedSynthesizer, get_synthesizer
        >>> from russo.legacy.adopt import adopt
        >>> old = Path(tempfile.mkdtemp())
        >>> old.joinpath("0a1b.audio").write_bytes(bytes(480))
        480
        >>> old.joinpath("0a1b.meta").write_text('{"format": "pcm", "sample_rate": 24000, "prompt": "hello"}')
        58
        >>> synthesizer = CachedSynthesizer(get_synthesizer("espeak"), cache=AudioCache(tempfile.mkdtemp()))
        >>> adopt(old, synthesizer).texts
        ('hello',)
        >>> synthesizer.lookup("hello").duration
        0.01
    """
    old = AudioCache(old_folder)
    if not old.cache_dir.is_dir():
        msg = f"there is no folder {str(old.cache_dir)!r}"
        raise ConfigurationError(msg)
    texts, known, skipped = [], 0, []
    for entry in old.entries():
        if entry.sealed:
            continue
        audio = old.get(entry.key)
        if audio is None or not _can_be_said(entry.prompt):
            skipped.append(entry.key)
        elif synthesizer.cache.get(synthesizer.key(entry.prompt)) is not None:
            known += 1
        else:
            synthesizer.keep(entry.prompt, audio)
            texts.append(entry.prompt)
    return Adopted(tuple(texts), known, tuple(skipped))


def _can_be_said(text: str) -> bool:
    try:
        check_text(text)
    except TextError:
        return False
    return True
