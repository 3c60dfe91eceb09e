"""Has plugins listen to speech that was just paid for. If they hear another text, it is spoken once more."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from ..errors import BudgetExceededError, TranscriptMismatchError
from ..providers.attempts import retrying
from .wrapper import listeners_of, resolver_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from ..audio import Audio
    from ..transcripts import Hearing
    from .request import Request
    from .wrapper import Wrapper

_log: Final = logging.getLogger("russo.transcripts")


async def heard(wrapper: Wrapper, request: Request, speak: Callable[[], Awaitable[Audio]]) -> tuple[Audio, Hearing]:
    """Have an utterance spoken, and have the plugins of a wrapper listen to it.

    Args:
        wrapper: The wrapper whose plugins listen.
        request: The utterance.
        speak: Makes one call, which may cost money.

    Returns:
        What was spoken, and what was heard in it.

    Raises:
        TranscriptMismatchError: Another text was heard twice, or once if the budget does not allow a second call.
        Exception: What `speak` raises.
    """
    audio = await speak()
    hearing = await _listen(wrapper, request, audio)
    if hearing.verdict != "different":
        return audio, hearing
    mismatch = _mismatch(request, hearing)
    try:
        retrying(mismatch)
    except BudgetExceededError as error:
        return _judged(wrapper, audio, hearing, mismatch, error)
    audio = await speak()
    hearing = await _listen(wrapper, request, audio)
    if hearing.verdict != "different":
        return audio, hearing
    return _judged(wrapper, audio, hearing, _mismatch(request, hearing), None)


def _judged(
    wrapper: Wrapper, audio: Audio, hearing: Hearing, mismatch: TranscriptMismatchError, cause: Exception | None
) -> tuple[Audio, Hearing]:
    if wrapper.on_mismatch == "error":
        raise mismatch from cause
    _log.warning("%s. It is kept anyway", str(mismatch).partition(". It was not kept")[0])
    return audio, hearing


async def _listen(wrapper: Wrapper, request: Request, audio: Audio) -> Hearing:
    from asyncio import to_thread

    from ..transcripts.listening import language_of, listen

    stated = getattr(resolver_of(wrapper).innermost, "language", None)
    language = language_of({**request.fields, **({"language": stated} if stated else {})})
    return await to_thread(listen, listeners_of(wrapper), audio, (request.spoken, request.text), language)


def _mismatch(request: Request, hearing: Hearing) -> TranscriptMismatchError:
    who = request.provider or "the synthesizer"
    msg = (
        f"{who} was to say {request.spoken!r:.300}, but {hearing.listener} heard {hearing.transcript!r:.300}: "
        f"{hearing.difference}. It was not kept: try again, or set russo_on_mismatch = warn to keep it anyway"
    )
    return TranscriptMismatchError(msg, text=request.spoken, transcript=hearing.transcript)
