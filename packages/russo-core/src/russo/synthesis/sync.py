"""Speaking without `await`: `say`, and running async code from code that is not async."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar

from .. import clock, environment
from ..cache import AudioCache
from ..cache.advice import IN_SAY
from ..errors import SynthesisTimeoutError
from .cached import CachedSynthesizer

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from ..audio import Audio

_T = TypeVar("_T")


# How long a running event loop may be blocked, in seconds. A provider's own limit is 120 by default, and should end
# the call first, since its error says more.
_LIMIT: Final = 130.0
# How long a call that is cancelled has to clean up, in seconds.
_GRACE: Final = 5.0


def say(
    text: str,
    *,
    provider: str | None = None,
    cache: AudioCache | str | os.PathLike[str] | None = None,
    offline: bool | None = None,
    **options: Any,
) -> Audio:
    """Speak a text, cached, in one call, for scripts and notebooks.

    Without an argument, an environment variable decides, and without that, a default.

    Args:
        text: What to say.
        provider: Who speaks; else ``RUSSO_PROVIDER``, else ``"hibari"``, which costs nothing. russo never picks a
            paid provider by itself.
        cache: Where audio is kept: a cache, or its folder; else ``RUSSO_CACHE_DIR``, else ``.russo_cache``. If
            ``RUSSO_CACHE_REMOTE`` is set, a folder is shared through it.
        offline: If True, no provider is called, and a miss is an error; else ``RUSSO_OFFLINE`` decides.
        options: Options of the provider's synthesizer: ``voice``, ``model`` and so on; else ``RUSSO_VOICE`` and
            ``RUSSO_MODEL``, if the provider is not named here.

    Returns:
        The audio, from the cache if it was said before.

    Raises:
        RussoError: The provider is not installed, does not take an option, or fails.

    Example:
        >>> import tempfile
        >>> from russo import say
        >>> say("hello", speed=0.8, cache=tempfile.mkdtemp()).sample_rate
        24000
    """
    from ..providers.registry import get_synthesizer
    from ..spending.ledger import ledger_of

    if provider is None:
        provider, options = environment.provider(), {**environment.options(), **options}
    remote = None
    if os.environ.get("RUSSO_CACHE_REMOTE"):
        from ..cache.remote.setting import remote_of_environment

        remote = remote_of_environment()
    if isinstance(cache, AudioCache):
        kept = cache
    else:
        kept = AudioCache(cache, remote=remote)
        kept.advice = IN_SAY
    synthesizer = CachedSynthesizer(
        get_synthesizer(provider, **options),
        cache=kept,
        offline=environment.is_offline() if offline is None else offline,
        observers=[ledger_of(kept.cache_dir)],
    )
    return speak_now(synthesizer, text)


def speak_now(synthesizer: CachedSynthesizer, text: str, *, limit: float = _LIMIT) -> Audio:
    """Speak a text from code that cannot await, whether or not an event loop is running.

    A hit needs no event loop, and does not import asyncio.

    Args:
        synthesizer: What speaks.
        text: What to say.
        limit: Seconds that it may take if an event loop is running, which is blocked in the meantime.

    Returns:
        The audio.

    Raises:
        SynthesisTimeoutError: It took longer than `limit`.
        Exception: What the synthesizer raises.
    """
    request = synthesizer.resolve(text)
    audio = synthesizer.find(request)
    if audio is not None:
        return audio
    from .making import make

    making = partial(make, synthesizer, request)
    if synthesizer.offline and synthesizer.enabled and not request.pieces:
        _fail_at_once(making())
    return _run_beside(making, limit, f"{text!r:.100}") if has_running_loop() else run(making)


def _fail_at_once(making: Coroutine[Any, Any, Audio]) -> None:
    """Raise the error for an utterance that is missing and may not be made, without an event loop.

    Making an event loop takes a pair of sockets, which pytest-socket may forbid, and its error would hide this one.
    """
    try:
        making.send(None)
    finally:
        making.close()


def has_running_loop() -> bool:
    """Whether an event loop is running in this thread."""
    import asyncio

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def run(make: Callable[[], Coroutine[Any, Any, _T]]) -> _T:
    """Run a coroutine in an event loop of its own, without touching the thread's current loop."""
    import asyncio

    # The task has no result of its own: a Runner formats its task, with the result, for a message that nobody sees.
    results: list[_T] = []

    async def main() -> None:
        results.append(await make())

    # Without a factory, a Runner replaces the thread's current loop, which somebody else may have set.
    with asyncio.Runner(loop_factory=clock.new_event_loop) as runner:
        runner.run(main())
    return results[0]


def _run_beside(make: Callable[[], Coroutine[Any, Any, Audio]], limit: float, what: str) -> Audio:
    """Run a coroutine in a thread of its own, while the loop of this thread is blocked."""
    import asyncio
    import threading
    from concurrent.futures import Future
    from contextvars import copy_context

    result: Future[Audio] = Future()
    too_late = SynthesisTimeoutError(
        f"{what} was not spoken within {limit:g} s, during which the running event loop was blocked. If the "
        "synthesizer needs that very loop, it cannot answer: await russo_synthesizer.synthesize(text) instead. "
        "If it is only slow, raise russo_timeout"
    )

    async def bounded() -> Audio:
        try:
            async with asyncio.timeout(limit) as left:
                return await make()
        except TimeoutError:
            if left.expired():
                raise too_late from None
            raise

    def work() -> None:
        try:
            result.set_result(run(bounded))
        except BaseException as error:
            result.set_exception(error)

    # A daemon thread, because a synthesizer that blocks forever must not keep the process from exiting.
    # In this context, because it may be part of a call, which is then counted once.
    threading.Thread(target=copy_context().run, args=(work,), name="russo", daemon=True).start()
    try:
        return result.result(limit + _GRACE)
    except TimeoutError:
        if result.done():
            raise
        raise too_late from None
