"""`CachedSynthesizer`: speaks from disk, and calls a synthesizer only on a miss."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from .. import clock
from ..keys.hashing import checked
from ..keys.identity import fields_of, identity_of
from ..text import check_text
from .long import find_pieces
from .wrapper import Wrapper, kept_since, serve

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..audio import Audio
    from .request import Request


class CachedSynthesizer(Wrapper):
    """Wraps a synthesizer with a cache: anything that it has said once is read from disk from then on.

    It is a Synthesizer itself. The key is made of the identity of the synthesizer, of every setting that it states in
    ``cache_fields``, of ``cache_key_extra``, and of the text. However many threads, event loops and processes ask for
    an utterance at once, it is made only once.

    Args:
        synthesizer: What speaks on a miss.
        cache: Where audio is kept; by default, in the folder ``.russo_cache``.
        enabled: If False, the synthesizer is called each time, and nothing is kept.
        cache_key_extra: Anything else that decides how it sounds, in values that JSON can hold.
        plugins: Plugins that change text, key or audio, or observe, as ``russo.plugins.load_plugins`` returns them.
        observers: Called with a `russo.events.Event` after each hit, call and failure, in the thread where it happened.
        offline: If True, the synthesizer is never called, and a miss is a CacheMissError.
        refresh_before: An entry that was kept before this moment (in seconds since the epoch, like ``time.time()``) is
            made again once, when it is next asked for, and is replaced if that succeeds.
        refresh_only: Called with a text and the fields of the synthesizer; returns whether ``refresh_before`` applies.
        lock: A `russo.lockfile.Lock`. Anything that is not in it, or has other audio than it states, is a LockError.
        budget: A `russo.spending.budget.Budget`. A call that would exceed it is not made.
        on_mismatch: What to do if a listening plugin has twice heard another text: ``"error"`` raises a
            TranscriptMismatchError and keeps nothing, ``"warn"`` logs a warning to ``russo.transcripts`` and keeps
            the recording.

    Attributes:
        advice: What its errors advise, for a script, the command or pytest; by default, the advice of its cache.

    Raises:
        CacheKeyError: JSON cannot hold a value of ``cache_key_extra``.
        ConfigurationError: ``refresh_only`` is given without ``refresh_before``, or ``on_mismatch`` is invalid.

    Example:
        >>> import asyncio, tempfile
        >>> from russo import Audio, AudioCache, CachedSynthesizer
        >>> class Beep:
        ...     async def synthesize(self, text):
        ...         print("paid")
        ...         return Audio(bytes(480), format="pcm")
        >>> synth = CachedSynthesizer(Beep(), cache=AudioCache(tempfile.mkdtemp()), cache_key_extra={"take": 2})
        >>> first = asyncio.run(synth.synthesize("hello"))
        paid
        >>> asyncio.run(synth.synthesize("hello")) == first
        True
        >>> type(synth.inner).__name__, synth.provider, dict(synth.cache_fields), dict(synth.cache_key_extra)
        ('Beep', None, {}, {'take': 2})
    """

    def __repr__(self) -> str:
        return f"CachedSynthesizer({self.inner!r}, cache={self.cache!r}, enabled={self.enabled!r})"

    @property
    def cache_key_extra(self) -> Mapping[str, Any]:
        """What was added to the key. To change it, make another wrapper."""
        return MappingProxyType(checked(self._resolver.extra, "cache_key_extra"))  # a copy of what is inside, too

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
            'b18f20ab'
        """
        return self._resolver.resolve(text).key

    def spoken(self, text: str) -> str:
        """The text that is spoken in the end, after plugins and the synthesizer have rewritten it. It is in the key.

        Args:
            text: The text that is asked for.

        Returns:
            The same text, if nothing rewrites it.

        Raises:
            BrokenPluginError: A plugin fails, or does not return a text.

        Example:
            >>> from russo import CachedSynthesizer, get_synthesizer
            >>> CachedSynthesizer(get_synthesizer("espeak")).spoken("SQL")
            'SQL'
        """
        return self._resolver.resolve(text).spoken

    def resolve(self, text: str) -> Request:
        """Find out everything about an utterance once: what is spoken, by whom, and under which key.

        Args:
            text: What to say, not blank.

        Returns:
            The request, which `find` and `make` take.

        Raises:
            TextError: The text cannot be spoken.
            BrokenPluginError: A plugin fails, or returns no text.
            CacheKeyError: JSON cannot hold a field, which the message names.

        Example:
            >>> from russo import CachedSynthesizer, get_synthesizer
            >>> CachedSynthesizer(get_synthesizer("espeak")).resolve("hello").provider
            'espeak'
        """
        check_text(text)
        return self._resolver.resolve(text)

    def find(self, request: Request) -> Audio | None:
        """Read an utterance from the cache, and only from there: nothing is paid, imported or awaited.

        Args:
            request: What `resolve` returned for its text.

        Returns:
            The audio; None for a miss, or if the cache is not enabled.

        Raises:
            LockError: It is not in ``lock``, or differs from it.

        Example:
            >>> import tempfile
            >>> from russo import AudioCache, CachedSynthesizer, get_synthesizer
            >>> synth = CachedSynthesizer(get_synthesizer("espeak"), cache=AudioCache(tempfile.mkdtemp()))
            >>> synth.find(synth.resolve("hello")) is None
            True
        """
        if not self.enabled:
            return None
        started = clock.seconds()
        audio = self.cache.get(request.key, kept_since=kept_since(self, request))
        if audio is not None:
            serve(self, request, started, audio)
        elif request.pieces:
            return find_pieces(self, request)
        return audio

    async def make(self, request: Request) -> Audio:
        """Get an utterance that is not in the cache, by waiting for a call under way or making one, and keep it.

        Args:
            request: What `resolve` returned for its text.

        Returns:
            The audio.

        Raises:
            NoAudioError: The synthesizer returned no bytes.
            TranscriptMismatchError: A plugin that listens has twice heard another text.
            CacheMissError: ``offline`` is True.
            LockError: It is not what ``lock`` says.
            BudgetExceededError: A call would pass ``budget``.
            SynthesisError: The synthesizer returned something other than audio, or raised SystemExit.
            Exception: Whatever else the synthesizer raises, unchanged.

        Example:
            >>> import asyncio, tempfile
            >>> from russo import AudioCache, CachedSynthesizer, get_synthesizer
            >>> synth = CachedSynthesizer(get_synthesizer("espeak"), cache=AudioCache(tempfile.mkdtemp()))
            >>> asyncio.run(synth.make(synth.resolve("hello"))).sample_rate
            22050
        """
        from .making import make

        return await make(self, request)

    def lookup(self, text: str) -> Audio | None:
        """Read a text from the cache, and only from there: nothing is paid, imported or awaited.

        Args:
            text: What is said.

        Returns:
            The audio; None for a miss, or if the cache is not enabled.

        Raises:
            TextError: The text cannot be spoken.
            CacheKeyError: JSON cannot hold a field, which the message names.
            LockError: It is not what ``lock`` says.

        Example:
            >>> import tempfile
            >>> from russo import Audio, AudioCache, CachedSynthesizer
            >>> class Beep:
            ...     async def synthesize(self, text):
            ...         return Audio(bytes(480), format="pcm")
            >>> CachedSynthesizer(Beep(), cache=AudioCache(tempfile.mkdtemp())).lookup("hello") is None
            True
        """
        return self.find(self.resolve(text))

    async def synthesize(self, text: str) -> Audio:
        """Speak a text: from the cache if it is there; otherwise call the synthesizer and keep what it says.

        Args:
            text: What to say, not blank.

        Returns:
            The audio.

        Raises:
            TextError: The text cannot be spoken.
            NoAudioError: The synthesizer returned no bytes.
            CacheKeyError: JSON cannot hold a field, which the message names.
            TranscriptMismatchError: A plugin that listens has twice heard another text.
            CacheMissError: It is not in the cache, and ``offline`` is True.
            LockError: It is not what ``lock`` says.
            BudgetExceededError: A call would pass ``budget``.
            SynthesisError: The synthesizer returned something other than audio, or raised SystemExit.
            Exception: Whatever else the synthesizer raises, unchanged.

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
        request = self.resolve(text)
        if self.enabled:
            started = clock.seconds()
            audio = await self.cache.aget(request.key, kept_since=kept_since(self, request))
            if audio is not None:
                serve(self, request, started, audio)
                return audio
        return await self.make(request)

    def keep(self, text: str, audio: Audio) -> None:
        """Keep a recording from elsewhere for a text, as if the synthesizer had just spoken it.

        Args:
            text: The text that is spoken in it.
            audio: The recording.

        Raises:
            TextError: The text cannot be spoken.
            CacheError: The audio cannot be kept.

        Example:
            >>> import tempfile
            >>> from russo import Audio, AudioCache, CachedSynthesizer, get_synthesizer
            >>> synth = CachedSynthesizer(get_synthesizer("espeak"), cache=AudioCache(tempfile.mkdtemp()))
            >>> synth.keep("hello", Audio(bytes(480), format="pcm"))
            >>> synth.lookup("hello").duration
            0.01
        """
        request = self.resolve(text)
        self.cache.put(request.key, audio, prompt=request.spoken, key_fields=request.key_fields)
