"""`CachedSynthesizer`: speaks from disk, and asks a synthesizer only for what is not there."""

from __future__ import annotations

import logging
import os
from time import perf_counter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from .audio import Audio
from .cache import AudioCache
from .chain import Chain
from .errors import CacheMissError, NoAudioError, RussoError, SynthesisError
from .events import Event, tell
from .identity import fields_of, identity_of
from .key import checked
from .text import check_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from .budget import Budget
    from .events import Kind, Observer
    from .lockfile import Lock
    from .plugins import Plugins
    from .synthesizer import Synthesizer

_log: Final = logging.getLogger("russo.cache")
# The folders of which it was said that they cannot be written: once a process, whatever the number of utterances.
_unwritable: Final[set[str]] = set()


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
        plugins: What changes text, key or audio, and what watches, as ``russo.plugins.load_plugins`` gives it.
        observers: Called with a `russo.events.Event` after each hit, call and failure, in the thread where it happened.
        offline: True never asks the synthesizer: what is not in the cache is a CacheMissError.
        refresh_before: What was kept before this moment (seconds since the epoch, as ``time.time()`` gives it) is made
            again when it is asked for, once, and replaced when that has succeeded.
        refresh_only: Called with a text and the fields of the synthesizer, says whether ``refresh_before`` is for it.
        lock: A `russo.lockfile.Lock`: audio from the cache must be in it, as it is in there, or is a LockError.
        budget: A `russo.budget.Budget`, asked before each call, which is not made if it would pass the budget.

    Raises:
        CacheKeyError: JSON cannot hold a value of ``cache_key_extra``.

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

    def __init__(
        self,
        synthesizer: Synthesizer,
        *,
        cache: AudioCache | None = None,
        enabled: bool = True,
        cache_key_extra: Mapping[str, Any] | None = None,
        plugins: Plugins | None = None,
        observers: Iterable[Observer] = (),
        offline: bool = False,
        refresh_before: float | None = None,
        refresh_only: Callable[[str, Mapping[str, Any]], bool] | None = None,
        lock: Lock | None = None,
        budget: Budget | None = None,
    ) -> None:
        self._chain = Chain(synthesizer, cache_key_extra or {}, plugins)
        self.cache = AudioCache() if cache is None else cache
        self.enabled = enabled
        self.observers: tuple[Observer, ...] = (*observers, *(plugins.observers if plugins is not None else ()))
        self.offline = offline
        self.refresh_before = refresh_before
        self.refresh_only = refresh_only
        self.lock = lock
        self.budget = budget

    def __repr__(self) -> str:
        return f"CachedSynthesizer({self.inner!r}, cache={self.cache!r}, enabled={self.enabled!r})"

    @property
    def inner(self) -> Synthesizer:
        """What speaks on a miss. Another may be put in its place."""
        return self._chain.synthesizer

    @inner.setter
    def inner(self, synthesizer: Synthesizer) -> None:
        self._chain.synthesizer = synthesizer

    @property
    def cache_key_extra(self) -> Mapping[str, Any]:
        """What was given to add to the key, as it is in the key. To change it, make another wrapper."""
        return MappingProxyType(checked(self._chain.extra, "cache_key_extra"))  # a copy of what is inside, too

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
        return self._chain.key(text)

    def spoken(self, text: str) -> str:
        """What is said in the end, and stands in the key: the text as the plugins in force change it.

        Args:
            text: What is asked for.

        Returns:
            The same, where no plugin changes it.

        Raises:
            BrokenPluginError: A plugin fails, or returns no text.

        Example:
            >>> from russo import CachedSynthesizer, get_synthesizer
            >>> CachedSynthesizer(get_synthesizer("espeak")).spoken("SQL")
            'SQL'
        """
        return self._chain.spoken(text)

    def lookup(self, text: str) -> Audio | None:
        """Read a text from the cache, and only from there: nothing is paid, imported or awaited.

        Args:
            text: What is said.

        Returns:
            The audio, or None for a miss, or where the cache is not enabled.

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
        check_text(text)
        if not self.enabled:
            return None
        started = perf_counter()
        key = self.key(text)
        audio = self.cache.get(key, kept_since=self._kept_since(text))
        if audio is not None:
            self._serve(text, key, started, audio)
        return audio

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
            CacheMissError: It is not in the cache, and ``offline`` is True.
            LockError: It is not what ``lock`` says.
            BudgetExceededError: A call would pass ``budget``.
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
        started = perf_counter()
        if not self.enabled:
            return await self._ask(text, None)
        key = self.key(text)
        audio = await self.cache.aget(key, kept_since=self._kept_since(text))
        if audio is None:
            return await self._fly(key, text, started)
        self._serve(text, key, started, audio)
        return audio

    def keep(self, text: str, audio: Audio) -> None:
        """Keep audio for a text, as if the synthesizer had just spoken it: a recording that was made elsewhere.

        Args:
            text: What is said in it.
            audio: The recording.

        Raises:
            TextError: The text cannot be spoken.
            CacheError: The audio cannot be kept.

        Example:
            >>> import tempfile
            >>> from russo import Audio, AudioCache, CachedSynthesizer, get_synthesizer
            >>> speaker = CachedSynthesizer(get_synthesizer("espeak"), cache=AudioCache(tempfile.mkdtemp()))
            >>> speaker.keep("hello", Audio(bytes(480), format="pcm"))
            >>> speaker.lookup("hello").duration
            0.01
        """
        check_text(text)
        self.cache.put(self.key(text), audio, prompt=self.spoken(text), key_fields=self._chain.key_fields(text))

    def _kept_since(self, text: str) -> float | None:
        only = self.refresh_only
        return self.refresh_before if only is None or only(text, self.cache_fields) else None

    def _serve(self, text: str, key: str, started: float, audio: Audio) -> None:
        """Say that kept audio goes out, if it may."""
        if self.lock is not None:
            self.lock.check(key, text, audio)
        if self.observers:
            tell(self.observers, self._event("hit", text, key, started, audio=audio))

    async def _fly(self, key: str, text: str, started: float) -> Audio:
        """Get what is not on disk: from whoever is making it, or by making it."""
        # Imported before anything is paid for: an import that fails between paying and keeping would lose the audio.
        from . import flight, ledger  # noqa: F401

        if self.offline:
            raise self._miss(key, text, started)
        paid = False

        async def pay(may_lock: bool) -> Audio:  # noqa: FBT001 - called by the flight alone
            nonlocal paid
            fields = self._chain.key_fields(text)  # before anything is paid for: a plugin may raise
            async with self.cache.reserved(key, kept_since=self._kept_since(text), may_lock=may_lock) as found:
                if found is not None:
                    return found
                paid = True
                audio = await self._ask(text, key)
                await self._keep(key, audio, self.spoken(text), fields)
                return audio

        audio = await flight.join(str(self.cache.cache_dir), key, pay)
        if not paid:
            tell(self.observers, self._event("hit", text, key, started, audio=audio))
        return audio

    async def _ask(self, text: str, key: str | None) -> Audio:
        started = perf_counter()
        try:
            audio = await self._speak(text, key)
        except Exception as error:
            tell(self.observers, self._event("failed", text, key, started, error=error))
            raise
        event = self._event("synthesized", text, key, started, audio=audio)
        if key is not None:
            from .ledger import record_paid

            record_paid(self.cache.cache_dir, event)
        tell(self.observers, event)
        return audio

    async def _speak(self, text: str, key: str | None) -> Audio:
        inner = self.inner
        text = self._chain.said(text)
        if self.budget is not None:
            self.budget.spend(text, self.provider, self.cache_fields)
        if key is not None and isinstance(inner, CachedSynthesizer) and _shares(inner, self.cache, key, text):
            return await inner._ask(text, None)  # noqa: SLF001 - it would wait for the flight that this is part of
        audio = await inner.synthesize(text)
        if not isinstance(audio, Audio):
            msg = f"{type(inner).__qualname__} returned {audio!r:.100} for {text!r:.100}, not an Audio of russo"
            raise SynthesisError(msg)
        if not audio.data:
            msg = f"{type(inner).__qualname__} returned audio of 0 bytes for {text!r:.100}"
            raise NoAudioError(msg)
        return self._chain.audio(text, audio)

    async def _keep(self, key: str, audio: Audio, text: str, fields: Mapping[str, Any]) -> None:
        # What was paid for is served, whatever the disk says.
        started = perf_counter()
        try:
            await self.cache.aput(key, audio, prompt=text, key_fields=fields)
        except RussoError as error:
            folder = str(self.cache.cache_dir)
            if folder not in _unwritable:
                _unwritable.add(folder)
                _log.warning("%s; the audio is used, and will have to be made again next time", error)
            tell(self.observers, self._event("not kept", text, key, started, audio=audio, error=error))

    def _miss(self, key: str, text: str, started: float) -> CacheMissError:
        from .why import explain

        who = self.provider or type(self._chain.speaker).__qualname__
        why = explain(self.cache, self.spoken(text), self._chain.key_fields(text))
        folder = os.fspath(self.cache.cache_dir)
        msg = (
            f"offline, and {text!r:.100} by {who} is not in the cache {folder!r} (key {key}): {why}. "
            f"Ask for it once where {who} may be called, as pytest --russo-online does"
        )
        error = CacheMissError(msg)
        tell(self.observers, self._event("missed", text, key, started, error=error))
        return error

    def _event(
        self,
        kind: Kind,
        text: str,
        key: str | None,
        started: float,
        *,
        audio: Audio | None = None,
        error: Exception | None = None,
    ) -> Event:
        seconds = perf_counter() - started
        return Event(kind, text, key, self.provider, dict(self.cache_fields), seconds, audio, error)


def _shares(wrapper: CachedSynthesizer, cache: AudioCache, key: str, text: str) -> bool:
    """Whether a text has this key in this cache for that wrapper too."""
    folders = {os.path.realpath(one.cache_dir) for one in (wrapper.cache, cache)}
    return wrapper.enabled and len(folders) == 1 and wrapper.key(text) == key
