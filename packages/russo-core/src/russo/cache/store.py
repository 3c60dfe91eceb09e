"""`AudioCache`: a folder of entries."""

from __future__ import annotations

import os
import time
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..errors import CacheKeyError, CacheWriteError, NoAudioError
from ..key import KeyPrefix
from . import entry, files, lock
from .local import Local
from .names import AUDIO, META, check_key, is_hashed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping

    from ..audio import Audio

_READS: Final = 5
# What is read or written in less than a blink is not worth a thread: 1 MB takes 0.1 ms, starting in a thread 0.15 ms.
_AT_ONCE: Final = 8 * 1024 * 1024


class _Large:
    """Stands for an entry that is too large to be read at once."""


class AudioCache:
    """Speech on disk, in pairs of files: ``<key>.audio`` (the bytes) and ``<key>.meta`` (JSON: what they are).

    What it gives back is whole, verified, and what was asked for; anything else is a miss.

    Args:
        cache_dir: The folder. It is made when the first entry is kept.

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

    def __init__(self, cache_dir: str | os.PathLike[str] = ".russo_cache") -> None:
        self.cache_dir = Path(cache_dir)
        self._folder = str(self.cache_dir)
        self._prefix = os.path.join(self._folder, "")
        self._local = Local(self._folder)
        self._swept = False

    def __repr__(self) -> str:
        return f"AudioCache({self._folder!r})"

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

    def get(self, key: str) -> Audio | None:
        """Read an entry.

        Args:
            key: Its name.

        Returns:
            The audio as it was kept, or None if there is none that is whole and belongs to this key.

        Raises:
            CacheKeyError: The key cannot be the name of an entry.

        Example:
            >>> from russo import AudioCache
            >>> AudioCache("no-such-folder").get("abc123") is None
            True
        """
        audio = self._read(key)
        assert not isinstance(audio, _Large)
        return audio

    async def aget(self, key: str) -> Audio | None:
        """Read an entry as `get` does, in a thread if it is so large that an event loop would be held up.

        Args:
            key: Its name.

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
        audio = self._read(key, at_once=_AT_ONCE)
        if not isinstance(audio, _Large):
            return audio
        import asyncio

        return await asyncio.to_thread(self.get, key)

    def _read(self, key: str, at_once: int | None = None) -> Audio | _Large | None:
        path = self._prefix + check_key(key)
        seen: tuple[bytes, bytes | None] | None = None
        for attempt in range(_READS):
            raw = files.read(path + META, entry.LONGEST_META)
            if raw is None:
                return None
            meta = entry.decode(key, raw)
            if at_once is not None and meta and (meta.length or 0) > at_once:
                return _Large()
            data = files.read(path + AUDIO) if meta else None
            audio = entry.join(meta, data) if meta and data else None
            # A pair that does not fit was damaged, or is being replaced: then it looks different a moment later.
            if audio is not None or seen == (raw, data):
                return audio
            seen = raw, data
            time.sleep(0.0005 * (attempt + 1))
        return None

    def put(self, key: str, audio: Audio, *, prompt: str = "", key_fields: Mapping[str, Any] | None = None) -> None:
        """Keep audio under a key, in the place of what was there.

        Args:
            key: The entry's name.
            audio: What to keep, not empty.
            prompt: What is said in it, for people who look.
            key_fields: What the key was made of, for people who ask why it changed.

        Raises:
            CacheKeyError: The key cannot be the name of an entry, or the prompt cannot be written.
            NoAudioError: There are no bytes.
            CacheWriteError: The folder cannot be written, or holds an entry of a newer russo under this key.

        Example:
            >>> import tempfile
            >>> from russo import Audio, AudioCache
            >>> AudioCache(tempfile.mkdtemp()).put("abc123", Audio(bytes(480), format="pcm"), prompt="hello")
        """
        path = self._prefix + check_key(key)
        if not audio.data:
            msg = f"refusing to keep audio of 0 bytes under {key!r}"
            raise NoAudioError(msg)
        try:
            meta = entry.encode(key, audio, prompt, key_fields or {})
        except (TypeError, ValueError) as error:
            msg = f"the entry {key!r} cannot be written as JSON: {error}"
            raise CacheKeyError(msg) from error
        self._refuse_newer(path, key)
        try:
            self._commit(path, audio.data, meta)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            msg = (
                f"cannot keep audio in {self._folder!r}: {reason}; "
                "choose another folder with cache_dir=... or --russo-cache-dir"
            )
            raise CacheWriteError(msg) from error

    async def aput(
        self, key: str, audio: Audio, *, prompt: str = "", key_fields: Mapping[str, Any] | None = None
    ) -> None:
        """Keep audio as `put` does, in a thread if it is so large that an event loop would be held up.

        Args:
            key: The entry's name.
            audio: What to keep, not empty.
            prompt: What is said in it.
            key_fields: What the key was made of.

        Raises:
            CacheKeyError: As `put`.
            NoAudioError: As `put`.
            CacheWriteError: As `put`.

        Example:
            >>> import asyncio, tempfile
            >>> from russo import Audio, AudioCache
            >>> asyncio.run(AudioCache(tempfile.mkdtemp()).aput("abc123", Audio(bytes(480), format="pcm")))
        """
        if len(audio.data) <= _AT_ONCE:
            self.put(key, audio, prompt=prompt, key_fields=key_fields)
            return
        import asyncio

        await asyncio.to_thread(self.put, key, audio, prompt=prompt, key_fields=key_fields)

    @asynccontextmanager
    async def reserved(self, key: str) -> AsyncIterator[Audio | None]:
        """Be the only one on this machine who makes an entry, or get what somebody else has just made.

        Args:
            key: The entry's name.

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
        from asyncio import sleep

        check_key(key)
        try:
            self._local.make()
        except OSError:
            yield await self.aget(key)  # a folder that cannot be written has no locks, as `put` will tell
            return
        claim = lock.Lock(self._local.locks, key)
        delay = 0.002
        while not claim.try_acquire():
            await sleep(delay)
            delay = min(2 * delay, 0.05)
            audio = await self.aget(key)
            if audio is not None:
                yield audio
                return
        try:
            yield await self.aget(key)
        finally:
            claim.release()

    def size(self) -> int:
        """How many entries there are: pairs that are russo's, of whatever age or state.

        Example:
            >>> from russo import AudioCache
            >>> AudioCache("no-such-folder").size()
            0
        """
        names = self._names()
        return sum(1 for stem in self._own_stems(names) if {stem + AUDIO, stem + META} <= names)

    def clear(self) -> None:
        """Delete every entry and every leftover of russo, and nothing else.

        Files of 64 hexadecimal digits are russo's. A file of any other name is, if it has a meta that russo wrote.

        Raises:
            CacheWriteError: A file could not be deleted.

        Example:
            >>> from russo import AudioCache
            >>> AudioCache("no-such-folder").clear()
        """
        names = self._names()
        for stem in self._own_stems(names):
            # The meta goes first: an entry without one is none, whatever moment this is stopped at.
            for name in (stem + META, stem + AUDIO):
                if name in names:
                    self._delete(name)
        self._local.sweep()

    def _delete(self, name: str) -> None:
        try:
            os.unlink(self._prefix + name)
        except FileNotFoundError:
            pass
        except OSError as error:
            if os.path.isdir(self._prefix + name):
                return  # somebody's folder that only looks like an entry
            msg = f"cannot delete {self._prefix + name!r}: {error.strerror or error}"
            raise CacheWriteError(msg) from error

    def _names(self) -> set[str]:
        try:
            return {name for name in os.listdir(self._folder) if name.endswith((AUDIO, META))}
        except OSError:
            return set()

    def _own_stems(self, names: set[str]) -> Iterator[str]:
        for stem in {name.rpartition(".")[0] for name in names}:
            if is_hashed(stem) or (stem + META in names and self._is_own(stem)):
                yield stem

    def _is_own(self, stem: str) -> bool:
        raw = files.read(self._prefix + stem + META, entry.LONGEST_META)
        return raw is not None and entry.decode(stem, raw) is not None

    def _refuse_newer(self, path: str, key: str) -> None:
        raw = files.read(path + META, entry.LONGEST_META)
        schema = entry.schema_of(raw) if raw is not None else None
        if schema is not None and schema > entry.SCHEMA:
            msg = (
                f"the entry {key!r} in {self._folder!r} was made by a newer russo (schema {schema}): "
                "upgrade russo-core, or choose another folder with cache_dir=..."
            )
            raise CacheWriteError(msg)

    def _commit(self, path: str, data: bytes, meta: bytes) -> None:
        """Both files under their names at one moment, as far as any reader that checks them can tell."""
        written = [self._write_temporary(data)]
        try:
            written.append(self._write_temporary(meta))
            # Two writers that interleave would leave the bytes of one and the meta of the other.
            with lock.briefly(self._local.root, "commit", at_most=2.0):
                for temporary, ending in zip(written, (AUDIO, META), strict=True):
                    self._install(temporary, path + ending)
        except BaseException:
            for temporary in written:
                files.remove(temporary)
            raise

    def _install(self, temporary: str, target: str) -> None:
        try:
            files.move(temporary, target)
        except OSError:
            if not os.path.isdir(target):
                raise
            # A folder has the name of an entry: put it away, where it is swept later.
            files.move(target, f"{temporary}.displaced")
            files.move(temporary, target)

    def _write_temporary(self, content: bytes) -> str:
        try:
            if self._swept:
                return files.write_new(self._local.temporary, content)
        except FileNotFoundError:
            pass  # somebody has deleted the folder since
        self._local.make()
        self._local.sweep()
        self._swept = True
        return files.write_new(self._local.temporary, content)
