"""`Wrapper`: what a `CachedSynthesizer` is made of, apart from what it does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from ..cache import AudioCache
from ..errors import ConfigurationError
from .resolver import Resolver
from .telling import tell_hit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ..audio import Audio
    from ..events import Event, Observer
    from ..lockfile import Lock
    from ..plugins import Plugins
    from ..spending.budget import Budget
    from ..synthesizer import Synthesizer
    from ..transcripts.listening import Listener
    from .request import Request


class Wrapper:
    """A synthesizer, the cache around it, and the terms on which the two are used: see `CachedSynthesizer`."""

    def __init__(
        self,
        synthesizer: Synthesizer,
        *,
        cache: AudioCache | None = None,
        enabled: bool = True,
        cache_key_extra: Mapping[str, Any] | None = None,
        plugins: Plugins | None = None,
        observers: Iterable[Callable[[Event], None]] = (),
        offline: bool = False,
        refresh_before: float | None = None,
        refresh_only: Callable[[str, Mapping[str, Any]], bool] | None = None,
        lock: Lock | None = None,
        budget: Budget | None = None,
        on_mismatch: Literal["error", "warn"] = "error",
    ) -> None:
        if on_mismatch not in {"error", "warn"}:
            msg = f"on_mismatch={on_mismatch!r} must be 'error' or 'warn'"
            raise ConfigurationError(msg)
        if refresh_only is not None and refresh_before is None:
            msg = "refresh_only says which texts refresh_before is for: give refresh_before too"
            raise ConfigurationError(msg)
        self._resolver = Resolver(synthesizer, cache_key_extra or {}, plugins)
        self.cache = AudioCache() if cache is None else cache
        self.enabled = enabled
        # Not that of the cache where somebody has lent his own to a run of pytest.
        self.advice = self.cache.advice
        self.observers: tuple[Observer, ...] = (*observers, *(plugins.observers if plugins is not None else ()))
        self._listeners = plugins.listeners if plugins is not None else ()
        self.on_mismatch = on_mismatch
        self.offline = offline
        self.refresh_before = refresh_before
        self.refresh_only = refresh_only
        self.lock = lock
        self.budget = budget

    @property
    def inner(self) -> Synthesizer:
        """What speaks on a miss. Another may be put in its place."""
        return self._resolver.synthesizer

    @inner.setter
    def inner(self, synthesizer: Synthesizer) -> None:
        self._resolver.synthesizer = synthesizer


def resolver_of(wrapper: Wrapper) -> Resolver:
    """What makes the requests of a wrapper."""
    return wrapper._resolver  # noqa: SLF001 - it is for the modules beside this one, and not for users


def listeners_of(wrapper: Wrapper) -> tuple[Listener, ...]:
    """Who listens to what is paid for, with what each does so."""
    return wrapper._listeners  # noqa: SLF001 - likewise


def serve(wrapper: Wrapper, request: Request, started: float, audio: Audio) -> None:
    """Say that kept audio goes out, if it may."""
    if wrapper.lock is not None:
        wrapper.lock.check(request.key, request.text, audio, request.key_fields)
    tell_hit(wrapper.observers, wrapper.cache, request, started, audio)


def kept_since(wrapper: Wrapper, request: Request) -> float | None:
    """The moment before which what was kept is to be made again, in seconds since the epoch, if there is one."""
    only = wrapper.refresh_only
    return wrapper.refresh_before if only is None or only(request.text, request.fields) else None
