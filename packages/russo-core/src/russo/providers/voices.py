"""`Voice`: how a provider describes one of its voices."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice that a provider can speak with.

    A synthesizer that knows its voices has the method ``async def list_voices(self) -> tuple[Voice, ...]``.

    Args:
        id: The value for the option ``voice`` of the synthesizer.
        name: The provider's name for it, for people.
        languages: The languages it is made for, as BCP 47 tags, the best first; empty if it speaks any.
        gender: ``"female"``, ``"male"`` or a word of the provider's own; None if the provider does not say.
        description: One line about it, from the provider.
        tags: Other words that the provider uses to describe it.

    Example:
        >>> from russo.providers import Voice
        >>> Voice("de", "German", languages=("de",)).id
        'de'
    """

    id: str
    name: str
    _: KW_ONLY
    languages: tuple[str, ...] = ()
    gender: str | None = None
    description: str = ""
    tags: tuple[str, ...] = ()
