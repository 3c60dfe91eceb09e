"""`Wrapper`: the base of `CachedSynthesizer`, with its settings and what happens on a hit."""

from __future__ import annotations

import os
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, Literal

from ..cache import AudioCache
from ..errors import ConfigurationError
from ..events import tell
from ..providers.attempts import counting
from .resolver import Resolver
from .telling import event_of, unless_told

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


def _no_synthesizer(value: object) -> str:
    if isinstance(value, str):
        return f"{value!r} is a name: give get_synthesizer({value!r})"
    if isinstance(value, type):
        return f"{value.__qualname__} is a class: give an object of it, {value.__qualname__}(...)"
    return f"a synthesizer is an object with `async def synthesize(self, text)`, not {value!r:.200}"


class Wrapper:
    """A synthesizer, the cache around it, and the settings for using them: see `CachedSynthesizer`."""

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
        if isinstance(cache, str | os.PathLike):
            msg = f"cache={os.fspath(cache)!r} is a path: give AudioCache({os.fspath(cache)!r})"
            raise ConfigurationError(msg)
        if synthesizer is None or isinstance(synthesizer, str | type):
            raise ConfigurationError(_no_synthesizer(synthesizer))
        self._resolver = Resolver(synthesizer, cache_key_extra or {}, plugins)
        self.cache = AudioCache() if cache is None else cache
        self.enabled = enabled
        # A run of pytest replaces this one, and leaves the cache as it is, since it may be the user's own.
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
        """What speaks on a miss. It may be replaced."""
        return self._resolver.synthesizer

    @inner.setter
    def inner(self, synthesizer: Synthesizer) -> None:
        self._resolver.wrap(synthesizer)


# For the modules beside this one, not for users.
resolver_of: Final[Callable[[Wrapper], Resolver]] = attrgetter("_resolver")
"""What makes the requests of a wrapper."""
listeners_of: Final[Callable[[Wrapper], tuple[Listener, ...]]] = attrgetter("_listeners")
"""The plugins that listen to what is paid for, each with its hook."""


def serve(wrapper: Wrapper, request: Request, started: float, audio: Audio) -> None:
    """Serve audio that this wrapper made no call for, if the lock allows it, and tell the observers of a hit."""
    if wrapper.lock is not None:
        wrapper.lock.check(request.key, request.text, audio, request.key_fields)
    observers, around = wrapper.observers, counting()
    if around is not None:
        around.hand_over()
        observers = unless_told(observers, around)
    if observers:
        is_remote = wrapper.cache.was_fetched(request.key)
        tell(observers, event_of("hit", request, started, audio=audio, is_remote=is_remote))


def is_kept(wrapper: Wrapper, request: Request) -> bool:
    """Whether an utterance is in the cache, in pieces if it is too long for one call. No observer is told.

    An entry in the folder is not read, which does not count as a use of it. It may turn out to be damaged later.
    """

    def is_there(one: Request) -> bool:
        since = kept_since(wrapper, one)
        if since is None and wrapper.cache.has(one.key):
            return True
        return wrapper.cache.get(one.key, kept_since=since) is not None

    if not wrapper.enabled:
        return False
    return is_there(request) or (bool(request.pieces) and all(map(is_there, request.pieces)))


def kept_since(wrapper: Wrapper, request: Request) -> float | None:
    """The moment, in seconds since the epoch, before which an entry counts as outdated, if there is one."""
    only = wrapper.refresh_only
    return wrapper.refresh_before if only is None or only(request.text, request.fields) else None
