"""`Voice`: what a provider says about one of its voices."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice that a provider can speak with.

    A synthesizer that knows its voices has the method ``async def list_voices(self) -> tuple[Voice, ...]``.

    Args:
        id: What the synthesizer takes as ``voice``.
        name: What the provider calls it, for people.
        languages: The languages it is made for, as BCP 47 tags, the first one best; empty where it speaks any.
        gender: What the provider says: ``"female"``, ``"male"`` or a word of its own; None where it says nothing.
        description: One line about it, from the provider.
        tags: Other words of the provider for it.

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
