"""Passes a text through all wrappers and plugins, and so works out what will be spoken, and its key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..events import Part
from ..keys.hashing import checked
from ..keys.identity import declared
from ..keys.memo import PrefixMemo
from .request import Request, in_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..audio import Audio
    from ..plugins import Plugins
    from ..synthesizer import Synthesizer

# The attribute in which a wrapper has its resolver.
_ATTRIBUTE: Final = "_resolver"
# Every provider accepts at least this many characters, so a hit on a short text need not ask for the limit.
_ALWAYS_SHORT: Final = 60
_NOTHING: Final[Mapping[str, Mapping[str, Any]]] = {}


class Resolver:
    """Makes the `Request` of a text, for one wrapper and all wrappers inside of it.

    Args:
        synthesizer: What speaks, or the wrapper inside, which has a resolver of its own.
        extra: What the user adds to the key. It includes what the wrappers inside add.
        plugins: What changes text, key or audio.

    Raises:
        CacheKeyError: JSON cannot hold a value of ``extra``.
    """

    __slots__ = ("_inside", "_memo", "_plugins", "extra", "synthesizer")

    def __init__(self, synthesizer: Synthesizer, extra: Mapping[str, Any], plugins: Plugins | None) -> None:
        self.wrap(synthesizer)
        self._plugins = plugins
        inside = self._inside
        self.extra: dict[str, Any] = checked({**(inside.extra if inside else {}), **extra}, "cache_key_extra")
        self._memo = PrefixMemo()

    def wrap(self, synthesizer: Synthesizer) -> None:
        """Use another synthesizer, which may be a wrapper."""
        self.synthesizer = synthesizer
        resolver = getattr(synthesizer, _ATTRIBUTE, None)
        self._inside = resolver if isinstance(resolver, Resolver) else None

    @property
    def innermost(self) -> Synthesizer:
        """The synthesizer inside all wrappers."""
        inside = self._inside
        return inside.innermost if inside else self.synthesizer

    def resolve(self, text: str) -> Request:
        """Ask each plugin once, and make the key. For a text that is too long for one call, do so for each piece, too.

        Raises:
            BrokenPluginError: A plugin fails.
            CacheKeyError: JSON cannot hold a field, which the message names.
        """
        request = self._resolve(text)
        if len(request.spoken) > _ALWAYS_SHORT:
            longest, size = _limit(self.innermost)
            if isinstance(longest, int) and 0 < longest < size(request.spoken):
                return request._replace(pieces=self._pieces(text, longest, size))
        return request

    def _pieces(self, text: str, longest: int, size: Callable[[str], int]) -> tuple[Request, ...]:
        from .pieces import split

        at_most = longest
        while True:
            pieces = [self._resolve(piece) for piece in split(text, at_most, size)]
            found = max(size(piece.spoken) for piece in pieces)
            if found <= longest or at_most == 1:
                parts = enumerate(pieces, 1)
                return tuple(one._replace(part=Part(number, len(pieces), text)) for number, one in parts)
            # A plugin has made a piece longer than it was.
            at_most = max(1, min(at_most - 1, at_most * longest // found))

    def _resolve(self, text: str) -> Request:
        plugins, inside = self._plugins, self._inside
        *stated, reading = declared(self.synthesizer, "provider", "revision", "cache_fields", "spoken_text")
        innermost = inside.innermost if inside else self.synthesizer
        prefix = self._memo.of(self.synthesizer, innermost, self.extra, stated)
        if plugins is None and inside is None:
            # Nothing is on the way, so a hit can skip what follows.
            spoken = reading(text) if callable(reading) else text
            return Request(text, text, spoken, prefix.key(spoken), prefix, _NOTHING, _NOTHING, (), None)
        sent = text if plugins is None else plugins.text(self.synthesizer, text)
        inner = None if inside is None else inside.resolve(sent)
        own = _NOTHING if plugins is None else plugins.cache_key(self.synthesizer, sent)
        added, effects = own, () if plugins is None else plugins.effects(own)
        if inner is None:
            spoken = reading(sent) if callable(reading) else sent
        else:
            spoken, added, effects = inner.spoken, {**inner.added, **own}, inner.effects + effects
        key = prefix.key(spoken, in_key(added, effects))
        return Request(text, sent, spoken, key, prefix, own, added, effects, inner)

    def changed(self, request: Request, audio: Audio) -> Audio:
        """The audio from the synthesizer inside, as the plugins of this wrapper change it."""
        if self._plugins is None:
            return audio
        return self._plugins.audio(self.synthesizer, request.sent, audio, request.own)


def _limit(synthesizer: Synthesizer) -> tuple[object, Callable[[str], int]]:
    """How much a synthesizer takes at once, and how it is counted."""
    characters, in_bytes = declared(synthesizer, "max_characters", "max_text_bytes")
    return (characters, len) if in_bytes is None else (in_bytes, _bytes)


def _bytes(text: str) -> int:
    return len(text.encode(errors="surrogatepass"))
