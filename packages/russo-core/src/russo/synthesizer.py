"""`Synthesizer`: the one method that russo requires of an object that speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from .audio import Audio


@runtime_checkable
class Synthesizer(Protocol):
    """Whatever turns text into speech: any object with this one method.

    It may also have these attributes, which become part of the cache key:

    - ``provider`` (str): its name. Without one, its class identifies it.
    - ``cache_fields`` (mapping of JSON scalars): every resolved setting that changes the sound, no credential.
    - ``revision`` (int): increased when the same fields deliberately sound different than before.
    - ``spoken_text`` (a method from str to str): the text that it really speaks, if it rewrites texts. The key and the
      lists of the cache hold that text. Applying the method to its own result must not change it.

    It may also have ``max_characters`` (int or None): the longest text that it takes at once, or ``max_text_bytes``, if
    it counts the bytes of UTF-8. The cache splits a longer one at the ends of sentences, and joins the speech.

    Example:
        >>> from russo import Audio, Synthesizer
        >>> class Silence:
        ...     async def synthesize(self, text: str) -> Audio:
        ...         return Audio(bytes(480), format="pcm")
        >>> isinstance(Silence(), Synthesizer)
        True
    """

    async def synthesize(self, text: str) -> Audio:
        """Speak a text.

        Args:
            text: What to say, not blank.

        Returns:
            The speech, with at least one byte.

        Example:
            >>> import asyncio
            >>> from russo import get_synthesizer
            >>> asyncio.run(get_synthesizer("espeak").synthesize("Hello")).format
            'wav'
        """
        ...
