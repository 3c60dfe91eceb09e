"""`AudioCache`: a folder of entries."""

from __future__ import annotations

import os
from contextlib import asynccontextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import environment
from ..keys.hashing import KeyPrefix
from . import files, reading, reserving
from .folder import Folder
from .keeping import AT_ONCE, Keeper, encode
from .names import META, check_folder, check_key
from .renewal import Renewals
from .shared import Shared
from .usage import LastUse

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Container, Iterator, Mapping
    from datetime import timedelta

    from ..advice import Advice
    from ..audio import Audio
    from ..transcripts import Hearing
    from .remote import Remote
    from .summary import Entry, Packing, Pruned, Stats, Verified


class AudioCache(Shared):
    """Speech on disk, in pairs of files: ``<key>.audio`` (the bytes) and ``<key>.meta`` (JSON: what they are).

    What it gives back is whole, verified, and what was asked for; anything else is a miss.

    Args:
        cache_dir: The folder, which is made when the first entry is kept; by default the one that the variable
            ``RUSSO_CACHE_DIR`` names, else ``.russo_cache``.
        remote: A `russo.cache.Remote`, or its address: it is asked for what is not in the folder, and gets what is new.

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
        self.cache_dir = check_folder(Path(environment.cache_dir() if cache_dir is None else cache_dir))
        self._folder = Folder(os.fspath(self.cache_dir))
        self._last_use = LastUse(self._folder.local)
        self._renewals = Renewals(self._folder.local)
        self._share(remote)
        self._keeper = Keeper(self._folder, self._renewals, None if remote is None else self._replaced.add)

    def __repr__(self) -> str:
        return f"AudioCache({self._folder.path!r})"

    @property
    def advice(self) -> Advice:
        """What its errors advise, in the words of whatever is in use.

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
        """The key of a text, for those who keep audio by hand. CachedSynthesizer makes its own, which say who speaks.

        Args:
            prompt: What is said.
            extra: What else decides how it sounds, under any name, as JSON can hold it.

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
        audio = self._read(key, kept_since)
        if audio is None and self._tier is not None and kept_since is None:
            return self._tier.get(key)
        return audio

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
            audio = self._read(key, kept_since, AT_ONCE)
        except reading.TooLongError:
            audio = await self._aread(key, kept_since)
        if audio is None and self._tier is not None and kept_since is None:
            return await self._tier.aget(key)
        return audio

    async def _aread(self, key: str, kept_since: float | None) -> Audio | None:
        try:
            return self._read(key, kept_since, AT_ONCE)
        except reading.TooLongError:
            from asyncio import to_thread

            return await to_thread(self._read, key, kept_since)

    def _read(self, key: str, kept_since: float | None, at_most: int | None = None) -> Audio | None:
        check_key(key)
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
        """Keep audio under a key, in the place of what was there.

        Args:
            key: The entry's name.
            audio: What to keep, not empty.
            prompt: What is said in it, for people who look.
            key_fields: What the key was made of, for people who ask why it changed.
            hearing: What a listener has heard in it, as ``russo.transcripts`` compares it.

        Raises:
            CacheKeyError: The key cannot be the name of an entry, or the prompt cannot be written.
            AudioError: The audio's rate, channels or width is no int.
            NoAudioError: There are no bytes.
            CacheWriteError: The folder cannot be written, or holds an entry of a newer russo under this key.

        Example:
            >>> import tempfile
            >>> from russo import Audio, AudioCache
            >>> AudioCache(tempfile.mkdtemp()).put("abc123", Audio(bytes(480), format="pcm"), prompt="hello")
        """
        try:
            self._keeper.keep(key, audio, prompt=prompt, key_fields=key_fields or {}, hearing=hearing)
        finally:
            # A folder that cannot be written is one more reason for others to have it.
            if self._tier is not None:
                meta = encode(key, audio, prompt, key_fields or {}, hearing)
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
            prompt: What is said in it.
            key_fields: What the key was made of.
            hearing: What a listener has heard in it.

        Raises:
            CacheKeyError: The key cannot be the name of an entry, or the prompt cannot be written.
            AudioError: The audio's rate, channels or width is no int.
            NoAudioError: There are no bytes.
            CacheWriteError: The folder cannot be written, or holds an entry of a newer russo under this key.

        Example:
            >>> import asyncio, tempfile
            >>> from russo import Audio, AudioCache
            >>> asyncio.run(AudioCache(tempfile.mkdtemp()).aput("abc123", Audio(bytes(480), format="pcm")))
        """
        try:
            await self._keeper.akeep(key, audio, prompt=prompt, key_fields=key_fields or {}, hearing=hearing)
        finally:
            if self._tier is not None:
                meta = encode(key, audio, prompt, key_fields or {}, hearing)
                await self._tier.aput(key, (meta, audio.data), replace=self._takes_place(key))

    @asynccontextmanager
    async def reserved(self, key: str, *, kept_since: float | None = None) -> AsyncIterator[Audio | None]:
        """Be the only one on this machine who makes an entry, or get what somebody else has just made.

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
            async with self._beyond(key, kept_since) as made_elsewhere:
                yield made_elsewhere

    def size(self, *, at_most: int | None = None) -> int:
        """Count the entries: pairs that are russo's, of whatever age or state.

        Args:
            at_most: Where to stop counting; by default, all are counted.

        Returns:
            How many there are.

        Example:
            >>> from russo import AudioCache
            >>> AudioCache("no-such-folder").size()
            0
        """
        return sum(1 for _ in islice(self._folder.pairs(), at_most))

    def clear(self) -> None:
        """Delete every entry and every leftover of russo, and nothing else.

        Files of 64 hexadecimal digits are russo's. A file of any other name is, if it has a meta that russo wrote.

        Raises:
            CacheWriteError: A file could not be deleted.

        Example:
            >>> from russo import AudioCache
            >>> AudioCache("no-such-folder").clear()
        """
        # First listed, then deleted: a folder that changes while it is listed may hide what is in it.
        for names in (list(self._folder.stems()), list(self._folder.orphans())):
            self._folder.delete(names)
        self._last_use.keep_only(lambda _: False)
        self._folder.sweep()

    def delete(self, key: str) -> bool:
        """Delete an entry: it is a miss from then on, and made again when it is asked for.

        Args:
            key: Its name.

        Returns:
            Whether there was one.

        Raises:
            CacheKeyError: The key cannot be the name of an entry.
            CacheWriteError: A file could not be deleted.

        Example:
            >>> import tempfile
            >>> from russo import Audio, AudioCache
            >>> cache = AudioCache(tempfile.mkdtemp())
            >>> cache.put("abc123", Audio(bytes(480), format="pcm"))
            >>> cache.delete("abc123"), cache.delete("abc123")
            (True, False)
        """
        # A file that somebody else has put there and named so is not russo's to delete.
        return bool(self._folder.delete([check_key(key)], if_still=self._folder.has))

    def entries(self) -> Iterator[Entry]:
        """Every entry as its meta describes it, by name, without reading its audio.

        Returns:
            An iterator of `russo.cache.Entry`.

        Example:
            >>> import tempfile
            >>> from russo import Audio, AudioCache
            >>> cache = AudioCache(tempfile.mkdtemp())
            >>> cache.put("abc123", Audio(bytes(480), format="pcm"), prompt="hello")
            >>> [(entry.key, entry.prompt, entry.size) for entry in cache.entries()]
            [('abc123', 'hello', 480)]
        """
        from . import upkeep

        return upkeep.entries(self._folder, self._last_use)

    def hearing(self, key: str) -> Hearing | None:
        """What a listener has heard in an entry when it was paid for.

        Args:
            key: Its name.

        Returns:
            What was heard; None where nobody has listened, or there is no such entry.

        Raises:
            CacheKeyError: The key cannot be the name of an entry.

        Example:
            >>> from russo import AudioCache
            >>> AudioCache("no-such-folder").hearing("abc123") is None
            True
        """
        from . import upkeep

        return upkeep.hearing(self._folder, check_key(key))

    def stats(self) -> Stats:
        """Count the entries, their bytes, providers and formats.

        Returns:
            A `russo.cache.Stats`.

        Example:
            >>> from russo import AudioCache
            >>> AudioCache("no-such-folder").stats().entries
            0
        """
        from . import upkeep

        return upkeep.stats(self._folder, self._last_use)

    def verify(self) -> Verified:
        """Read and check every entry. Nothing is changed: what is damaged is a miss anyway, and made again.

        Returns:
            A `russo.cache.Verified`: how many are sound, which cannot be checked, which are damaged and why.

        Example:
            >>> import tempfile
            >>> from russo import Audio, AudioCache
            >>> cache = AudioCache(tempfile.mkdtemp())
            >>> cache.put("abc123", Audio(bytes(480), format="pcm"))
            >>> cache.cache_dir.joinpath("abc123.audio").write_bytes(b"something else")
            14
            >>> cache.verify().damaged
            (Damage(key='abc123', reason='abc123.audio has other bytes than were kept'),)
        """
        from . import upkeep

        return upkeep.verify(self._folder)

    def pack(self, key: str) -> Packing | None:
        """Store an entry as FLAC: about half the bytes, for a cache that is committed. `get` gives what was kept.

        Args:
            key: Its name.

        Returns:
            A `russo.cache.Packing`, or None where nothing was done. There is no such entry, or it would not become
            smaller, as one that is packed already, is compressed, or is not of 16 bits.

        Raises:
            CacheKeyError: The key cannot be the name of an entry.
            CacheWriteError: The folder cannot be written.
            MissingDependencyError: PyAV is not installed.

        Example:
            >>> import tempfile
            >>> from russo import Audio, AudioCache
            >>> cache, audio = AudioCache(tempfile.mkdtemp()), Audio(bytes(48000), format="pcm")
            >>> cache.put("abc123", audio)
            >>> cache.pack("abc123").before
            48000
            >>> cache.get("abc123") == audio
            True
        """
        from . import upkeep

        return upkeep.pack(self._folder, check_key(key))

    def prune(
        self,
        *,
        max_bytes: int | None = None,
        max_age: float | timedelta | None = None,
        unused_for: float | timedelta | None = None,
        only: Container[str] | None = None,
        dry_run: bool = False,
    ) -> Pruned:
        """Keep the cache small, while others read and write it. An entry that is deleted is a miss, and made again.

        Args:
            max_bytes: The bytes on disk that the entries may have together; the least recently used go first.
            max_age: Delete what was kept longer ago, in seconds or as a timedelta.
            unused_for: Delete what was not used for so long, in seconds or as a timedelta.
            only: Delete what is not among these keys.
            dry_run: Whether to delete nothing, and only find out what would be.

        Returns:
            A `russo.cache.Pruned`: what is gone, and how many entries are left.

        Raises:
            ConfigurationError: A limit is negative, or is not a number.
            CacheWriteError: A file could not be deleted.

        Example:
            >>> import tempfile
            >>> from russo import Audio, AudioCache
            >>> cache = AudioCache(tempfile.mkdtemp())
            >>> cache.put("abc123", Audio(bytes(480), format="pcm"))
            >>> cache.prune(max_bytes=100).keys
            ('abc123',)
        """
        from . import upkeep

        return upkeep.prune(
            self._folder, self._last_use, upkeep.limits(max_bytes, max_age, unused_for, only), dry_run=dry_run
        )
