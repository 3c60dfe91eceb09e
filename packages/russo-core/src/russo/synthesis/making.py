"""What happens on a miss: waits for whoever is making the utterance, or has it spoken, and keeps it."""

from __future__ import annotations

import logging
import os
from collections.abc import Awaitable
from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from .. import clock
from ..audio import Audio
from ..cache.entry import check_described
from ..cache.faked import FAKED, is_faked
from ..cache.names import real
from ..errors import BrokenPluginError, CacheMissError, CacheWriteError, NoAudioError, RussoError, SynthesisError
from ..events import tell
from ..providers.attempts import Attempts, counting
from ..spending.ledger import ledger_of
from . import flight
from .long import make_pieces
from .telling import event_of, unless_told
from .wrapper import Wrapper, kept_since, listeners_of, resolver_of, serve

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..events import Event, Kind
    from ..transcripts import Hearing
    from .request import Request

_log: Final = logging.getLogger("russo.cache")
# The folders for which a warning has said that they cannot be written: one per process is enough.
_unwritable: Final[set[str]] = set()


async def make(wrapper: Wrapper, request: Request) -> Audio:
    """Get an utterance from whoever is making it, or make it and keep it: `CachedSynthesizer.make`."""
    if request.pieces:
        return await make_pieces(wrapper, request, make)
    started = clock.seconds()
    if wrapper.offline:
        raise _missed(wrapper, request, started)
    if wrapper.lock is not None:
        wrapper.lock.check_known(request.key, request.text, request.key_fields)  # before anything is paid for
    paid = not wrapper.enabled

    async def pay(may_lock: bool) -> Audio:  # noqa: FBT001 - called by the flight alone
        nonlocal paid
        fields = request.key_fields
        check_described(request.key, request.spoken, fields)  # before anything is paid for that cannot be kept
        since = kept_since(wrapper, request)
        cache, key = wrapper.cache, request.key
        # Without the lock if its holder is waiting for this very flight.
        alone = (
            cache.reserved(key, kept_since=since) if may_lock else nullcontext(await cache.aget(key, kept_since=since))
        )
        async with alone as found:
            if found is not None:
                return found
            paid = True
            return await _ask(wrapper, request, fields)

    if wrapper.enabled:
        speaker = resolver_of(wrapper).synthesizer
        folder = str(wrapper.cache.cache_dir)
        audio = await flight.join(folder, request.key, pay, speaker=speaker, text=request.text)
    else:
        audio = await _ask(wrapper, request)
    if not paid:
        serve(wrapper, request, started, audio)
    elif wrapper.lock is not None:
        wrapper.lock.check(request.key, request.text, audio, request.key_fields)
    return audio


async def _ask(wrapper: Wrapper, request: Request, fields: Mapping[str, Any] | None = None) -> Audio:
    """Have the synthesizer speak, and tell the observers the result and what it may have cost.

    Args:
        wrapper: The wrapper that was asked.
        request: The utterance.
        fields: What its key was made of, if it is to be kept.
    """
    started = clock.seconds()
    is_kept = fields is not None
    around = counting()
    if around is not None:
        around.hand_over()
    attempts = Attempts(wrapper.observers)
    if wrapper.budget is not None:
        call = request.sent, request.provider, request.fields
        attempts.charge, attempts.refund = partial(wrapper.budget.spend, *call), partial(wrapper.budget.refund, *call)
    try:
        with attempts.counted():
            audio, hearing = await _speak(wrapper, request)
    except BaseException as error:  # a call that is cancelled may cost something, too
        event = event_of("failed", request, started, is_kept=is_kept, error=error, attempts=attempts)
        _tell(wrapper, event, attempts, around)
        raise
    # The synthesizer may use a wrapper of its own, which may have had everything in its cache.
    kind: Kind = "synthesized" if attempts.count or not attempts.is_inside else "hit"
    event = event_of(kind, request, started, is_kept=is_kept, audio=audio, attempts=attempts, hearing=hearing)
    try:
        _tell(wrapper, event, attempts, around)
    finally:  # an observer may end the test, as `pytest.fail` does
        if fields is not None:
            await _keep(wrapper, request, audio, fields, hearing)
    if hearing is not None and hearing.failed:  # only now, so that what was paid for is kept
        raise BrokenPluginError(hearing.difference)
    return audio


def _tell(wrapper: Wrapper, event: Event, attempts: Attempts, around: Attempts | None) -> None:
    watching = wrapper.observers
    if around is not None:
        around.add(attempts.count, event.cost)
        watching = unless_told(watching, around)
    # Whatever may have cost money goes into the ledger, whoever observes. The innermost wrapper writes it down.
    if attempts.count and event.key is not None and not attempts.is_inside:
        ledger = ledger_of(wrapper.cache.cache_dir)
        watching = watching if ledger in watching else (ledger, *watching)
    tell(watching, event)


async def _speak(wrapper: Wrapper, request: Request) -> tuple[Audio, Hearing | None]:
    if listeners_of(wrapper):
        from .hearing import heard

        # They listen to what the synthesizer said, before other plugins turn it into a telephone call, say.
        audio, hearing = await heard(wrapper, request, partial(_call, wrapper, request))
    else:
        audio, hearing = await _call(wrapper, request), None
    return resolver_of(wrapper).changed(request, audio), hearing


async def _call(wrapper: Wrapper, request: Request) -> Audio:
    inner = resolver_of(wrapper).synthesizer
    if isinstance(inner, Wrapper) and request.inner is not None and _is_same(wrapper, inner, request):
        # Its `synthesize` would wait for the flight that this call is part of.
        audio = await _ask(inner, request.inner)
    else:
        try:
            speaking: Any = inner.synthesize(request.sent)
            if not isinstance(speaking, Awaitable):
                msg = (
                    f"{type(inner).__qualname__}.synthesize returned {speaking!r:.100}, which cannot be awaited: "
                    "write async def synthesize, with return"
                )
                raise SynthesisError(msg)
            audio = await speaking
        except SystemExit as error:  # for which asyncio would stop the whole loop
            msg = f"{type(inner).__qualname__} ended with {error!r:.200} instead of speaking {request.sent!r:.100}"
            raise SynthesisError(msg) from error
    if not isinstance(audio, Audio):
        msg = f"{type(inner).__qualname__} returned {audio!r:.100} for {request.sent!r:.100}, not an Audio of russo"
        raise SynthesisError(msg)
    if not audio.data:
        msg = f"{type(inner).__qualname__} returned audio of 0 bytes for {request.sent!r:.100}"
        raise NoAudioError(msg)
    return audio


def _is_same(wrapper: Wrapper, inner: Wrapper, request: Request) -> bool:
    """Whether the inner wrapper would keep the same entry in the same folder."""
    folders = {real(one.cache.cache_dir) for one in (wrapper, inner)}
    return inner.enabled and len(folders) == 1 and request.inner is not None and request.inner.key == request.key


async def _keep(
    wrapper: Wrapper, request: Request, audio: Audio, fields: Mapping[str, Any], hearing: Hearing | None
) -> None:
    # What was paid for is served even if it cannot be written.
    started = clock.seconds()
    problem: RussoError | None = None
    try:
        await wrapper.cache.aput(request.key, audio, prompt=request.spoken, key_fields=fields, hearing=hearing)
        problem = CacheWriteError(FAKED) if is_faked() else None
    except RussoError as error:
        folder = str(wrapper.cache.cache_dir)
        if folder not in _unwritable:
            _unwritable.add(folder)
            _log.warning("%s; the audio is used, and will have to be made again next time", error)
        problem = error
    if problem is not None:
        tell(wrapper.observers, event_of("not kept", request, started, audio=audio, error=problem))


def _missed(wrapper: Wrapper, request: Request, started: float) -> CacheMissError:
    from ..cache.why import explain

    who = request.provider or type(resolver_of(wrapper).innermost).__qualname__
    folder = os.fspath(wrapper.cache.cache_dir)
    missing = f"offline, and {request.text!r:.100} by {who} is not in the cache {folder!r} (key {request.key})"
    obstacle = wrapper.cache.obstacle(request.key)
    if not wrapper.enabled:
        msg = f"offline, and {request.text!r:.100} by {who} is not read from the cache, which is not enabled"
    elif obstacle is not None:
        msg = f"{missing}: it exists but cannot be read ({obstacle})"
    elif is_faked():
        msg = f"{missing}: {FAKED}"
    else:
        why = explain(wrapper.cache, request.spoken, request.key_fields)
        msg = f"{missing}: {why}. Ask for it once where {who} may be called, {wrapper.advice.call}"
    error = CacheMissError(msg)
    tell(wrapper.observers, event_of("missed", request, started, error=error))
    return error
