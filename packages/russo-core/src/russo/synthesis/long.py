"""Finds or makes the pieces of a text that is too long for one call. Each is an utterance of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import clock
from .wrapper import kept_since, serve

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from ..audio import Audio
    from .request import Request
    from .wrapper import Wrapper


def find_pieces(wrapper: Wrapper, request: Request) -> Audio | None:
    """Read all pieces of an utterance from the cache, or return None if one of them is missing."""
    from .joining import join

    started = clock.seconds()
    found = []
    for piece in request.pieces:
        audio = wrapper.cache.get(piece.key, kept_since=kept_since(wrapper, piece))
        if audio is None:
            return None
        found.append(audio)
    for piece, audio in zip(request.pieces, found, strict=True):
        serve(wrapper, piece, started, audio)
    return join(found)


async def make_pieces(
    wrapper: Wrapper, request: Request, make: Callable[[Wrapper, Request], Awaitable[Audio]]
) -> Audio:
    """Get all pieces of an utterance at once.

    Args:
        wrapper: The wrapper that was asked.
        request: The utterance.
        make: Makes one piece that is not in the cache.

    Raises:
        Exception: What `make` raised for the first piece that failed, after all others are done and kept. A piece that
            was cancelled because of it is not the first.
    """
    from asyncio import gather

    from .joining import join

    async def get(piece: Request) -> Audio:
        started = clock.seconds()
        if wrapper.enabled:
            audio = await wrapper.cache.aget(piece.key, kept_since=kept_since(wrapper, piece))
            if audio is not None:
                serve(wrapper, piece, started, audio)
                return audio
        return await make(wrapper, piece)

    done = await gather(*map(get, request.pieces), return_exceptions=True)
    for kind in (Exception, BaseException):
        for one in done:
            if isinstance(one, kind):
                raise one
    return join([one for one in done if not isinstance(one, BaseException)])
