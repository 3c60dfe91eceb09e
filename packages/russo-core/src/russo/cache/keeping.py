"""Getting audio into a folder: what was paid for waits until it can be kept."""

from __future__ import annotations

import time
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from .. import clock
from ..errors import AudioError, CacheKeyError, CacheWriteError, NoAudioError
from . import entry
from .names import check_key
from .patience import PASSING, delays

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..audio import Audio
    from ..transcripts import Hearing
    from .folder import Folder
    from .renewal import Renewals

# What is read or written in less than a blink is not worth a thread: 1 MB takes 0.1 ms, starting in a thread 0.15 ms.
AT_ONCE: Final = 8 * 1024 * 1024
# How long audio that was paid for waits for a descriptor, in seconds: where an event loop goes on meanwhile, longer.
_PATIENCE: Final = 2.0
_LONG_PATIENCE: Final = 30.0


class _BusyError(CacheWriteError):
    """There are too many open files at the moment."""


class Keeper:
    """Puts entries into a folder: what `AudioCache.put` and `aput` do, which say what they raise.

    Args:
        folder: The folder.
        renewals: Where it is noted what was kept when.
        on_replacing: Called with the key of an entry that takes the place of a whole one, if anybody wants to know.
    """

    __slots__ = ("_folder", "_on_replacing", "_renewals")

    def __init__(self, folder: Folder, renewals: Renewals, on_replacing: Callable[[str], None] | None = None) -> None:
        self._folder = folder
        self._renewals = renewals
        self._on_replacing = on_replacing

    def keep(
        self,
        key: str,
        audio: Audio,
        patience: float = _PATIENCE,
        *,
        prompt: str,
        key_fields: Mapping[str, Any],
        hearing: Hearing | None,
    ) -> None:
        """Keep audio, and wait in this thread where there are too many open files."""
        meta = encode(key, audio, prompt, key_fields, hearing)
        for delay in delays(patience, shortest=0.01, longest=0.1):
            with suppress(_BusyError):
                return self._commit(key, audio.data, meta)
            time.sleep(delay)
        return self._commit(key, audio.data, meta)

    async def akeep(
        self, key: str, audio: Audio, *, prompt: str, key_fields: Mapping[str, Any], hearing: Hearing | None
    ) -> None:
        """Keep audio, in a thread if it is large, and let the event loop go on where there are too many open files."""
        from asyncio import to_thread

        keep = partial(self.keep, key, audio, 0.0, prompt=prompt, key_fields=key_fields, hearing=hearing)
        for delay in delays(_LONG_PATIENCE, shortest=0.01, longest=0.2):
            with suppress(_BusyError):
                if len(audio.data) <= AT_ONCE:
                    return keep()
                with suppress(RuntimeError):  # no thread can be started: holding up the loop is better than losing it
                    return await to_thread(keep)
                return keep()
            await clock.sleep(delay)
        return keep()

    def _commit(self, key: str, data: bytes, meta: bytes) -> None:
        def accept(now: bytes | None) -> bool:
            if self._on_replacing is not None and now is not None and entry.decode(key, now) is not None:
                self._on_replacing(key)
            return now is None or not entry.is_newer(key, now)

        try:
            done = self._folder.commit(key, data, meta, accept=accept)
        except (OSError, ValueError) as error:
            passes = getattr(error, "errno", None) in PASSING
            raise (_BusyError if passes else CacheWriteError)(reason(self._folder, error)) from error
        if not done:
            msg = (
                f"the entry {key!r} in {self._folder.path!r} was made by a newer russo: "
                "upgrade russo-core, or choose another folder with cache_dir=..."
            )
            raise CacheWriteError(msg)
        self._renewals.note(key)


def reason(folder: Folder, error: OSError | ValueError) -> str:
    """Why nothing can be kept in a folder, and what to do about it."""
    return (
        f"cannot keep audio in {folder.path!r}: {getattr(error, 'strerror', None) or error}; "
        "choose another folder with cache_dir=... or --russo-cache-dir"
    )


def encode(key: str, audio: Audio, prompt: str, key_fields: Mapping[str, Any], hearing: Hearing | None) -> bytes:
    """The meta of an entry that is to be kept, or why it cannot be: `AudioCache.put` says what this raises."""
    check_key(key)
    if not audio.data:
        msg = f"refusing to keep audio of 0 bytes under {key!r}"
        raise NoAudioError(msg)
    try:
        return entry.encode(key, audio, prompt, key_fields, hearing)
    except AudioError:
        raise
    except (TypeError, ValueError, RecursionError) as error:
        msg = f"the entry {key!r} cannot be written as JSON: {error}"
        raise CacheKeyError(msg) from error
