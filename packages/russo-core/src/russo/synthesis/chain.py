"""From what a test says to what is spoken, and to its key, through every wrapper and plugin on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..keys.hashing import checked
from ..keys.identity import fields_of, identity_of
from ..keys.memo import PrefixMemo

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..audio import Audio
    from ..plugins.in_force import Plugins
    from ..synthesizer import Synthesizer

# The name, in the part of a key that plugins add, of what belongs to none of them: no entry point has an empty name.
_ORDER: Final = ""


class Chain:
    """A synthesizer, what one wrapper adds to it, and the chain of the wrapper inside if it is wrapped already.

    Args:
        synthesizer: What speaks, or the wrapper inside, which has one of these. Another one may be put in its place.
        extra: What the user adds to the key. The chain of a wrapper inside has its own in it already.
        plugins: What changes text, key or audio.

    Raises:
        CacheKeyError: JSON cannot hold a value of ``extra``.
    """

    __slots__ = ("_plugins", "_prefixes", "extra", "synthesizer")

    def __init__(self, synthesizer: Synthesizer, extra: Mapping[str, Any], plugins: Plugins | None) -> None:
        self.synthesizer = synthesizer
        self._plugins = plugins
        inside = self._inside
        self.extra: dict[str, Any] = checked({**(inside.extra if inside else {}), **extra}, "cache_key_extra")
        self._prefixes = PrefixMemo()

    @property
    def _inside(self) -> Chain | None:
        chain = getattr(self.synthesizer, "_chain", None)
        return chain if isinstance(chain, Chain) else None

    @property
    def speaker(self) -> Synthesizer:
        """What speaks in the end, inside all wrappers."""
        inside = self._inside
        return inside.speaker if inside else self.synthesizer

    def key(self, text: str) -> str:
        """The name of the entry of a text."""
        inside = self._inside
        prefix = self._prefixes.of(self.synthesizer, inside.speaker if inside else self.synthesizer, self.extra)
        if self._plugins is None and inside is None:
            return prefix.key(text)  # what follows would find nothing, in a quarter of the time of a hit
        return prefix.key(*self._plugged(text))

    def said(self, text: str) -> str:
        """What the synthesizer inside is asked to say."""
        return text if self._plugins is None else self._plugins.text(self.synthesizer, text)

    def spoken(self, text: str) -> str:
        """What is said in the end, and stands in the key."""
        return self._plugged(text)[0]

    def audio(self, text: str, audio: Audio) -> Audio:
        """What the plugins of this wrapper make of what the synthesizer inside has spoken."""
        return audio if self._plugins is None else self._plugins.audio(self.synthesizer, text, audio)

    def key_fields(self, text: str) -> dict[str, Any]:
        """What the key of a text is made of, for people who ask why it changed."""
        parts = {
            "identity": identity_of(self.speaker),
            "fields": dict(fields_of(self.synthesizer)),
            "extra": dict(self.extra),
            "plugins": self._plugged(text)[1],
        }
        return {name: checked(part, name) for name, part in parts.items() if part}

    def _plugged(self, text: str) -> tuple[str, Mapping[str, Mapping[str, Any]]]:
        """The text that is spoken in the end, and what plugins add to its key."""
        spoken, added, effects = self._effects(text)
        # The fields are apart by name and have no order; of what changes the audio, the order can be heard.
        return spoken, {**added, _ORDER: {"audio": effects}} if len(effects) > 1 else added

    def _effects(self, text: str) -> tuple[str, Mapping[str, Mapping[str, Any]], list[list[Any]]]:
        said = self.said(text)
        inside = self._inside
        spoken, added, effects = inside._effects(said) if inside else (said, {}, [])  # noqa: SLF001 - of the same class
        if self._plugins is None:
            return spoken, added, effects
        own = self._plugins.cache_key(self.synthesizer, said)
        return spoken, {**added, **own}, effects + self._plugins.effects(own)
