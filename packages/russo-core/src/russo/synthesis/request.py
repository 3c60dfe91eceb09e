"""`Request`: one utterance that was asked for, with everything that is found out about it once and then passed on."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ..keys.hashing import checked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..events import Part
    from ..keys.hashing import KeyPrefix

# Plugins have the names of their entry points, which are never empty, so this belongs to none of them.
_ORDER: Final = ""


class Request(NamedTuple):
    """One utterance that was asked for.

    On its way to the synthesizer inside, a text passes through the plugins of each wrapper. They may rewrite it, and so
    may the synthesizer, so there are up to three versions of it.

    Args:
        text: What was asked for.
        sent: What this wrapper sends to its synthesizer, after its own plugins.
        spoken: What is said in the end, after the wrappers inside and the synthesizer itself. It is in the key.
        key: The name of the entry, 64 hexadecimal digits.
        prefix: Who speaks, with which settings.
        own: What the plugins of this wrapper add to the key, by the plugin's name.
        added: What all plugins add to it, including those of the wrappers inside.
        effects: Name and fields of each plugin that may change the audio, in the order in which they do.
        inner: The request of the wrapper inside, if there is one.
        pieces: The requests for the pieces, if the text is too long for one call.
        part: Which piece this is, if it is one.

    Example:
        >>> from russo import CachedSynthesizer, get_synthesizer
        >>> request = CachedSynthesizer(get_synthesizer("espeak", voice="de")).resolve("Guten Tag")
        >>> request.spoken, request.provider, request.fields["voice"]
        ('Guten Tag', 'espeak', 'de')
    """

    text: str
    sent: str
    spoken: str
    key: str
    prefix: KeyPrefix
    own: Mapping[str, Mapping[str, Any]]
    added: Mapping[str, Mapping[str, Any]]
    effects: tuple[tuple[str, Mapping[str, Any]], ...]
    inner: Request | None
    pieces: tuple[Request, ...] = ()
    part: Part | None = None

    @property
    def provider(self) -> str | None:
        """The name of the provider, if the synthesizer has one."""
        return (self.prefix.identity or {}).get("provider")

    @property
    def fields(self) -> Mapping[str, Any]:
        """The settings of the synthesizer that change its sound."""
        return self.prefix.fields

    @property
    def key_fields(self) -> dict[str, Any]:
        """What the key is made of, apart from the text, for people who ask why it changed.

        Returns:
            The parts that are not empty, of ``identity``, ``fields``, ``extra`` and ``plugins``.

        Raises:
            CacheKeyError: JSON cannot hold what a plugin adds.

        Example:
            >>> from russo import CachedSynthesizer, get_synthesizer
            >>> CachedSynthesizer(get_synthesizer("espeak")).resolve("hello").key_fields["identity"]
            {'provider': 'espeak'}
        """
        found: dict[str, Any] = deepcopy(dict(self.prefix.parts))  # the prefix is the next text's, too
        plugins = in_key(self.added, self.effects) if self.added or self.effects else None
        if plugins:
            found["plugins"] = checked(plugins, "plugins")
        return found


def in_key(
    added: Mapping[str, Mapping[str, Any]], effects: tuple[tuple[str, Mapping[str, Any]], ...]
) -> Mapping[str, Mapping[str, Any]]:
    """The part of a key that comes from plugins.

    Their fields are kept apart by name, in no order. The order of plugins that change the audio is part of the key,
    because it can be heard.
    """
    return {**added, _ORDER: {"audio": effects}} if len(effects) > 1 else added
