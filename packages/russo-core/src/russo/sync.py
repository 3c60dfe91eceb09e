"""Speaking without `await`: `say`, and how code that is not async waits for code that is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .cached import CachedSynthesizer

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from .audio import Audio

DEFAULT_PROVIDER = "espeak"


def say(text: str, *, provider: str | None = None, **options: Any) -> Audio:
    """Speak a text, cached, in one call: for scripts and notebooks.

    Args:
        text: What to say.
        provider: Who says it; by default ``"espeak"``, which costs nothing. russo never picks a paid one by itself.
        options: What the provider's synthesizer takes: ``voice``, ``model`` and so on.

    Returns:
        The audio, from ``.russo_cache`` in the working directory if it was said before.

    Raises:
        RussoError: The provider is not there, does not take an option, or fails.

    Example:
        >>> import os, tempfile
        >>> os.chdir(tempfile.mkdtemp())
        >>> from russo import say
        >>> say("hello", voice="de").sample_rate
        22050
    """
    from .plugins import get_synthesizer

    synthesizer = get_synthesizer(provider or DEFAULT_PROVIDER, **options)
    return speak_now(CachedSynthesizer(synthesizer), text)


def speak_now(synthesizer: CachedSynthesizer, text: str) -> Audio:
    """Get a text spoken from code that cannot await, with or without an event loop running around it.

    A hit needs no event loop, and imports none.
    """
    audio = synthesizer.lookup(text)
    return run(lambda: synthesizer.synthesize(text)) if audio is None else audio


def run(make: Callable[[], Coroutine[Any, Any, Audio]]) -> Audio:
    """Run a coroutine to its end: in a loop of its own, in a thread of its own if this one has a loop running."""
    import asyncio

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(make())
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1, "russo") as executor:
        return executor.submit(lambda: asyncio.run(make())).result()
