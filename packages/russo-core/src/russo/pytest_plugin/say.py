"""What the fixture `russo_say` gives, and the speaking of markers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import ConfigurationError
from ..sync import speak_now

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pytest

    from ..audio import Audio
    from ..cache import AudioCache
    from ..cached import CachedSynthesizer
    from .run import Run


class RussoSay:
    """Speaks a text, in sync and in async tests alike: the type of the fixture ``russo_say``.

    Example:
        >>> from russo.pytest_plugin import RussoSay
        >>> def test_greeting(russo_say: RussoSay) -> None:
        ...     assert russo_say("Hello").duration > 0
    """

    def __init__(
        self, run: Run, synthesizer: CachedSynthesizer, cache: AudioCache, defaults: Mapping[str, Any]
    ) -> None:
        self._run = run
        self._synthesizer = synthesizer
        self._cache = cache
        self._defaults = defaults

    def __call__(self, text: str, *, provider: str | None = None, **options: Any) -> Audio:
        """Speak a text.

        Args:
            text: What to say.
            provider: Who says it, if not the one of the settings; options of the settings do not follow to another.
            options: What its synthesizer takes: ``voice``, ``model`` and so on.

        Returns:
            The audio, from the cache if it was said before.

        Raises:
            RussoError: The provider is not there, does not take an option, or fails.
        """
        return speak_now(self._speaker(provider, options), text)

    def _speaker(self, provider: str | None, options: Mapping[str, Any]) -> CachedSynthesizer:
        marked = dict(self._defaults)
        marked_provider = marked.pop("provider", None)
        if not (marked or marked_provider or provider or options):
            return self._synthesizer
        if not (marked_provider or provider) and not self._run.is_own(self._synthesizer.inner):
            names = ", ".join({**marked, **options})
            msg = (
                f"{names} cannot be set here: the fixture russo_synthesizer is overridden, "
                "and takes no options; pass provider=... to choose one by name"
            )
            raise ConfigurationError(msg)
        speaker = self._run.speaker.overridden("the marker russo", marked_provider, marked)
        speaker = speaker.overridden("the call of russo_say", provider, options)
        wrapped: CachedSynthesizer = self._run.wrap(self._run.synthesizer(speaker), self._cache)
        return wrapped


def marked_texts(node: pytest.Item) -> tuple[str, ...]:
    """The texts of the nearest marker that has any."""
    for marker in node.iter_markers("russo"):
        if marker.args:
            return marker.args
    return ()


def marked_options(node: pytest.Item) -> dict[str, Any]:
    """The keywords of all markers, the nearest winning."""
    options: dict[str, Any] = {}
    for marker in node.iter_markers("russo"):
        # What a class set for its provider does not follow to the provider that a test sets.
        if "provider" in options and marker.kwargs.get("provider", options["provider"]) != options["provider"]:
            break
        options = {**marker.kwargs, **options}
    return options
