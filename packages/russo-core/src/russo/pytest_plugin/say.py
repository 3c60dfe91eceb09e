"""`RussoSay` and `RussoSynthesizerFactory`: what the fixtures of these names return."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from ..errors import ConfigurationError
from ..synthesis.sync import speak_now
from .markers import marked_options, marked_speaker

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pytest

    from ..audio import Audio
    from ..cache import AudioCache
    from ..synthesis.cached import CachedSynthesizer
    from .line import Line
    from .run import Run


class RussoSay:
    """Speaks a text, in sync and in async tests alike: the type of the fixture ``russo_say``.

    Example:
        >>> from russo.pytest_plugin import RussoSay
        >>> def test_greeting(russo_say: RussoSay) -> None:
        ...     assert russo_say("Hello").duration > 0
    """

    def __init__(
        self,
        run: Run,
        node: pytest.Item,
        synthesizer: CachedSynthesizer,
        cache: AudioCache,
        voice: str | None,
        *,
        line: Line | None,
    ) -> None:
        self._run = run
        self._node = node
        self._synthesizer = synthesizer
        self._cache = cache
        self._voice = voice
        self._line = line
        # The default speaker, and how many markers the test had when it was found, since a test may add more.
        self._usual: tuple[int, CachedSynthesizer] | None = None

    def __call__(self, text: str | Sequence[str | float], *, provider: str | None = None, **options: Any) -> Audio:
        """Speak a text, under the condition that the test is run with, if there is one.

        Args:
            text: What to say, or several texts and pauses in seconds: ``["Hello", 0.7, "I am late"]``. Each text is
                cached separately.
            provider: Another provider than that of the settings, whose options then do not apply.
            options: Options of the synthesizer: ``voice``, ``model`` and so on.

        Returns:
            The audio, from the cache if the text was spoken before.

        Raises:
            ConfigurationError: Options are given, ``russo_synthesizer`` is overridden, and no provider is named.
            TextError: There is no text to speak.
            RussoError: The provider is not installed, does not take an option, or fails.

        Example:
            >>> def test_greeting(russo_say):
            ...     assert russo_say("Guten Tag", voice="de").sample_rate == 22050
        """
        __tracebackhide__ = True  # a traceback would show the options, one of which may be a key
        speak = partial(speak_now, self._speaker(provider, options), limit=self._run.settings.timeout)
        if self._line is None:
            return speak(text) if isinstance(text, str) else _joined(text, speak)
        with self._run.recorder.under(self._line.condition):
            audio = speak(text) if isinstance(text, str) else _joined(text, speak)
        return self._line.carry(audio, text if isinstance(text, str) else " ".join(map(str, text)))

    def _speaker(self, provider: str | None, options: Mapping[str, Any]) -> CachedSynthesizer:
        if provider is not None or options:
            return self._find(provider, options)
        markers = len(self._node.own_markers)
        if self._usual is None or self._usual[0] != markers:
            self._usual = markers, self._find(None, {})
        return self._usual[1]

    def _find(self, provider: str | None, options: Mapping[str, Any]) -> CachedSynthesizer:
        usual = self._run.settings.speaker
        marked = marked_options(self._node, usual.provider)
        named = provider or marked.get("provider") or (self._voice and ":" in self._voice)
        if not named and not self._run.is_own(self._synthesizer):
            self._refuse({**marked, **options})
            return self._synthesizer
        speaker = marked_speaker(usual, marked, self._voice)
        speaker = speaker.overridden("the call of russo_say", provider, options)
        return self._run.cached(speaker, self._cache)

    def _refuse(self, options: Mapping[str, Any]) -> None:
        names = [*options, *([f"the voice {self._voice!r}"] if self._voice else [])]
        if names:
            msg = (
                f"{', '.join(names)} cannot be set here: the fixture russo_synthesizer is overridden "
                "and takes no options; pass provider=... to choose a provider by name"
            )
            raise ConfigurationError(msg)


def _joined(pieces: Sequence[str | float], speak: Callable[[str], Audio]) -> Audio:
    from .dialogue import spoken

    return spoken(pieces, speak)


class RussoSynthesizerFactory:
    """Makes more speakers, cached like the first: the type of the fixture ``russo_synthesizer_factory``.

    Example:
        >>> from russo.pytest_plugin import RussoSynthesizerFactory
        >>> async def test_dialogue(russo_synthesizer_factory: RussoSynthesizerFactory) -> None:
        ...     anna, bert = russo_synthesizer_factory(voice="en-us"), russo_synthesizer_factory(voice="en-gb-scotland")
        ...     assert await anna.synthesize("Hello") != await bert.synthesize("Hello")
    """

    def __init__(self, run: Run, cache: AudioCache) -> None:
        self._run = run
        self._cache = cache

    def __call__(self, provider: str | None = None, **options: Any) -> CachedSynthesizer:
        """Make a synthesizer by name.

        Args:
            provider: Another provider than that of the settings, whose options then do not apply.
            options: Options of its class: ``voice``, ``model`` and so on.

        Returns:
            A synthesizer that uses the cache of this run. The same options give the same object.

        Raises:
            RussoError: The provider is not installed, or does not take an option.

        Example:
            >>> async def test_agent(russo_synthesizer_factory):
            ...     caller = russo_synthesizer_factory("espeak", voice="en-gb-scotland")
            ...     assert (await caller.synthesize("Hello")).duration > 0
        """
        __tracebackhide__ = True  # as above
        speaker = self._run.settings.speaker.overridden("the call of russo_synthesizer_factory", provider, options)
        return self._run.cached(speaker, self._cache)
