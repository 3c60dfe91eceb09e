"""`AudioCache`: a folder of entries. This module reads, keeps and reserves single entries."""

from __future__ import annotations

import os
from contextlib import asynccontextmanager, nullcontext
from functools import partial
from typing import TYPE_CHECKING, Any

from .. import environment
from ..keys.hashing import KeyPrefix
from . import entry, files, reading, reserving
from .contents import Contents
from .folder import Folder
from .keeping import AT_ONCE, Keeper
from .names import META, check_folder, check_key
from .renewal import Renewals
from .shared import Shared
from .usage import LastUse

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from ..audio import Audio
    from ..transcripts import Hearing
    from .advice import Advice
    from .remote import Remote


class AudioCache(Contents, Shared):
    """Speech on disk, in pairs of files: ``<key>.audio`` (the bytes) and ``<key>.meta`` (JSON: what they are).

    It only returns an entry that is complete, verified, and the one asked for; anything else is a miss.

    Args:
        cache_dir: The folder, which is made when the first entry is kept; by default the one that the variable
            ``RUSSO_CACHE_DIR`` names, else ``.russo_cache``.
        remote: A `russo.cache.Remote`, or its address. Entries that are not in the folder are fetched from it, and
            new ones are sent to it.

    Raises:
        ConfigurationError: No folder can have this name, or the address of the remote cannot be used.

    Example:
        >>> import tempfile
        >>> from russo import Audio, AudioCache
        >>> cache = AudioCache(tempfile.mkdtemp())
        >>> key = cache.cache_key("hello", voice="Kore")
        >>> cache.put(key, Audio(bytes(480), format="pcm"), prompt="hello")
        >>> cache.get(key)
        Audio(<480 bytes>, format='pcm', sample_rate=24000, channels=1, sample_width=2)
        >>> cache.size()
        1
    """

    def __init__(self, cache_dir: str | os.PathLike[str] | None = None, *, remote: Remote | str | None = None) -> None:
        self.cache_dir = check_folder(environment.cache_dir() if cache_dir is None else cache_dir)
        self._folder = Folder(os.fspath(self.cache_dir))
        self._last_use = LastUse(self._folder.local)
        self._renewals = Renewals(self._folder.local)
        self._share(remote)
        self._keeper = Keeper(self._folder, self._renewals, None if remote is None else self._replaced.add)

    def __repr__(self) -> str:
        return f"AudioCache({self._folder.path!r})"

    @property
    def advice(self) -> Advice:
        """What its errors advise, in terms of what is in use.

        Example:
            >>> from russo import AudioCache
            >>> AudioCache().advice.folder
            'cache_dir=...'
        """
        return self._keeper.advice

    @advice.setter
    def advice(self, advice: Advice) -> None:
        self._keeper.advice = advice

    def cache_key(self, prompt: str, /, **extra: Any) -> str:
        """The key of a text, for code that uses the cache directly. CachedSynthesizer's keys also hold the speaker.

        Args:
            prompt: The text.
            extra: Whatever else decides how it sounds, under any names, as JSON values.

        Returns:
            64 hexadecimal digits, the same on every machine.

        Raises:
            CacheKeyError: JSON cannot hold a value; the message names the field.

        Example:
            >>> from russo import AudioCache
            >>> AudioCache().cache_key("hello") == AudioCache().cache_key("hello", voice="Kore")
            False
        """
        return KeyPrefix(None, {}, extra).key(prompt)

    def get(self, key: str, *, kept_since: float | None = None) -> Audio | None:
        """Read an entry.

        Args:
            key: Its name.
            kept_since: What was kept before this moment, in seconds since the epoch, is a miss.

        Returns:
            The audio as it was kept, or None if there is none that is whole and belongs to this key.

        Raises:
            CacheKeyError: The key cannot be the name of an entry.

        Example:
            >>> from russo import AudioCache
            >>> AudioCache("no-such-folder").get("abc123") is None
            True
        """
        audio = self._read(check_key(key), kept_since)
        return self._get_elsewhere(key, kept_since) if audio is None else audio

    async def aget(self, key: str, *, kept_since: float | None = None) -> Audio | None:
        """Read an entry as `get` does, in a thread if it is so large that an event loop would be held up.

        Args:
            key: Its name.
            kept_since: What was kept before this moment, in seconds since the epoch, is a miss.

        Returns:
            The audio, or None for a miss.

        Raises:
            CacheKeyError: The key cannot be the name of an entry.

        Example:
            >>> import asyncio
            >>> from russo import AudioCache
            >>> asyncio.run(AudioCache("no-such-folder").aget("abc123")) is None
            True
        """
        try:
            audio = self._read(check_key(key), kept_since, AT_ONCE)
        except reading.TooLongError:
            audio = await self._aread(key, kept_since)
        return await self._aget_elsewhere(key, kept_since) if audio is None else audio

    async def _aread(self, key: str, kept_since: float | None) -> Audio | None:
        try:
            return self._read(key, kept_since, AT_ONCE)
        except reading.TooLongError:
            from asyncio import to_thread

            return await to_thread(self._read, key, kept_since)

    def _read(self, key: str, kept_since: float | None, at_most: int | None = None) -> Audio | None:
        if kept_since is not None:
            written = files.modified(self._folder.prefix + key + META)
            if not self._renewals.is_kept_since(key, kept_since, written):
                return None
        audio = reading.read(self._folder, key, at_most)
        if audio is not None:
            self._last_use.note(key)
        return audio

    def put(
        self,
        key: str,
        audio: Audio,
        *,
        prompt: str = "",
        key_fields: Mapping[str, Any] | None = None,
        hearing: Hearing | None = None,
    ) -> None:
        """Keep audio under a key, replacing what was there.

        Args:
            key: The entry's name.
            audio: What to keep, not empty.
            prompt: The text that is spoken, for people who look at the entry.
            key_fields: What the key was made of, for people who ask why it changed.
            hearing: What a listening plugin heard in it, as ``russo.transcripts`` compares it.

        Raises:
            CacheKeyError: The key cannot be the name of an entry, or the prompt cannot be written.
            AudioError: The audio's rate, channels or width is not an int.
            NoAudioError: There are no bytes.
            CacheWriteError: The folder cannot be written, or contains an entry of a newer russo under this key.

        Example:
            >>> import tempfile
            >>> from russo import Audio, AudioCache
            >>> AudioCache(tempfile.mkdtemp()).put("abc123", Audio(bytes(480), format="pcm"), prompt="hello")
        """
        meta = entry.encode(key, audio, prompt, key_fields or {}, hearing)
        try:
            self._keeper.keep(key, audio.data, meta)
        finally:
            # If the folder cannot be written, it is all the more important that the remote has it.
            if self._tier is not None:
                self._tier.put(key, (meta, audio.data), replace=self._takes_place(key))

    async def aput(
        self,
        key: str,
        audio: Audio,
        *,
        prompt: str = "",
        key_fields: Mapping[str, Any] | None = None,
        hearing: Hearing | None = None,
    ) -> None:
        """Keep audio as `put` does, in a thread if it is so large that an event loop would be held up.

        Args:
            key: The entry's name.
            audio: What to keep, not empty.
            prompt: The text that is spoken.
            key_fields: What the key was made of.
            hearing: What a listening plugin heard in it.

        Raises:
            CacheKeyError: The key cannot be the name of an entry, or the prompt cannot be written.
            AudioError: The audio's rate, channels or width is not an int.
            NoAudioError: There are no bytes.
            CacheWriteError: The folder cannot be written, or contains an entry of a newer russo under this key.

        Example:
            >>> import asyncio, tempfile
            >>> from russo import Audio, AudioCache
            >>> asyncio.run(AudioCache(tempfile.mkdtemp()).aput("abc123", Audio(bytes(480), format="pcm")))
        """
        meta = entry.encode(key, audio, prompt, key_fields or {}, hearing)
        try:
            await self._keeper.akeep(key, audio.data, meta)
        finally:
            if self._tier is not None:
                await self._tier.aput(key, (meta, audio.data), replace=self._takes_place(key))

    @asynccontextmanager
    async def reserved(self, key: str, *, kept_since: float | None = None) -> AsyncIterator[Audio | None]:
        """Reserve an entry, so that nobody else on this machine makes it, or get what somebody else has just made.

        Args:
            key: The entry's name.
            kept_since: What was kept before this moment, in seconds since the epoch, is a miss.

        Returns:
            A context. It gives the entry, if it has appeared in the meantime; else None, and inside the context nobody
            else who reserves this key goes on.

        Example:
            >>> import asyncio, tempfile
            >>> from russo import Audio, AudioCache
            >>> async def make(cache):
            ...     async with cache.reserved("abc123") as found:
            ...         if found is None:
            ...             cache.put("abc123", Audio(bytes(480), format="pcm"))
            >>> asyncio.run(make(AudioCache(tempfile.mkdtemp())))
        """
        async with reserving.reserved(self._folder, check_key(key), partial(self._aread, key, kept_since)) as found:
            if found is not None:
                yield found
                return
            among_machines = nullcontext() if self._tier is None or kept_since is not None else self._tier.reserved(key)
            async with among_machines as made_elsewhere:
                if made_elsewhere is None:
                    self._check_obstacle(key, kept_since)
                yield made_elsewhere
