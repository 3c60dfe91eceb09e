"""`Contents`: the part of `AudioCache` that concerns all entries: lists, counts, verifies, packs and deletes them."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from . import reading
from .names import check_key

if TYPE_CHECKING:
    from collections.abc import Container, Iterator
    from datetime import timedelta

    from ..transcripts import Hearing
    from .folder import Folder
    from .summary import Entry, Packing, Pruned, Stats, Verified
    from .usage import LastUse


class Contents:
    """What a cache does with all of its entries."""

    _folder: Folder
    _last_use: LastUse

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

    def has(self, key: str) -> bool:
        """Whether an entry is in the folder, going by its meta and by the size of its audio, which is not read.

        Args:
            key: Its name.

        Returns:
            True if there is one. `get` may still find that its audio is damaged.

        Raises:
            CacheKeyError: The key cannot be the name of an entry.

        Example:
            >>> from russo import AudioCache
            >>> AudioCache("no-such-folder").has("abc123")
            False
        """
        return reading.is_there(self._folder, check_key(key))

    def clear(self) -> None:
        """Delete every entry and every leftover of russo, and nothing else.

        Files of 64 hexadecimal digits are russo's. A file of any other name is, if it has a meta that russo wrote.

        Raises:
            CacheWriteError: A file could not be deleted.

        Example:
            >>> from russo import AudioCache
            >>> AudioCache("no-such-folder").clear()
        """
        # The names are listed before anything is deleted: a listing may miss names if the folder changes meanwhile.
        for names in (list(self._folder.stems()), list(self._folder.orphans())):
            self._folder.delete(names)
        self._last_use.keep_only(lambda _: False)
        self._folder.sweep()

    def delete(self, key: str) -> bool:
        """Delete an entry. From then on it is a miss, and made again when it is needed.

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
        # A file of this name that russo has not written must not be deleted.
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
        """What a listening plugin heard in an entry when it was paid for.

        Args:
            key: Its name.

        Returns:
            What was heard; None if no plugin listened, or there is no such entry.

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
        """Read and check every entry. Nothing is changed: a damaged entry is a miss anyway, and made again.

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
        """Store an entry as FLAC, in about half the space, for a cache that is committed. `get` returns what was kept.

        Args:
            key: Its name.

        Returns:
            A `russo.cache.Packing`, or None if nothing was done because there is no such entry, or it would not become
            smaller: it is packed or compressed already, or does not have 16-bit samples.

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
        """Keep the cache small, even while it is in use. A deleted entry is a miss, and made again.

        An entry that is waiting to be sent to a remote stays, since there is no other copy of it. `delete` and `clear`
        delete it, too.

        Args:
            max_bytes: The bytes on disk that the entries may have together; the least recently used go first.
            max_age: Delete entries that are older than this, in seconds or as a timedelta.
            unused_for: Delete entries that were not used for this long, in seconds or as a timedelta.
            only: Delete entries that are not among these keys.
            dry_run: Whether to delete nothing, and only find out what would be deleted.

        Returns:
            A `russo.cache.Pruned`: what is gone, how many entries are left, and which of them wait to be sent.

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

        limits = upkeep.limits(max_bytes, max_age, unused_for, only)
        return upkeep.prune(self._folder, self._last_use, limits, dry_run=dry_run)
