"""A run of pytest that uses russo: its settings, its cache, and the synthesizers made of them."""

from __future__ import annotations

import inspect
import threading
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from ..cache.advice import IN_LOCKED_PYTEST, IN_PYTEST
from ..cache.usage import flush_all
from ..display import count, plain
from ..errors import ConfigurationError, ProviderNotInstalledError
from ..plugins.in_force import load_plugins
from ..providers.options import build
from ..providers.policy import CallPolicy
from ..providers.registry import find_provider, load_class
from ..spending.budget import Budget
from ..synthesis.cached import CachedSynthesizer
from .locking import frozen_lock, lock_path
from .recorder import Listener, Recorder
from .refreshing import is_meant
from .spilling import SpillingCache
from .uninstalled import Uninstalled

if TYPE_CHECKING:
    from ..cache import AudioCache
    from ..cache.advice import Advice
    from ..plugins.in_force import Plugins
    from ..synthesizer import Synthesizer
    from .journal import Journal
    from .settings import Settings
    from .speaker import Speaker

_COUNTED: Final = 1000
_LIMIT: Final = "max_concurrency"


class Run:
    """Everything that one run of pytest needs from russo, created on first use."""

    def __init__(self, settings: Settings, name: str, journal: Journal) -> None:
        self.name = name
        self.settings = settings
        self.journal = journal
        remote = settings.shared.remote if settings.shared else None
        self.cache = SpillingCache(settings.cache_dir, spill=self.journal.spill, remote=remote)
        self.cache.advice = self._advice()
        self.recorder = Recorder(self.journal)
        self.plugins: Plugins | None = load_plugins(settings.plugins.value, source=settings.plugins.source)
        self.lock = frozen_lock(lock_path(settings.root)) if settings.frozen else None
        self.budget = (
            Budget(settings.budget, settings.cache_dir, name, option="--russo-budget") if settings.budget else None
        )
        # Wrappers that belong to the user and outlive this run, with their original attributes.
        self._lent: list[tuple[CachedSynthesizer, dict[str, Any]]] = []
        # Fixtures may be set up in several threads at once, and must all get the same objects.
        self._making = threading.RLock()
        self._made: dict[str, Synthesizer] = {}
        self._wrapped: dict[tuple[int, int], CachedSynthesizer] = {}

    def _advice(self) -> Advice:
        settings = self.settings
        is_locked = settings.frozen or (settings.offline and lock_path(settings.root).exists())
        return IN_LOCKED_PYTEST if is_locked else IN_PYTEST

    def speaker(self, voice: str | None = None) -> Speaker:
        """The speaker of the settings, with the voice of `russo_voices` that a test is run with."""
        speaker = self.settings.speaker
        return speaker if voice is None else speaker.voiced(voice, "russo_voices")

    def synthesizer(self, speaker: Speaker) -> Synthesizer:
        """The uncached synthesizer of a speaker. All tests that ask for the same speaker share it."""
        wanted = speaker.identity
        with self._making:
            if wanted not in self._made:
                self._made[wanted] = self._build(speaker)
            return self._made[wanted]

    def _build(self, speaker: Speaker) -> Synthesizer:
        try:
            provider = find_provider(speaker.provider, source=speaker.provider_source)
        except ProviderNotInstalledError as error:
            if not speaker.is_default:
                raise
            return Uninstalled(speaker.provider, error)  # each test may name another
        limit = self.settings.concurrency
        if limit and _LIMIT not in speaker.options and _LIMIT in inspect.signature(load_class(provider)).parameters:
            speaker = speaker.overridden(limit.source, None, {_LIMIT: limit.value})
        return build(provider, speaker.options, speaker.sources)

    def cached(self, speaker: Speaker, cache: AudioCache | None = None) -> CachedSynthesizer:
        """The synthesizer of a speaker with the cache around it."""
        wrapped: CachedSynthesizer = self.wrap(self.synthesizer(speaker), cache or self.cache)
        return wrapped

    def limit(self, speaker: Speaker) -> int:
        """How many calls the provider of a speaker may get at once."""
        if self.settings.concurrency:
            return int(self.settings.concurrency.value)
        parameters = inspect.signature(load_class(find_provider(speaker.provider))).parameters
        default = parameters[_LIMIT].default if _LIMIT in parameters else None
        limit = speaker.options.get(_LIMIT, default)
        return limit if isinstance(limit, int) else CallPolicy().max_concurrency

    def is_own(self, synthesizer: CachedSynthesizer) -> bool:
        """Whether a synthesizer comes from the settings rather than from an overridden fixture."""
        return any(wrapped is synthesizer for wrapped in self._wrapped.values())

    def wrap(self, synthesizer: Any, cache: AudioCache) -> Any:
        """Wrap a synthesizer with the cache, once, and apply the settings of the run to it."""
        with self._making:
            return self._wrap(synthesizer, cache)

    def _wrap(self, synthesizer: Any, cache: AudioCache) -> Any:
        if isinstance(synthesizer, CachedSynthesizer):
            if not self._is_adopted(synthesizer):
                self._lent.append((synthesizer, dict(vars(synthesizer))))
            return self._adopt(synthesizer)
        if not callable(getattr(synthesizer, "synthesize", None)):
            msg = (
                "the fixture russo_synthesizer must return an object with `async def synthesize(self, text)`, "
                f"not {synthesizer!r:.200}"
            )
            raise ConfigurationError(msg)
        if not any(made is synthesizer for made in self._made.values()):
            return self._adopt(self._cached(synthesizer, cache))
        place = (id(synthesizer), id(cache))
        if place not in self._wrapped:
            self._wrapped[place] = self._adopt(self._cached(synthesizer, cache))
        return self._wrapped[place]

    def _cached(self, synthesizer: Synthesizer, cache: AudioCache) -> CachedSynthesizer:
        mismatch = self.settings.on_mismatch
        return CachedSynthesizer(synthesizer, cache=cache, plugins=self.plugins, on_mismatch=mismatch)

    def _adopt(self, synthesizer: CachedSynthesizer) -> CachedSynthesizer:
        if not self.settings.enabled:
            synthesizer.enabled = False
        if self.settings.offline:
            synthesizer.offline = True
        if self.settings.refresh_before is not None:
            synthesizer.refresh_before = self.settings.refresh_before
        if self.settings.refresh_only is not None:
            synthesizer.refresh_only = partial(is_meant, self.settings.refresh_only)
        synthesizer.advice = self.cache.advice
        synthesizer.lock = synthesizer.lock or self.lock
        synthesizer.budget = synthesizer.budget or self.budget
        self._watch(synthesizer)
        return synthesizer

    def _is_adopted(self, synthesizer: CachedSynthesizer) -> bool:
        return any(isinstance(one, Listener) and one.recorder is self.recorder for one in synthesizer.observers)

    def _watch(self, synthesizer: CachedSynthesizer) -> None:
        listener = Listener(self.recorder, synthesizer.cache.cache_dir)
        if listener not in synthesizer.observers:
            synthesizer.observers = (*synthesizer.observers, listener)

    def close(self) -> None:
        """Restore the user's own wrappers, and write the counts that are still in memory."""
        for synthesizer, before in self._lent:
            vars(synthesizer).update(before)
        self._lent.clear()
        flush_all()  # a worker of xdist may be killed before its interpreter exits

    def _entries(self) -> str:
        # Counting a million entries takes seconds, which is too long for a run of one test.
        number = self.cache.size(at_most=_COUNTED + 1)
        return count(number, "entry", "entries") if number <= _COUNTED else f"over {_COUNTED:,} entries"

    def header(self) -> str:
        """The line of the header that says what is in force."""
        speaker = self.settings.speaker
        # No other value is shown, since one of them may be a key.
        shown = {name: speaker.options.get(name, default) for name, default in speaker.defaults().items()}
        parts = [speaker.provider, *(f"{name} {value!r}" for name, value in shown.items() if value is not None)]
        parts += [f"{name} set" for name in speaker.options if name not in shown]
        entries = f"{self.settings.cache_dir} ({self._entries()})"
        parts.append(f"cache {entries}" if self.settings.enabled else "cache off")
        if self.settings.shared is not None and self.settings.enabled:
            parts.append(str(self.settings.shared))
        return plain(f"russo: {', '.join([*parts, self.settings.mode]).removesuffix(', ')}")
