"""`CachedSynthesizer`: speaks from disk, and asks a synthesizer only for what is not there."""

from __future__ import annotations

import logging
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from .cache import AudioCache
from .errors import CacheWriteError, NoAudioError
from .identity import fields_of, identity_of
from .key import KeyPrefix, checked
from .text import check_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .audio import Audio
    from .plugins import Plugins
    from .synthesizer import Synthesizer

_log: Final = logging.getLogger("russo.cache")


class CachedSynthesizer:
    """Wraps a synthesizer with a cache: what it has once said is read from disk ever after.

    It is a Synthesizer itself. The key is made of who speaks, of every setting that the synthesizer states in
    ``cache_fields``, of ``cache_key_extra``, and of the text. However many ask at once for one utterance, in however
    many threads, event loops and processes, it is made once.

    Args:
        synthesizer: What speaks on a miss.
        cache: Where audio is kept; by default, the folder ``.russo_cache``.
        enabled: False asks the synthesizer each time, and keeps nothing.
        cache_key_extra: More that decides how it sounds, as JSON can hold it.
        plugins: What adds to the key, as ``russo.plugins.load_plugins`` gives it.

    Raises:
        CacheKeyError: JSON cannot hold a value of ``cache_key_extra``.

    Example:
        >>> import asyncio, tempfile
        >>> from russo import Audio, AudioCache, CachedSynthesizer
        >>> class Beep:
        ...     async def synthesize(self, text):
        ...         print("paid")
        ...         return Audio(bytes(480), format="pcm")
        >>> synth = CachedSynthesizer(Beep(), cache=AudioCache(tempfile.mkdtemp()))
        >>> first = asyncio.run(synth.synthesize("hello"))
        paid
        >>> asyncio.run(synth.synthesize("hello")) == first
        True
    """

    def __init__(
        self,
        synthesizer: Synthesizer,
        *,
        cache: AudioCache | None = None,
        enabled: bool = True,
        cache_key_extra: Mapping[str, Any] | None = None,
        plugins: Plugins | None = None,
    ) -> None:
        self.inner = synthesizer
        self.cache = AudioCache() if cache is None else cache
        self.enabled = enabled
        inherited = synthesizer.cache_key_extra if isinstance(synthesizer, CachedSynthesizer) else {}
        self._extra: dict[str, Any] = checked({**inherited, **(cache_key_extra or {})}, "cache_key_extra")
        self._plugins = plugins
        self._told = False
        self._memo: tuple[dict[str, Any], list[type], KeyPrefix] | None = None

    def __repr__(self) -> str:
        return f"CachedSynthesizer({self.inner!r}, cache={self.cache!r}, enabled={self.enabled!r})"

    @property
    def cache_key_extra(self) -> Mapping[str, Any]:
        """What was given to add to the key, as it is in the key. It cannot be changed: make another wrapper."""
        return MappingProxyType(dict(self._extra))

    @property
    def provider(self) -> str | None:
        """The provider of the synthesizer inside, if it has one."""
        provider = identity_of(self.inner).get("provider")
        return provider if isinstance(provider, str) else None

    @property
    def cache_fields(self) -> Mapping[str, Any]:
        """The fields of the synthesizer inside."""
        return fields_of(self.inner)

    def key(self, text: str) -> str:
        """The key of a text, spoken by this synthesizer.

        Args:
            text: What is said.

        Returns:
            64 hexadecimal digits, the name of the entry.

        Raises:
            CacheKeyError: JSON cannot hold a field, which the message names.

        Example:
            >>> from russo import Audio, CachedSynthesizer
            >>> class Beep:
            ...     provider = "beep"
            ...     async def synthesize(self, text):
            ...         return Audio(bytes(480), format="pcm")
            >>> CachedSynthesizer(Beep()).key("hello")[:8]
            '3e1c5d92'
        """
        return self._current_prefix().key(text, self._added(text))

    def lookup(self, text: str) -> Audio | None:
        """Read a text from the cache, and only from there: nothing is paid, imported or awaited.

        Args:
            text: What is said.

        Returns:
            The audio, or None for a miss, or where the cache is not enabled.

        Raises:
            TextError: The text cannot be spoken.
            CacheKeyError: JSON cannot hold a field, which the message names.

        Example:
            >>> import tempfile
            >>> from russo import Audio, AudioCache, CachedSynthesizer
            >>> class Beep:
            ...     async def synthesize(self, text):
            ...         return Audio(bytes(480), format="pcm")
            >>> CachedSynthesizer(Beep(), cache=AudioCache(tempfile.mkdtemp())).lookup("hello") is None
            True
        """
        check_text(text)
        return self.cache.get(self.key(text)) if self.enabled else None

    async def synthesize(self, text: str) -> Audio:
        """Speak a text: from the cache if it is there, else by the synthesizer, and keep what it said.

        Args:
            text: What to say, not blank.

        Returns:
            The audio.

        Raises:
            TextError: The text cannot be spoken.
            NoAudioError: The synthesizer returned no bytes.
            CacheKeyError: JSON cannot hold a field, which the message names.
            Exception: Whatever the synthesizer raises, unchanged.

        Example:
            >>> import asyncio, tempfile
            >>> from russo import Audio, AudioCache, CachedSynthesizer
            >>> class Beep:
            ...     async def synthesize(self, text):
            ...         return Audio(bytes(480), format="pcm")
            >>> synth = CachedSynthesizer(Beep(), cache=AudioCache(tempfile.mkdtemp()))
            >>> asyncio.run(synth.synthesize("hello")).duration
            0.01
        """
        check_text(text)
        if not self.enabled:
            return await self._ask(text)
        key = self.key(text)
        return await self.cache.aget(key) or await self._fly(key, text)

    async def _fly(self, key: str, text: str) -> Audio:
        from . import flight

        return await flight.join(str(self.cache.cache_dir), key, lambda: self._pay(key, text))

    async def _pay(self, key: str, text: str) -> Audio:
        """Make the audio and keep it, unless another process does so first."""
        async with self.cache.reserved(key) as found:
            if found is not None:
                return found
            audio = await self._ask(text)
            await self._keep(key, audio, text)
            return audio

    async def _ask(self, text: str) -> Audio:
        audio = await self.inner.synthesize(text)
        if not audio.data:
            msg = f"{type(self.inner).__qualname__} returned audio of 0 bytes for {text!r:.100}"
            raise NoAudioError(msg)
        return audio

    async def _keep(self, key: str, audio: Audio, text: str) -> None:
        # What was paid for is served, whatever the disk says.
        fields = self._key_fields(text)
        try:
            await self.cache.aput(key, audio, prompt=text, key_fields=fields)
        except CacheWriteError as error:
            if not self._told:
                self._told = True
                _log.warning("%s; the audio is used, and will have to be made again next time", error)

    def _key_fields(self, text: str) -> dict[str, Any]:
        parts = {
            "identity": identity_of(_innermost(self.inner)),
            "fields": dict(fields_of(self.inner)),
            "extra": dict(self._extra),
            "plugins": self._added(text),
        }
        return {name: checked(part, name) for name, part in parts.items() if part}

    def _added(self, text: str) -> Mapping[str, Mapping[str, Any]]:
        return self._plugins.cache_key(self.inner, text) if self._plugins is not None else {}

    def _current_prefix(self) -> KeyPrefix:
        """The part of the key that is the same for every text, made again only when a field has changed.

        Equal is not enough: 1, 1.0 and True are equal, and have different keys.
        """
        fields = fields_of(self.inner)
        memo = self._memo
        if memo is None or fields != memo[0] or list(map(type, fields.values())) != memo[1]:
            prefix = KeyPrefix(identity_of(_innermost(self.inner)), fields, self._extra)
            memo = self._memo = (dict(fields), list(map(type, fields.values())), prefix)
        return memo[2]


def _innermost(synthesizer: Synthesizer) -> Synthesizer:
    while isinstance(synthesizer, CachedSynthesizer):
        synthesizer = synthesizer.inner
    return synthesizer
