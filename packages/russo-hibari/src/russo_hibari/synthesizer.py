"""`HibariSynthesizer`: the natural embedded voice."""

from __future__ import annotations

import os
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

from russo.providers import (
    Audio,
    CallPolicy,
    ConfigurationError,
    MissingDependencyError,
    ProviderUnavailableError,
    RussoError,
    check_text,
)

from .reading import spoken_text
from .script import check_script
from .settings import Settings
from .voices import DEFAULT, list_voices

if TYPE_CHECKING:
    import threading
    from collections.abc import Mapping

    from russo.providers import Voice


class HibariSynthesizer:
    """Speaks English with hibari, a small neural model, without a key, a network or a download.

    The first utterance loads the model in a thread, and all synthesizers of the process share it. What it would misread
    is rewritten first; `spoken_text` shows how.

    Source: https://github.com/MMWilliams/hibari

    Args:
        voice: A voice of `list_voices`. ``"heart"`` is inside the package; another is fetched by the library when it
            is first used (8 MB from huggingface.co, checked by its hash).
        speed: 0.5 to 2; 1 is the voice's own pace.
        seed: Determines the noise in breath and consonants: another seed is another take.
        model: The path of another ONNX model with the interface of hibari's; None for the voice's own. Its file name
            is in the key of the cache, and its folder is not. The voice then only decides the accent.
        timeout: How many seconds an utterance may take, including loading the model.
        max_concurrency: How many utterances are spoken at once in this process; None for one per processor.

    Attributes:
        provider: ``"hibari"``.

    Raises:
        OptionError: There is no such voice, or a value is out of its range.
        ConfigurationError: ``timeout`` or ``max_concurrency`` is out of its range.

    Example:
        >>> import asyncio
        >>> from russo_hibari import HibariSynthesizer
        >>> synth = HibariSynthesizer(speed=1.2)
        >>> dict(synth.cache_fields)
        {'voice': 'heart', 'speed': 1.2, 'seed': 0}
        >>> asyncio.run(synth.synthesize("Good evening.")).sample_rate
        24000
        >>> asyncio.run(synth.list_voices())[0].id
        'heart'
    """

    provider: ClassVar[str] = "hibari"

    def __init__(
        self,
        *,
        voice: str = DEFAULT,
        speed: float = 1.0,
        seed: int = 0,
        model: str | os.PathLike[str] | None = None,
        timeout: float = 120.0,
        max_concurrency: int | None = None,
    ) -> None:
        self._settings = Settings(voice=voice, speed=speed, seed=seed, model=model)
        self._policy = CallPolicy(
            timeout=timeout,
            max_retries=0,  # the same model fails at the same text the same way
            max_concurrency=(os.cpu_count() or 1) if max_concurrency is None else max_concurrency,
        )

    def __repr__(self) -> str:
        settings = ", ".join(f"{name}={value!r}" for name, value in self.cache_fields.items())
        return f"{type(self).__name__}({settings})"

    @property
    def cache_fields(self) -> Mapping[str, str | float | int]:
        """Every setting that changes the sound on purpose, so no version and no processor."""
        return MappingProxyType(self._settings.as_fields())

    def spoken_text(self, text: str) -> str:
        """What the model is given for a text: the text itself, with anything rewritten that it would misread.

        Args:
            text: What to say.

        Returns:
            What is spoken, which is also in the cache key.

        Example:
            >>> from russo_hibari import HibariSynthesizer
            >>> HibariSynthesizer().spoken_text("Call 555-0142.")
            'Call 5 5 5, 0 1 4 2.'
        """
        return spoken_text(text)

    async def list_voices(self) -> tuple[Voice, ...]:
        """All voices that this provider can speak with.

        Returns:
            The voice inside the package, then those that are fetched when they are first used.
        """
        return list_voices()

    async def synthesize(self, text: str) -> Audio:
        """Speak a text.

        Args:
            text: What to say, in English.

        Returns:
            WAV, 24000 Hz, mono, 16-bit.

        Raises:
            TextError: The text is blank, or holds a lone surrogate or a letter that is not Latin.
            NoAudioError: Nothing in the text makes a sound.
            MissingDependencyError: hibari-tts or onnxruntime is missing or broken.
            ProviderUnavailableError: The voice could not be fetched, or its model could not be read.
            SynthesisTimeoutError: It took longer than ``timeout``.
            SynthesisError: The model failed.
        """
        from russo.providers import speak

        check_text(text, provider=self.provider)
        check_script(text)
        said = spoken_text(text)

        async def attempt() -> Audio:
            from .waiting import in_thread

            return await in_thread(lambda stop: self._speak(said, stop))

        return await speak(attempt, provider=self.provider, policy=self._policy, classify=self._classify)

    def _speak(self, text: str, stop: threading.Event) -> Audio:
        from .engine import SAMPLE_RATE, engine

        one = self._settings
        path = None if one.model is None else os.fspath(one.model)
        try:
            samples = engine(one.voice, path).speak(text, speed=one.speed, seed=one.seed, stop=stop)
        except ImportError as error:
            raise _missing(error) from error
        return Audio(samples, "pcm", SAMPLE_RATE).to_wav()

    def _classify(self, error: Exception) -> RussoError | None:
        model = self._settings.model
        if model is not None and not os.path.isfile(model):
            return ConfigurationError(f"hibari: there is no file model={os.fspath(model)!r}")
        if isinstance(error, OSError):
            return ProviderUnavailableError(f"hibari: the model could not be read: {error}")
        return None


def _missing(error: ImportError) -> MissingDependencyError:
    return MissingDependencyError(
        f"hibari is missing a dependency ({error}): pip install russo-hibari. It runs on onnxruntime, which has no "
        "wheel for musl (Alpine) and for some older systems. There, use espeak: pip install russo-espeak, and name the "
        "provider 'espeak'; or install the system's espeak-ng, and name the provider 'command'"
    )
